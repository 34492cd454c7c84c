package commerce.local.s3;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running S3 process: without buckets at the start, in memory, bound to 127.0.0.1, gone with {@link #close()} or with this process, whichever
 * comes first. It takes any credentials or none, and buckets in the path (an SDK puts them there when the endpoint is an IP address).
 *
 * <p>Its jars are never on our class path: this module's build writes their paths to {@code target/local-s3.classpath}, and the child process
 * is started from that list.
 */
public final class LocalS3 implements AutoCloseable {

    private static LocalS3 shared;

    private final Process process;
    private final BufferedReader output;
    private final Writer commands;
    private final URI endpoint;

    private LocalS3(Process process, URI endpoint) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.endpoint = endpoint;
    }

    /** The address for {@code endpointOverride}. */
    public URI endpoint() {
        return endpoint;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** One process for every test of this JVM: tests keep apart by the names of buckets they make themselves. */
    public static synchronized LocalS3 shared() {
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
    public static LocalS3 start() {
        try {
            var port = freePort();
            var command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xms32m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                    "-Dlogback.configurationFile=commerce-local-s3-logback.xml",
                    "-cp", classPath(),
                    Main.class.getName(), String.valueOf(port));
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var started = new LocalS3(process, URI.create("http://127.0.0.1:" + port));
            started.await("READY " + port);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("S3 could not be started", e);
        }
    }

    /** Throws away every bucket and object, and makes these buckets, versioned. */
    public synchronized void empty(Collection<String> buckets) {
        try {
            commands.write("EMPTY " + String.join(" ", buckets) + "\n");
            commands.flush();
            await("EMPTIED");
        } catch (IOException e) {
            throw new UncheckedIOException("S3 could not be emptied", e);
        }
    }

    private void await(String answer) throws IOException {
        var said = new StringBuilder();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals(answer)) {
                return;
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("the S3 process ended instead of saying " + answer + ":\n" + said);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String classPath() throws IOException {
        var module = moduleFolder();
        var list = module.resolve("target").resolve("local-s3.classpath");
        if (!Files.exists(list)) {
            throw new IllegalStateException("local/s3 has not been built: run `mvn -f local/s3/pom.xml install` (or ./commerce test) first");
        }
        return module.resolve("target").resolve("classes") + File.pathSeparator + Files.readString(list).trim();
    }

    private static Path moduleFolder() {
        var named = System.getProperty("commerce.home");
        for (var folder = Path.of(named == null ? "" : named).toAbsolutePath(); folder != null; folder = folder.getParent()) {
            var module = folder.resolve("local").resolve("s3");
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
