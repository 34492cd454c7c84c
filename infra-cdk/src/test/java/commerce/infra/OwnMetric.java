package commerce.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A metric that the functions count themselves, as an alarm names it. @param dimensions their names */
record OwnMetric(String name, List<String> dimensions) {

    private static final Pattern QUERY = Pattern.compile("SELECT SUM\\((\\w+)\\) FROM SCHEMA\\(" + Alarms.NAMESPACE + ", (\\w+)\\)");

    static Stream<OwnMetric> of(Templates.Resource alarm) {
        var metrics = alarm.property("Metrics");
        var named = Stream.concat(Stream.of(alarm.body().path("Properties")), metrics.valueStream().map(metric -> metric.at("/MetricStat/Metric")))
                .filter(metric -> metric.path("Namespace").asText().equals(Alarms.NAMESPACE)).map(OwnMetric::named);
        return Stream.concat(named, metrics.valueStream().flatMap(OwnMetric::queried));
    }

    private static OwnMetric named(JsonNode metric) {
        return new OwnMetric(metric.path("MetricName").asText(), metric.path("Dimensions").valueStream().map(dimension -> dimension.path("Name").asText()).toList());
    }

    private static Stream<OwnMetric> queried(JsonNode metric) {
        return QUERY.matcher(metric.path("Expression").asText()).results().map(found -> new OwnMetric(found.group(1), List.of(found.group(2))));
    }
}
