package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong wakes somebody. */
class AlarmsTest {

    private final Templates templates = Templates.of("prod");

    private List<Templates.Resource> alarmsOn(String namespace, String metric) {
        return templates.ofType("AWS::CloudWatch::Alarm").filter(alarm -> alarm.property("Namespace").asText().equals(namespace) && alarm.property("MetricName").asText().equals(metric)).toList();
    }

    private Set<String> watched(String namespace, String metric) {
        return alarmsOn(namespace, metric).stream().map(alarm -> templates.target(alarm.stack(), alarm.property("Dimensions/0/Value")).orElseThrow().toString()).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyAlarmReachesTheTopicAndSaysWhatItMeans() {
        var topic = templates.ofType("AWS::SNS::Topic").findFirst().orElseThrow();
        templates.ofType("AWS::CloudWatch::Alarm").forEach(alarm -> {
            assertEquals("<Platform." + topic.id() + ">", templates.text(alarm.stack(), alarm.property("AlarmActions/0")), alarm::toString);
            assertTrue(alarm.property("AlarmDescription").asText().length() > 20, alarm::toString);
            assertEquals("notBreaching", alarm.property("TreatMissingData").asText(), alarm::toString);
            assertEquals(1, alarm.property("Threshold").asInt(), alarm::toString);
        });
    }

    @Test
    void everyDeadLetterQueueIsWatched() {
        var deadLetters = new TreeSet<String>();
        templates.ofType("AWS::SQS::Queue").filter(queue -> !queue.property("RedrivePolicy").isMissingNode())
                .forEach(queue -> deadLetters.add(templates.target(queue.stack(), queue.property("RedrivePolicy/deadLetterTargetArn")).orElseThrow().toString()));
        templates.ofType("AWS::Events::Rule").forEach(rule -> rule.property("Targets").forEach(target -> deadLetters.add(templates.target(rule.stack(), target.at("/DeadLetterConfig/Arn")).orElseThrow().toString())));
        for (var type : List.of("AWS::Lambda::EventSourceMapping", "AWS::Lambda::EventInvokeConfig")) {
            templates.ofType(type).filter(mapping -> !mapping.property("DestinationConfig").isMissingNode())
                    .forEach(mapping -> deadLetters.add(templates.target(mapping.stack(), mapping.property("DestinationConfig/OnFailure/Destination")).orElseThrow().toString()));
        }

        assertTrue(deadLetters.size() >= 16, deadLetters::toString);
        assertEquals(deadLetters, watched("AWS/SQS", "ApproximateNumberOfMessagesVisible"));
    }

    @Test
    void everyFunctionsFailuresAreWatched() {
        var watched = watched("AWS/Lambda", "Errors");
        for (var function : templates.functions()) {
            var byLog = alarmsOn("CommerceFunctions", function.id() + "UnexpectedErrors").size();
            assertEquals(1, byLog + (watched.contains(function.toString()) ? 1 : 0), function::toString);
        }
    }

    @Test
    void functionsThatRefuseByThrowingAreWatchedByTheirErrorLines() {
        var filters = templates.ofType("AWS::Logs::MetricFilter").toList();

        assertEquals(Set.of("DescribeOrderUnexpectedErrors", "RedeemCouponUnexpectedErrors", "ReserveStockUnexpectedErrors"),
                filters.stream().map(filter -> filter.property("MetricTransformations/0/MetricName").asText()).collect(Collectors.toSet()));
        for (var filter : filters) {
            var function = templates.function(filter.property("MetricTransformations/0/MetricName").asText().replace("UnexpectedErrors", ""));
            assertEquals("{ $.level = \"ERROR\" }", filter.property("FilterPattern").asText());
            assertEquals(templates.text(function.stack(), function.property("LoggingConfig/LogGroup")), templates.text(filter.stack(), filter.property("LogGroupName")));
        }
    }

    @Test
    void checkoutsThatFailOrTimeOutAreWatched() {
        for (var metric : List.of("ExecutionsFailed", "ExecutionsTimedOut")) {
            assertEquals(Set.of("Ordering/CheckoutWorkflow"), watched("AWS/States", metric), metric);
        }
    }

    @Test
    void repairsThatAreExhaustedAreWatched() {
        var alarm = templates.ofType("AWS::CloudWatch::Alarm").filter(candidate -> candidate.id().startsWith("OrderRepairExhausted")).findFirst().orElseThrow();
        var metrics = templates.text(alarm.stack(), alarm.property("Metrics"));

        assertTrue(metrics.contains("\"MetricName\":\"OrderRepairExhausted\"") && metrics.contains("\"Namespace\":\"CommerceFunctions\""), metrics);
        assertFalse(metrics.contains("Maximum"), metrics);
    }

    @Test
    void cloudWatchMayPublishToTheEncryptedTopic() {
        var statements = Policies.allowed(templates).stream().filter(statement -> statement.statement().at("/Principal/Service").asText().equals("cloudwatch.amazonaws.com")).toList();

        assertEquals(Set.of(Set.of("sns:Publish"), Set.of("kms:Decrypt", "kms:GenerateDataKey")), statements.stream().map(Policies.Allowed::actions).collect(Collectors.toSet()));
    }
}
