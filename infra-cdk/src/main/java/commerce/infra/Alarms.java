package commerce.infra;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/**
 * How an alarm looks here: what happens within five minutes is enough, silence is good, and the alarms topic hears it.
 *
 * @param topic hears every alarm
 */
record Alarms(SnsAction topic) {

    /** Of all metrics the functions publish themselves. */
    static final String NAMESPACE = "CommerceFunctions";
    static final Duration PERIOD = Duration.minutes(5);

    static Alarms to(ITopic topic) {
        return new Alarms(new SnsAction(topic));
    }

    /** Rings at the first occurrence. @param meaning what a person who is woken up needs to know first */
    Alarm on(Construct scope, String id, IMetric metric, String meaning) {
        return from(1, scope, id, metric, meaning);
    }

    /** As {@link #on}, but rings from that value on. */
    Alarm from(double threshold, Construct scope, String id, IMetric metric, String meaning) {
        var alarm = Alarm.Builder.create(scope, id)
                .metric(metric)
                .alarmDescription(meaning)
                .threshold(threshold).evaluationPeriods(1)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        alarm.addAlarmAction(topic);
        return alarm;
    }

    /** A metric the functions' logs are counted by. */
    static Metric own(String name, Map<String, String> dimensions) {
        return Metric.Builder.create().namespace(NAMESPACE).metricName(name).dimensionsMap(dimensions).statistic("Sum").period(PERIOD).build();
    }

    /** A metric AWS makes. @param dimensions which thing of ours; none for all of the account's in this region */
    static Metric ofAws(String service, String name, String statistic, Map<String, String> dimensions) {
        return Metric.Builder.create().namespace("AWS/" + service).metricName(name).dimensionsMap(dimensions).statistic(statistic).period(PERIOD).build();
    }

    /** A metric the functions count themselves, over all values of that dimension, whichever there will be. */
    static IMetric ownOverAll(String name, String dimension) {
        return MathExpression.Builder.create().expression("SELECT SUM(" + name + ") FROM SCHEMA(" + NAMESPACE + ", " + dimension + ")").usingMetrics(Map.of()).label(name).period(PERIOD).build();
    }

    /** A metric the functions count themselves, with the dimension {@code reason}: the sum over those reasons. */
    static IMetric ownByReason(String name, String... reasons) {
        var metrics = new TreeMap<String, IMetric>();
        for (var reason : reasons) {
            metrics.put(reason.toLowerCase(), own(name, Map.of("reason", reason)));
        }
        return MathExpression.Builder.create().expression("SUM([" + String.join(", ", metrics.keySet()) + "])").usingMetrics(metrics).label(name).period(PERIOD).build();
    }
}
