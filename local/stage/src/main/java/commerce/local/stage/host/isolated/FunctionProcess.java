package commerce.local.stage.host.isolated;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The operating system's process of one environment. Its standard input stays open as long as the stage lives: by its end it knows. */
final class FunctionProcess {

    private static final long LAST_SECONDS = 5;
    private static final int SIGNALLED = 128;
    private static final Map<Integer, String> SIGNALS = Map.of(6, "aborted", 9, "killed", 11, "segmentation fault", 15, "terminated");

    private final Process process;

    private FunctionProcess(Process process) {
        this.process = process;
    }

    /** @param said hears every line of its output, on a thread of its own */
    static FunctionProcess start(List<String> command, Path folder, Map<String, String> environment, Consumer<String> said) {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            // A platform thread: reading a pipe would pin a virtual one to its carrier.
            Thread.ofPlatform().daemon().name("output-of-" + process.pid()).start(() -> listen(process, said));
            return new FunctionProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    private static void listen(Process process, Consumer<String> said) {
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(said);
        } catch (IOException | UncheckedIOException closed) {
            // The process has ended: nothing is left to read.
            return;
        }
    }

    /** @param listener hears how it ended, in Lambda's words, e.g. {@code exit status 1} or {@code signal: killed} */
    void onExit(Consumer<String> listener) {
        process.onExit().thenAccept(over -> listener.accept(describe(over.exitValue())));
    }

    private static String describe(int status) {
        return status > SIGNALLED ? "signal: " + SIGNALS.getOrDefault(status - SIGNALLED, String.valueOf(status - SIGNALLED)) : "exit status " + status;
    }

    long peakMegabytes() {
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly();
    }

    void awaitEnd() throws InterruptedException {
        process.waitFor(LAST_SECONDS, TimeUnit.SECONDS);
    }
}
