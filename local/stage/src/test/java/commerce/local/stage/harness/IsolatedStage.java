package commerce.local.stage.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import commerce.local.stage.LocalStage;
import commerce.local.stage.StageOptions;
import commerce.local.stage.controls.Controls;
import commerce.local.stage.controls.ProvidersPart;
import commerce.local.stage.edge.FrontDoor;
import commerce.local.stage.edge.TokenIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stage of its own whose functions run isolated, from the zips that this checkout's build has made. */
public final class IsolatedStage {

    private IsolatedStage() {}

    /** Skips the calling test, and says so on the console, where the zips are missing or older than the code, or the machine is no Linux. */
    public static LocalStage start() {
        require(System.getProperty("os.name").equals("Linux"), "isolated functions need Linux");
        for (var module : modules()) {
            require(isBuilt(module), "functions/" + module + "/target/function.zip is missing or older than the code: build without -DfunctionZip.skip");
        }
        var issuer = new TokenIssuer();
        var providers = new ProvidersPart();
        var parts = List.of(providers, new FrontDoor(issuer, new Controls(issuer, providers)));
        var options = new StageOptions(0, Optional.empty(), Synthesis.assembly(), Path.of("target", "isolated-stage").toAbsolutePath(), Optional.of(Synthesis.checkout()));
        return LocalStage.start(options, Map.of(), parts, line -> { });
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            System.err.println("SKIPPED, so nothing is proved of isolated functions: " + otherwise);
        }
        assumeTrue(holds, otherwise);
    }

    private static List<String> modules() {
        try (var folders = Files.list(Synthesis.checkout().resolve("functions"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).map(folder -> folder.getFileName().toString()).filter(module -> !module.equals("kernel")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isBuilt(String module) {
        var functions = Synthesis.checkout().resolve("functions");
        var zip = functions.resolve(module).resolve("target").resolve("function.zip");
        return Files.exists(zip) && !isOlder(zip, jar(functions, module)) && !isOlder(zip, jar(functions, "kernel"));
    }

    private static Path jar(Path functions, String module) {
        return functions.resolve(module).resolve("target").resolve(module + "-1.0.0.jar");
    }

    private static boolean isOlder(Path zip, Path jar) {
        try {
            return Files.exists(jar) && Files.getLastModifiedTime(zip).compareTo(Files.getLastModifiedTime(jar)) < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes of isolated functions that this JVM has started and that still run. */
    public static List<ProcessHandle> functionProcesses() {
        return ProcessHandle.current().children().filter(child -> child.info().commandLine().orElse("").contains(".runtime.api.client.AWSLambda")).toList();
    }
}
