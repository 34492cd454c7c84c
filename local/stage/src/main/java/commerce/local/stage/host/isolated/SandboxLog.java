package commerce.local.stage.host.isolated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.host.FunctionLog;
import java.time.Duration;
import java.util.Optional;

/**
 * What isolated functions say, in the stage's function log: each line as a JSON object that also names the function and the request; and
 * after each invocation Lambda's report, with the time the start took if the invocation had to wait for one.
 */
final class SandboxLog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FunctionLog log;
    private final VirtualClock clock;

    SandboxLog(FunctionLog log, VirtualClock clock) {
        this.log = log;
        this.clock = clock;
    }

    void line(Environment environment, String text) {
        if (text.isBlank()) {
            return;
        }
        var line = parsed(text).orElseGet(() -> JSON.createObjectNode().put("timestamp", clock.instant().toString()).put("message", text));
        line.put("function", environment.function().operation());
        environment.requestId().ifPresent(requestId -> line.put("requestId", requestId));
        log.line(line.toString());
    }

    private static Optional<ObjectNode> parsed(String text) {
        if (!text.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return JSON.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }

    /** @param init how long the process took to start, if this invocation waited for it */
    void report(Environment environment, Work work, Outcome outcome, Optional<Duration> init) {
        var report = JSON.createObjectNode().put("time", clock.instant().toString()).put("type", "platform.report").put("function", environment.function().operation());
        var record = report.putObject("record").put("requestId", work.requestId()).put("status", status(outcome));
        var metrics = record.putObject("metrics");
        metrics.put("durationMs", millis(work.duration()));
        metrics.put("billedDurationMs", (long) Math.ceil(millis(work.duration()) + init.map(SandboxLog::millis).orElse(0.0)));
        metrics.put("memorySizeMB", environment.function().memoryMegabytes());
        metrics.put("maxMemoryUsedMB", environment.peakMegabytes());
        init.ifPresent(took -> metrics.put("initDurationMs", millis(took)));
        log.line(report.toString());
    }

    private static String status(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Responded answered -> "success";
            case Outcome.Reported reported -> "error";
            case Outcome.TimedOut late -> "timeout";
            case Outcome.NeverReady late -> "timeout";
            case Outcome.Exited exited -> "failure";
            case Outcome.NotTaken other -> "failure";
        };
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 10_000 / 100.0;
    }
}
