package commerce.local.stage.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.Models;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.async.AsyncInvocations;
import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsCall;
import commerce.local.stage.clock.LiveScheduler;
import commerce.local.stage.host.FunctionNames;
import commerce.local.stage.mappings.Answering;
import commerce.local.stage.queues.QueueServers;
import commerce.local.stage.queues.Queues;
import commerce.local.stage.schedules.Schedules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventBusesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final String SQS = "arn:aws:sqs:eu-central-1:000000000000:";
    private static final String FUNCTION = "arn:aws:lambda:eu-central-1:000000000000:function:shop-Ship";

    private final VirtualClock clock = new VirtualClock(Clock.fixed(NOW, ZoneOffset.UTC));
    private final LiveScheduler scheduler = new LiveScheduler(clock);
    private final List<JsonNode> invoked = Collections.synchronizedList(new ArrayList<>());
    private final Deque<InvocationResult> answers = new ArrayDeque<>(List.of(Answering.done()));
    private final AtomicInteger breakdowns = new AtomicInteger();
    private Unreliable unreliable;
    private Queues queues;
    private EventBridgeApi api;
    private Schedules schedules;
    private String queue;

    @BeforeEach
    void build(TestInfo test) {
        queue = test.getTestMethod().orElseThrow().getName();
        var plain = new StageModel.Queue(queue, SQS + queue, Duration.ofSeconds(30), Duration.ZERO, Duration.ofDays(1), Optional.empty());
        var dead = new StageModel.Queue(queue + "-dead", SQS + queue + "-dead", Duration.ofSeconds(30), Duration.ZERO, Duration.ofDays(1), Optional.empty());
        var failed = new StageModel.Queue(queue + "-failed", SQS + queue + "-failed", Duration.ofSeconds(30), Duration.ZERO, Duration.ofDays(1), Optional.empty());
        var function = new StageModel.Function("ship", "shop", "shop-Ship", FUNCTION, "", 128, Duration.ofSeconds(3), OptionalInt.empty(), Map.of(),
                new StageModel.Async(2, Duration.ofHours(6), Optional.empty(), Optional.of(SQS + queue + "-failed")));
        var model = Models.empty()
                .functions(Map.of("ship", function))
                .buses(Set.of("default", "shop"))
                .rules(List.of(
                        rule("paid", "shop", "{\"detail-type\":[\"paid\"],\"detail\":{\"amount\":[{\"numeric\":[\">\",100]}]}}", target(SQS + queue)),
                        rule("shipped", "shop", "{\"detail-type\":[{\"prefix\":\"ship\"}]}", target(FUNCTION + ":live")),
                        rule("part", "shop", "{\"detail-type\":[\"part\"]}", target(SQS + queue, new StageModel.Input.Part("$.detail"))),
                        rule("told", "shop", "{\"detail-type\":[\"told\"]}", target(SQS + queue, new StageModel.Input.Transformed(Map.of("order", "$.detail.id"), "{\"order\":<order>,\"by\":\"<aws.events.rule-name>\"}"))),
                        rule("lost", "shop", "{\"detail-type\":[\"lost\"]}", target(SQS + "nowhere")),
                        rule("too", "shop", "{\"detail\":{\"also\":[\"told\"]}}", target(SQS + queue)),
                        rule("service", "default", "{\"source\":[\"aws.states\"]}", target(SQS + queue))))
                .schedules(List.of(new StageModel.Schedule("s", "nightly", "rate(1 hour)", List.of(target(FUNCTION)))))
                .build();
        unreliable = new Unreliable(QueueServers.messages());
        queues = QueueServers.queues(Map.of(plain.name(), plain, dead.name(), dead, failed.name(), failed), unreliable);
        var targets = new Targets(new AsyncInvocations(model, host(), queues, scheduler, clock), queues, new FunctionNames(model), scheduler, clock);
        api = new EventBridgeApi(new EventBuses(model, scheduler, clock, targets), count -> { });
        schedules = new Schedules(model, scheduler, clock, targets);
    }

    private StageModel.Rule rule(String id, String bus, String pattern, StageModel.Target target) {
        return new StageModel.Rule(id, id, bus, json(pattern), List.of(target));
    }

    private StageModel.Target target(String arn) {
        return target(arn, new StageModel.Input.Whole());
    }

    private StageModel.Target target(String arn, StageModel.Input input) {
        return new StageModel.Target("t", arn, input, Optional.of(SQS + queue + "-dead"), 3, Duration.ofMinutes(10));
    }

    private FunctionHost host() {
        return new FunctionHost() {
            @Override
            public InvocationResult invoke(String operation, byte[] payload) {
                if (breakdowns.getAndDecrement() > 0) {
                    throw new IllegalStateException("killed on purpose");
                }
                invoked.add(json(new String(payload, StandardCharsets.UTF_8)));
                return answers.getFirst();
            }

            @Override
            public Set<String> operations() {
                return Set.of("ship");
            }
        };
    }

    @AfterEach
    void close() {
        scheduler.close();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode put(String bus, String type, String detail) throws InterruptedException {
        var entry = JSON.createObjectNode().put("EventBusName", bus).put("Source", "shop").put("DetailType", type).put("Detail", detail).put("Time", NOW.getEpochSecond());
        var body = JSON.createObjectNode();
        body.putArray("Entries").add(entry);
        AwsAnswer answer = api.answer(new AwsCall(Optional.empty(), "POST", "/", Map.of("x-amz-target", "AWSEvents.PutEvents"), body.toString().getBytes(StandardCharsets.UTF_8)));
        assertTrue(scheduler.awaitQuiet(Duration.ofSeconds(20)));
        return json(new String(answer.body(), StandardCharsets.UTF_8));
    }

    @Test
    void anEventReachesTheQueueOfTheRuleItMatches() throws InterruptedException {
        assertEquals(0, put("shop", "paid", "{\"amount\":101}").path("FailedEntryCount").asInt());
        assertEquals(1, queues.size(queue));
    }

    @Test
    void anEventThatMatchesNoRuleGoesNowhere() throws InterruptedException {
        put("shop", "paid", "{\"amount\":100}");
        put("default", "paid", "{\"amount\":101}");
        assertEquals(0, queues.size(queue));
        assertEquals(List.of(), invoked);
    }

    @Test
    void aFunctionGetsTheWholeEnvelope() throws InterruptedException {
        put("shop", "shipped", "{\"orderId\":\"o1\"}");
        var event = invoked.getFirst();
        assertEquals("shipped", event.path("detail-type").asText());
        assertEquals("shop", event.path("source").asText());
        assertEquals("2026-11-21T00:00:00Z", event.path("time").asText());
        assertEquals("o1", event.path("detail").path("orderId").asText());
    }

    @Test
    void anInvocationThatFailsIsTriedTwiceMoreAndThenReported() throws InterruptedException {
        answers.push(Answering.broken());
        put("shop", "shipped", "{\"orderId\":\"o1\"}");
        assertEquals(1, invoked.size());
        advance(Duration.ofMinutes(1));
        assertEquals(2, invoked.size());
        assertEquals(0, queues.size(queue + "-failed"));
        advance(Duration.ofMinutes(2));
        assertEquals(3, invoked.size());
        var record = json(body(queue + "-failed"));
        assertEquals("RetriesExhausted", record.path("requestContext").path("condition").asText());
        assertEquals(3, record.path("requestContext").path("approximateInvokeCount").asInt());
        assertEquals(FUNCTION + ":$LATEST", record.path("requestContext").path("functionArn").asText());
        assertEquals("o1", record.path("requestPayload").path("detail").path("orderId").asText());
        assertEquals("Unhandled", record.path("responseContext").path("functionError").asText());
        assertTrue(record.has("responsePayload"));
        assertEquals(0, queues.size(queue + "-dead"), "the rule has delivered it: Lambda took the event");
    }

    @Test
    void anInvocationThatLambdaCouldNotMakeIsTriedUntilTheEventIsTooOld() throws InterruptedException {
        answers.push(Answering.error("Lambda.TooManyRequestsException"));
        put("shop", "shipped", "{}");
        advance(Duration.ofHours(5));
        assertEquals(0, queues.size(queue + "-failed"));
        advance(Duration.ofHours(1));
        var record = json(body(queue + "-failed"));
        assertEquals("EventAgeExceeded", record.path("requestContext").path("condition").asText());
        assertEquals(0, record.path("requestContext").path("approximateInvokeCount").asInt());
        assertTrue(record.path("responseContext").isMissingNode());
    }

    @Test
    void anEventForATargetThatIsNotThereIsDeadLetteredAtOnceAndSaysWhy() throws InterruptedException {
        put("shop", "lost", "{\"orderId\":\"o1\"}");
        var dead = QueueServers.receive(queue + "-dead");
        assertEquals("o1", json(dead.path("Body").asText()).path("detail").path("orderId").asText());
        assertEquals("arn:aws:events:eu-central-1:000000000000:rule/shop/lost", attribute(dead, "RULE_ARN"));
        assertEquals(SQS + "nowhere", attribute(dead, "TARGET_ARN"));
        assertEquals("NO_RESOURCE", attribute(dead, "ERROR_CODE"));
        assertEquals("0", attribute(dead, "RETRY_ATTEMPTS"));
        assertTrue(!attribute(dead, "ERROR_MESSAGE").isEmpty() && dead.path("MessageAttributes").path("EXHAUSTED_RETRY_CONDITION").isMissingNode(), dead.toString());
    }

    @Test
    void aTargetThatFailsIsTriedAgainUntilItTakesTheEvent() throws InterruptedException {
        unreliable.fail(queue, 3);
        put("shop", "paid", "{\"amount\":101}");
        assertEquals(0, queues.size(queue));
        advance(Duration.ofSeconds(6));
        assertEquals(0, queues.size(queue), "after one and two seconds it failed again");
        advance(Duration.ofSeconds(1));
        assertEquals(1, queues.size(queue));
        assertEquals(0, queues.size(queue + "-dead"));
    }

    @Test
    void anEventWhoseRetriesAreUsedUpIsDeadLettered() throws InterruptedException {
        unreliable.fail(queue, 4);
        put("shop", "paid", "{\"amount\":101}");
        advance(Duration.ofMinutes(1));
        var dead = QueueServers.receive(queue + "-dead");
        assertEquals("MaximumRetryAttempts", attribute(dead, "EXHAUSTED_RETRY_CONDITION"));
        assertEquals("3", attribute(dead, "RETRY_ATTEMPTS"));
        assertEquals("SDK_CLIENT_ERROR", attribute(dead, "ERROR_CODE"));
        assertEquals(0, queues.size(queue));
    }

    @Test
    void aDeadLetterQueueThatFailsTooTakesNothingFromOtherTargets() throws InterruptedException {
        unreliable.fail(queue + "-dead", 1);
        put("shop", "lost", "{\"also\":\"told\"}");
        assertEquals(0, queues.size(queue + "-dead"));
        assertEquals(1, queues.size(queue), "another rule's target has it");
    }

    @Test
    void aHostThatBreaksDownDoesNotLoseAnEvent() throws InterruptedException {
        breakdowns.set(1);
        put("shop", "shipped", "{}");
        assertEquals(List.of(), invoked);
        advance(Duration.ofSeconds(1));
        assertEquals(1, invoked.size());
    }

    @Test
    void aTargetGetsThePartOfTheEventThatItsPathNames() throws InterruptedException {
        put("shop", "part", "{\"id\":\"o1\"}");
        assertEquals("{\"id\":\"o1\"}", body(queue));
    }

    @Test
    void aTargetGetsItsTemplateWithThePartsOfTheEventInIt() throws InterruptedException {
        put("shop", "told", "{\"id\":\"o1\"}");
        assertEquals("{\"order\":\"o1\",\"by\":\"told\"}", body(queue));
    }

    private void advance(Duration by) throws InterruptedException {
        scheduler.advance(by, Duration.ofSeconds(20));
    }

    private String body(String name) {
        return QueueServers.receive(name).path("Body").asText();
    }

    private static String attribute(JsonNode message, String name) {
        return message.path("MessageAttributes").path(name).path("StringValue").asText();
    }

    @Test
    void malformedEntriesAreReportedOneByOne() throws InterruptedException {
        var answer = put("shop", "paid", "not json");
        assertEquals(1, answer.path("FailedEntryCount").asInt());
        assertEquals("MalformedDetail", answer.path("Entries").path(0).path("ErrorCode").asText());
        assertEquals("InvalidArgument", put("shop", "", "{}").path("Entries").path(0).path("ErrorCode").asText());
    }

    /** Recorded from AWS (LocalStack, test_put_events_nonexistent_event_bus). */
    @Test
    void anEventForAnUnknownBusIsAcceptedAndLost() throws InterruptedException {
        var answer = put("nowhere", "paid", "{}");
        assertEquals(0, answer.path("FailedEntryCount").asInt());
        assertTrue(answer.path("Entries").path(0).has("EventId"));
        assertEquals(0, queues.size(queue));
    }

    @Test
    void aPatternThatIsNoneIsRefusedAtTheStart() {
        var model = Models.empty().rules(List.of(rule("bad", "default", "{\"detail\":\"text\"}", target(SQS + queue)))).build();
        assertThrows(IllegalArgumentException.class, () -> new EventBuses(model, scheduler, clock, null));
    }

    @Test
    void aScheduleRunsEachTimeItIsDueOnTheVirtualClock() throws InterruptedException {
        schedules.start();
        scheduler.advance(Duration.ofMinutes(59), Duration.ofSeconds(20));
        assertEquals(List.of(), invoked);
        scheduler.advance(Duration.ofHours(2), Duration.ofSeconds(20));
        assertEquals(List.of("2026-11-21T01:00:00Z", "2026-11-21T02:00:00Z"), invoked.stream().map(event -> event.path("time").asText()).toList());
        assertEquals("Scheduled Event", invoked.getFirst().path("detail-type").asText());
    }
}
