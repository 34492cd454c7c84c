package commerce.local.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The managed Java runtime of Lambda as far as a process on this machine can be one: what to start for a function, given its handler.
 *
 * @param agent the jar of this module
 * @param classPath AWS's runtime interface client and what it needs
 * @param nativePart the client's shared library
 */
public record LambdaRuntime(Path agent, String classPath, Path nativePart) {

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String NATIVE_PART = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
    /** What Lambda gives to the heap of a function's memory. */
    private static final double HEAP = 0.85;

    /**
     * The runtime as this checkout's build has left it.
     *
     * @throws IllegalStateException if it has not been built, or this is no Linux: AWS's client has native code for nothing else
     */
    public static LambdaRuntime built() {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new IllegalStateException("isolated functions need Linux: AWS's runtime interface client runs on nothing else");
        }
        var target = moduleFolder().resolve("target");
        var agent = target.resolve("local-sandbox-1.0.0.jar");
        var classPath = target.resolve("sandbox.classpath");
        var nativePart = target.resolve("jni").resolve("libaws-lambda-jni.linux-" + (System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64") + ".so");
        if (!Files.exists(agent) || !Files.exists(classPath) || !Files.exists(nativePart)) {
            throw new IllegalStateException("local/sandbox has not been built: run `mvn -f local/sandbox/pom.xml install` (or ./commerce test) first");
        }
        try {
            return new LambdaRuntime(agent, Files.readString(classPath).strip(), nativePart);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + classPath, e);
        }
    }

    /**
     * The command line, to be run in the folder with the function's code. C1 only and the serial collector, as Lambda's java25 starts
     * functions that have no snapshot; the heap begins small because many functions share this machine.
     *
     * @param handler as the template has it, {@code class::method}
     * @param clockFile see {@link StageClock}
     */
    public List<String> command(String handler, int memoryMegabytes, Path clockFile) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:" + agent + "=" + clockFile,
                "-Xmx" + (int) (memoryMegabytes * HEAP) + "m", "-Xms" + Math.min(40, (int) (memoryMegabytes * HEAP)) + "m",
                "-XX:+UseSerialGC", "-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash", "-XX:+ErrorFileToStderr",
                "-Djava.net.preferIPv4Stack=true", "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac", "-D" + NATIVE_PART + "=" + nativePart,
                "--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
                "-classpath", classPath, CLIENT, handler);
    }

    private static Path moduleFolder() {
        var named = System.getProperty("commerce.home");
        for (var folder = Path.of(named == null ? "" : named).toAbsolutePath(); folder != null; folder = folder.getParent()) {
            var module = folder.resolve("local").resolve("sandbox");
            if (Files.exists(module.resolve("pom.xml"))) {
                return module;
            }
        }
        throw new IllegalStateException("run inside a checkout of Commerce Functions, or set -Dcommerce.home=<checkout>");
    }
}
