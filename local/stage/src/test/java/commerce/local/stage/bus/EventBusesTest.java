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
import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsCall;
import commerce.local.stage.clock.LiveScheduler;
import commerce.local.stage.host.FunctionNames;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private boolean failing;
    private Queues queues;
    private EventBridgeApi api;
    private Schedules schedules;
    private String queue;

    @BeforeEach
    void build(TestInfo test) {
        queue = test.getTestMethod().orElseThrow().getName();
        var plain = new StageModel.Queue(queue, SQS + queue, Duration.ofSeconds(30), Duration.ZERO, Duration.ofDays(1), Optional.empty());
        var dead = new StageModel.Queue(queue + "-dead", SQS + queue + "-dead", Duration.ofSeconds(30), Duration.ZERO, Duration.ofDays(1), Optional.empty());
        var function = new StageModel.Function("ship", "shop", "shop-Ship", FUNCTION, 128, Duration.ofSeconds(3), Map.of());
        var model = Models.empty()
                .functions(Map.of("ship", function))
                .buses(Set.of("default", "shop"))
                .rules(List.of(
                        rule("paid", "shop", "{\"detail-type\":[\"paid\"],\"detail\":{\"amount\":[{\"numeric\":[\">\",100]}]}}", target(SQS + queue)),
                        rule("shipped", "shop", "{\"detail-type\":[{\"prefix\":\"ship\"}]}", target(FUNCTION + ":live")),
                        rule("lost", "shop", "{\"detail-type\":[\"lost\"]}", target(SQS + "nowhere")),
                        rule("service", "default", "{\"source\":[\"aws.states\"]}", target(SQS + queue))))
                .schedules(List.of(new StageModel.Schedule("s", "nightly", "rate(1 hour)", List.of(target(FUNCTION)))))
                .build();
        queues = QueueServers.queues(Map.of(plain.name(), plain, dead.name(), dead));
        var targets = new Targets(queues, host(), new FunctionNames(model), scheduler, clock);
        api = new EventBridgeApi(new EventBuses(model, scheduler, clock, targets), count -> { });
        schedules = new Schedules(model, scheduler, clock, targets);
    }

    private StageModel.Rule rule(String id, String bus, String pattern, StageModel.Target target) {
        return new StageModel.Rule(id, id, bus, json(pattern), List.of(target));
    }

    private StageModel.Target target(String arn) {
        return new StageModel.Target("t", arn, Optional.empty(), Optional.of(SQS + queue + "-dead"), 0, Duration.ofDays(1));
    }

    private FunctionHost host() {
        return new FunctionHost() {
            @Override
            public InvocationResult invoke(String operation, byte[] payload) {
                invoked.add(json(new String(payload, StandardCharsets.UTF_8)));
                return failing ? new InvocationResult.Failed("r", "Broken", "on purpose", new byte[0]) : new InvocationResult.Answered("r", new byte[0]);
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
    void anAsynchronousInvocationThatFailsIsTriedTwiceMoreAndThenDeadLettered() throws InterruptedException {
        failing = true;
        put("shop", "shipped", "{}");
        assertEquals(1, invoked.size());
        scheduler.advance(Duration.ofMinutes(1), Duration.ofSeconds(20));
        assertEquals(2, invoked.size());
        assertEquals(0, queues.size(queue + "-dead"));
        scheduler.advance(Duration.ofMinutes(2), Duration.ofSeconds(20));
        assertEquals(3, invoked.size());
        assertEquals(1, queues.size(queue + "-dead"));
    }

    @Test
    void anEventForATargetThatIsNotThereIsDeadLettered() throws InterruptedException {
        put("shop", "lost", "{}");
        assertEquals(1, queues.size(queue + "-dead"));
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
