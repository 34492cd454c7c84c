package commerce.local.localstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The assemblies as {@code ./commerce up --on} synthesizes them, each once per JVM. */
final class Assemblies {

    private static final Map<String, Path> SYNTHESIZED = new HashMap<>();

    private Assemblies() {}

    /** With placeholders where the functions' code would be: enough for everything but running them. */
    static Path placeholders(Target target) {
        return synthesized(target, "placeholder");
    }

    /** With the functions' real code. @throws IllegalStateException if a function.zip has not been built */
    static Path real(Target target) {
        return synthesized(target, "built");
    }

    private static synchronized Path synthesized(Target target, String code) {
        return SYNTHESIZED.computeIfAbsent(target.id() + "-" + code, name -> synthesize(target, code, Path.of("target", "cdk.out", name).toAbsolutePath()));
    }

    private static Path synthesize(Target target, String code, Path out) {
        var infra = checkout().resolve("infra-cdk/target");
        try {
            var classPath = infra.resolve("classes") + File.pathSeparator + Files.readString(infra.resolve("infra.classpath")).strip();
            var process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                    "-cp", classPath, "commerce.infra.CommerceApp", "--stage", target.id(), "--out", out.toString(), "--code", code, "--root", checkout().toString()));
            process.environment().put("CDK_VALIDATION", "false");
            process.environment().put("JSII_DEPRECATED", "quiet");
            var running = process.redirectErrorStream(true).start();
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
            if (Files.exists(folder.resolve("infra-cdk/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("run inside a checkout");
    }
}
