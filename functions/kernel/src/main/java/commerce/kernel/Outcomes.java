package commerce.kernel;

import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/** Counts business outcomes as metrics, through the log (embedded metric format), so that counting costs no call. */
public final class Outcomes {

    private Outcomes() {}

    /** One more of {@code name}, for example {@code OrdersConfirmed}, in the namespace the template configures. */
    public static void count(String name, String dimension, String value) {
        MetricsFactory.getMetricsInstance().flushSingleMetric(name, 1, MetricUnit.COUNT,
                Settings.find("POWERTOOLS_METRICS_NAMESPACE").orElse("CommerceFunctions"), DimensionSet.of(dimension, Redaction.redact(value)));
    }
}
