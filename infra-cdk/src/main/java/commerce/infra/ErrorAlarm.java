package commerce.infra;

import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.IFilterPattern;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.MetricFilter;

/** Wakes somebody when a function fails for no expected reason. */
final class ErrorAlarm {

    private ErrorAlarm() {}

    /** For functions whose every thrown exception is a bug or an outage. */
    static void onFailedInvocations(Operation operation, Function function, Alarms alarms) {
        alarms.on(operation, "Errors", function.metricErrors(MetricOptions.builder().period(Alarms.PERIOD).statistic("Sum").build()),
                operation.name() + " failed: its log has a line with the level ERROR for each failure");
    }

    /**
     * For functions that refuse by throwing: Lambda's error count would ring for every product that is sold out, so the lines with the
     * level ERROR are counted, which an expected refusal does not write, and so are Lambda's own lines about a function that could not
     * write any: it ran out of time, or its process ended.
     */
    static void onLoggedErrors(Operation operation, String name, LogGroup logs, Alarms alarms) {
        var metric = name + "UnexpectedErrors";
        count(operation, "ErrorLines", logs, FilterPattern.stringValue("$.level", "=", "ERROR"), metric);
        count(operation, "CrashLines", logs, FilterPattern.anyTerm("Task timed out after", "Runtime exited"), metric);
        alarms.on(operation, "Errors", Alarms.own(metric, Map.of()), name + " failed unexpectedly: see the lines with the level ERROR, or 'Task timed out' and 'Runtime exited', in its log");
    }

    private static void count(Operation operation, String id, LogGroup logs, IFilterPattern lines, String metric) {
        MetricFilter.Builder.create(operation, id).logGroup(logs).filterPattern(lines).metricNamespace(Alarms.NAMESPACE).metricName(metric).metricValue("1").build();
    }
}
