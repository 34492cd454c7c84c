package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How queues, streams, rules and schedules are used here. What must be true of every one is in {@link QueueRules} and {@link DeliveryRules}. */
class MessagingTest {

    private final Templates templates = Templates.of("prod");

    @Test
    void batchesOfMessagesAreSmallAndSeveralAreWorkedOnAtOnce() {
        QueueRules.mappings(templates).forEach(mapping -> {
            assertEquals(10, mapping.property("BatchSize").asInt(), mapping::toString);
            assertEquals(20, mapping.property("ScalingConfig/MaximumConcurrency").asInt(), mapping::toString);
        });
    }

    @Test
    void aStreamIsReadFromItsBeginningByItsOwnContext() {
        for (var mapping : streamMappings()) {
            assertEquals("TRIM_HORIZON", mapping.property("StartingPosition").asText(), mapping::toString);
            assertEquals(mapping.stack(), QueueRules.source(templates, mapping).stack());
        }
    }

    private List<Templates.Resource> streamMappings() {
        return templates.ofType("AWS::Lambda::EventSourceMapping").filter(mapping -> QueueRules.source(templates, mapping).type().equals("AWS::DynamoDB::Table")).toList();
    }

    @Test
    void streamsWakeAFunctionOnlyForWhatItIsFor() throws Exception {
        for (var mapping : streamMappings()) {
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
    void schedulesRunEveryFiveMinutesButForWhatIsHadByTheDay() {
        var seldom = Map.of("StartDueClearingsScheduleRule", "cron(0 18 * * ? *)", "FindChurnRisksScheduleRule", "cron(0 2 * * ? *)", "FetchBillsScheduleRule", "rate(1 hour)");
        templates.ofType("AWS::Events::Rule").filter(rule -> !rule.property("ScheduleExpression").isMissingNode())
                .forEach(schedule -> assertEquals(seldom.getOrDefault(schedule.id().replaceAll("[0-9A-F]{8}$", ""), "rate(5 minutes)"), schedule.property("ScheduleExpression").asText(), schedule::toString));
    }

    @Test
    void aRuleLivesInTheStackOfItsConsumer() {
        templates.ofType("AWS::Events::Rule").forEach(rule -> assertEquals(rule.stack(), templates.target(rule.stack(), rule.property("Targets/0/Arn")).orElseThrow().stack(), rule::toString));
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
