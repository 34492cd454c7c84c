package commerce.local.stage.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Synthesizes the templates once per JVM, in a process of its own as {@code ./commerce synth} does; {@code -Dcommerce.assembly=FOLDER} takes existing ones. */
public final class Synthesis {

    private static Path assembly;

    private Synthesis() {}

    public static synchronized Path assembly() {
        if (assembly == null) {
            var given = System.getProperty("commerce.assembly");
            assembly = given == null ? synthesize() : Path.of(given);
        }
        return assembly;
    }

    private static Path synthesize() {
        var infra = checkout().resolve("infra-cdk").resolve("target");
        // Tests run in several JVMs side by side, each with a stage of its own.
        var out = Path.of("target", "cdk.out-" + System.getProperty("surefire.forkNumber", "1")).toAbsolutePath();
        try {
            var classPath = infra.resolve("classes") + File.pathSeparator + Files.readString(infra.resolve("infra.classpath")).strip();
            var process = new ProcessBuilder(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                    "-cp", classPath, "commerce.infra.CommerceApp", "--stage", "local", "--out", out.toString()));
            process.environment().put("CDK_VALIDATION", "false");
            process.environment().put("JSII_DEPRECATED", "quiet");
            process.redirectErrorStream(true);
            var running = process.start();
            var said = new String(running.getInputStream().readAllBytes());
            if (running.waitFor() != 0) {
                throw new IllegalStateException("the templates could not be synthesized:\n" + said);
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException("infra-cdk has not been built, or cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Path checkout() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("infra-cdk").resolve("pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("run inside a checkout");
    }
}
