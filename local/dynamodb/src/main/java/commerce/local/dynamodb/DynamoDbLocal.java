package commerce.local.dynamodb;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running DynamoDB Local process: empty at the start, in memory, bound to 127.0.0.1, gone with {@link #close()} or with this
 * process, whichever comes first.
 *
 * <p>Its jars are never on our class path: this module's build writes their paths to {@code target/dynamodb-local.classpath}, and
 * the child process is started from that list.
 */
public final class DynamoDbLocal implements AutoCloseable {

    private static DynamoDbLocal shared;

    private final Process process;
    private final URI endpoint;

    private DynamoDbLocal(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** The address for {@code endpointOverride}; any region and any non-empty credentials are accepted. */
    public URI endpoint() {
        return endpoint;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** One process for every test of this JVM: tests keep apart by table name, not by server. */
    public static synchronized DynamoDbLocal shared() {
        if (shared == null || !shared.isAlive()) {
            shared = start();
        }
        return shared;
    }

    /**
     * Starts a process and waits until it serves.
     *
     * @throws IllegalStateException if this module has not been built, or the process ends before it serves
     */
    public static DynamoDbLocal start() {
        try {
            var port = freePort();
            var command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xms128m", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4",
                    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                    "-cp", classPath(),
                    Main.class.getName(), String.valueOf(port));
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            awaitReady(process);
            return new DynamoDbLocal(process, URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException("DynamoDB Local could not be started", e);
        }
    }

    private static void awaitReady(Process process) throws IOException {
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var said = new StringBuilder();
        String line;
        while ((line = output.readLine()) != null) {
            if (line.startsWith("READY ")) {
                Thread.ofVirtual().name("dynamodb-local-output").start(() -> drain(output));
                return;
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("DynamoDB Local ended before it was ready:\n" + said);
    }

    /** A child whose output nobody reads stops at a full pipe. */
    private static void drain(BufferedReader output) {
        try (output) {
            output.transferTo(java.io.Writer.nullWriter());
        } catch (IOException closed) {
            // The process has ended: nothing is left to read.
            return;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String classPath() throws IOException {
        var module = moduleFolder();
        var list = module.resolve("target").resolve("dynamodb-local.classpath");
        if (!Files.exists(list)) {
            throw new IllegalStateException("local/dynamodb has not been built: run `mvn -f local/dynamodb/pom.xml install` (or ./commerce test) first");
        }
        return module.resolve("target").resolve("classes") + File.pathSeparator + Files.readString(list).trim();
    }

    private static Path moduleFolder() {
        var named = System.getProperty("commerce.home");
        for (var folder = Path.of(named == null ? "" : named).toAbsolutePath(); folder != null; folder = folder.getParent()) {
            var module = folder.resolve("local").resolve("dynamodb");
            if (Files.exists(module.resolve("pom.xml"))) {
                return module;
            }
        }
        throw new IllegalStateException("run inside a checkout of Commerce Functions, or set -Dcommerce.home=<checkout>");
    }

    /** Waits for the process to end; false if it still runs after that time. */
    public boolean awaitEnd(long timeout, TimeUnit unit) throws InterruptedException {
        return process.waitFor(timeout, unit);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
