package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Queues, streams, rules and schedules. */
class MessagingTest {

    private final Templates templates = Templates.of("prod");

    private List<Templates.Resource> mappingsFrom(String type) {
        return templates.ofType("AWS::Lambda::EventSourceMapping").filter(mapping -> templates.target(mapping.stack(), mapping.property("EventSourceArn")).orElseThrow().type().equals(type)).toList();
    }

    @Test
    void aQueueHidesAMessageSixTimesAsLongAsItsFunctionMayRun() {
        for (var mapping : mappingsFrom("AWS::SQS::Queue")) {
            var queue = templates.target(mapping.stack(), mapping.property("EventSourceArn")).orElseThrow();
            var function = templates.functionBehind(mapping.stack(), mapping.property("FunctionName"));

            assertEquals(6 * function.property("Timeout").asInt(), queue.property("VisibilityTimeout").asInt(), function::toString);
            assertEquals(5, queue.property("RedrivePolicy/maxReceiveCount").asInt());
            assertEquals("[\"ReportBatchItemFailures\"]", mapping.property("FunctionResponseTypes").toString());
            assertTrue(mapping.property("ScalingConfig/MaximumConcurrency").asInt() >= 2);
            assertEquals(10, mapping.property("BatchSize").asInt());
        }
    }

    @Test
    void everyConsumerHasItsOwnQueue() {
        var queues = mappingsFrom("AWS::SQS::Queue").stream().map(mapping -> templates.text(mapping.stack(), mapping.property("EventSourceArn"))).toList();

        assertEquals(9, queues.size());
        assertEquals(queues.size(), queues.stream().distinct().count());
    }

    @Test
    void everyQueueIsEncryptedAndRefusesPlainConnections() {
        templates.ofType("AWS::SQS::Queue").forEach(queue -> {
            assertTrue(queue.property("SqsManagedSseEnabled").asBoolean(), queue::toString);
            var refused = templates.ofType("AWS::SQS::QueuePolicy").filter(policy -> templates.target(policy.stack(), policy.property("Queues/0")).orElseThrow().equals(queue))
                    .flatMap(policy -> policy.property("PolicyDocument/Statement").valueStream())
                    .anyMatch(statement -> statement.path("Effect").asText().equals("Deny") && statement.at("/Condition/Bool/aws:SecureTransport").asText().equals("false"));
            assertTrue(refused, queue::toString);
        });
    }

    @Test
    void aChangeThatKeepsFailingIsCutOutTriedABoundedNumberOfTimesAndSetAside() {
        var mappings = mappingsFrom("AWS::DynamoDB::Table");

        assertEquals(7, mappings.size());
        for (var mapping : mappings) {
            assertTrue(mapping.property("BisectBatchOnFunctionError").asBoolean());
            assertTrue(mapping.property("MaximumRetryAttempts").asInt() > 0 && mapping.property("MaximumRetryAttempts").asInt() <= 20);
            assertTrue(mapping.property("MaximumRecordAgeInSeconds").asInt() > 0);
            assertEquals("TRIM_HORIZON", mapping.property("StartingPosition").asText());
            assertEquals("[\"ReportBatchItemFailures\"]", mapping.property("FunctionResponseTypes").toString());
            assertEquals("AWS::SQS::Queue", templates.target(mapping.stack(), mapping.property("DestinationConfig/OnFailure/Destination")).orElseThrow().type());
            assertEquals(mapping.stack(), templates.target(mapping.stack(), mapping.property("EventSourceArn")).orElseThrow().stack(), "a context reads only its own table's changes");
        }
    }

    @Test
    void streamsWakeAFunctionOnlyForWhatItIsFor() throws Exception {
        for (var mapping : mappingsFrom("AWS::DynamoDB::Table")) {
            var function = templates.functionBehind(mapping.stack(), mapping.property("FunctionName")).id();
            var filters = mapping.property("FilterCriteria/Filters");
            var expected = function.equals("ApplyNotification")
                    ? Map.of("eventName", List.of("INSERT"), "dynamodb", Map.of("NewImage", Map.of("type", Map.of("S", List.of("inbox")))))
                    : Map.of("dynamodb", Map.of("NewImage", Map.of("outboxSince", Map.of("S", List.of(Map.of("exists", true))))));

            assertEquals(1, filters.size(), function);
            assertEquals(expected, new ObjectMapper().readValue(filters.path(0).path("Pattern").asText(), Map.class), function);
        }
    }

    @Test
    void whatARuleCannotDeliverIsKept() {
        var rules = templates.ofType("AWS::Events::Rule").toList();

        assertEquals(16, rules.size());
        for (var rule : rules) {
            rule.property("Targets").forEach(target -> {
                assertFalse(target.at("/DeadLetterConfig/Arn").isMissingNode(), rule::toString);
                assertFalse(target.path("RetryPolicy").isMissingNode(), rule::toString);
                assertTrue(target.path("Input").isMissingNode() && target.path("InputPath").isMissingNode() && target.path("InputTransformer").isMissingNode(), "consumers get whole events");
                assertEquals(rule.stack(), templates.target(rule.stack(), target.path("Arn")).orElseThrow().stack(), "a rule lives in its consumer's stack");
            });
        }
    }

    @Test
    void schedulesRunEveryFiveMinutesAndSetAsideWhatFails() {
        var schedules = templates.ofType("AWS::Events::Rule").filter(rule -> !rule.property("ScheduleExpression").isMissingNode()).toList();

        assertEquals(7, schedules.size());
        for (var schedule : schedules) {
            assertEquals("rate(5 minutes)", schedule.property("ScheduleExpression").asText());
            var function = templates.functionBehind(schedule.stack(), schedule.property("Targets/0/Arn"));
            assertTrue(templates.ofType("AWS::Lambda::EventInvokeConfig").anyMatch(config -> templates.functionBehind(config.stack(), config.property("FunctionName")).equals(function)), function::toString);
        }
    }

    @Test
    void onlyTheTriggersItHasMayCallAFunction() {
        var principals = templates.ofType("AWS::Lambda::Permission").collect(Collectors.groupingBy(permission -> permission.property("Principal").asText(), Collectors.counting()));

        assertEquals(Map.of("apigateway.amazonaws.com", 20L, "events.amazonaws.com", 7L), principals);
        templates.ofType("AWS::Lambda::Permission").forEach(permission -> assertFalse(permission.property("SourceArn").isMissingNode(), permission::toString));
    }

    @Test
    void repairListensToTheDefaultBusForUnfinishedCheckoutsOnly() {
        var rule = templates.ofType("AWS::Events::Rule").filter(candidate -> candidate.property("EventPattern/source/0").asText().equals("aws.states")).findFirst().orElseThrow();

        assertEquals("default", rule.property("EventBusName").asText());
        assertEquals("[\"FAILED\",\"TIMED_OUT\",\"ABORTED\"]", rule.property("EventPattern/detail/status").toString());
        assertTrue(templates.text(rule.stack(), rule.property("EventPattern/detail/stateMachineArn/0")).endsWith(":stateMachine:commerce-prod-checkout"));
    }

    @Test
    void everyPublishedEventIsArchived() {
        var archive = templates.ofType("AWS::Events::Archive").findFirst().orElseThrow();

        assertEquals("{\"source\":[{\"prefix\":\"commerce.\"}]}", archive.property("EventPattern").toString());
        assertEquals(90, archive.property("RetentionDays").asInt());
    }
}
