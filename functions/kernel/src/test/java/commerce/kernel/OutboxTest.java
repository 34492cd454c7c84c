package commerce.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestClock;
import commerce.kernel.testing.TestTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class OutboxTest {

    private static TestAws aws;
    private static TestTable table;
    private final TestClock clock = new TestClock();

    @BeforeAll
    static void start() {
        aws = TestAws.start();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @BeforeEach
    void healthyBus() {
        table = TestTable.create(aws.dynamoDb());
        aws.standIn().forgetCalls();
        aws.standIn().acceptEvents();
    }

    private final class Publisher extends EventPublisher {
        Publisher() {
            super(new EventBus(aws.eventBridge()), new OutboxTable(aws.dynamoDb()));
        }
    }

    private final class Republisher extends EventRepublisher {
        Republisher() {
            super(new EventBus(aws.eventBridge()), new OutboxTable(aws.dynamoDb()), clock);
        }
    }

    private Event event(String discriminator) {
        return Event.of("commerce.test", "thing.changed.v1", "t", "thing", discriminator, clock.instant(), Map.of("n", discriminator));
    }

    private Map<String, AttributeValue> put(String sk, Event... events) {
        var item = Items.item("t#THING", sk, "thing");
        Outbox.onPut(item, clock.instant(), events);
        aws.dynamoDb().putItem(request -> request.tableName(table.name()).item(item));
        return item;
    }

    private void update(String sk, Event event) {
        var outbox = Outbox.onUpdate(clock.instant(), event);
        aws.dynamoDb().updateItem(request -> request.tableName(table.name()).key(Items.key("t#THING", sk))
                .updateExpression("SET " + outbox.set() + " ADD " + outbox.add())
                .expressionAttributeNames(outbox.names(Map.of())).expressionAttributeValues(outbox.values(Map.of())));
    }

    private static Map<String, Object> change(String sequence, Map<String, AttributeValue> old, Map<String, AttributeValue> image) {
        return Map.of("dynamodb", Map.of("SequenceNumber", sequence, "Keys", stream(Map.of("pk", image.get("pk"), "sk", image.get("sk"))), "OldImage", stream(old), "NewImage", stream(image)));
    }

    private static Map<String, Object> stream(Map<String, AttributeValue> item) {
        var image = new TreeMap<String, Object>();
        item.forEach((name, value) -> image.put(name, value.n() != null ? Map.of("N", value.n()) : Map.of("S", value.s())));
        return image;
    }

    private List<String> publishedIds() {
        return aws.standIn().calls("AWSEvents.PutEvents").stream().flatMap(call -> call.input().path("Entries").valueStream())
                .map(entry -> Json.read(entry.path("Detail").asText()).path("id").asText()).toList();
    }

    private boolean unpublished(String sk) {
        return table.get("t#THING", sk).containsKey("outboxShard");
    }

    @Test
    void aChangeIsPublishedAndMarkedSoThatTheItemLeavesTheIndex() {
        var image = put("1", event("a"));
        var answer = Lambda.invoke(new Publisher(), Map.of("Records", List.of(change("1", Map.of(), image))), table.environment());
        assertEquals("[]", answer.path("batchItemFailures").toString());
        assertEquals(List.of("t/thing/thing.changed.v1/a"), publishedIds());
        assertFalse(unpublished("1"));
        assertTrue(table.outbox().isEmpty());
    }

    @Test
    void aRecordThatBringsNoNewEventPublishesNothing() {
        var image = put("1", event("a"));
        Lambda.invoke(new Publisher(), Map.of("Records", List.of(change("1", image, image))), table.environment());
        assertTrue(publishedIds().isEmpty());
        assertTrue(unpublished("1"));
    }

    @Test
    void aSecondEventOfAnItemStaysUntilItIsPublishedItself() {
        var first = put("1", event("a"));
        update("1", event("b"));
        Lambda.invoke(new Publisher(), Map.of("Records", List.of(change("1", Map.of(), first))), table.environment());
        assertTrue(unpublished("1"), "event b still waits");
        assertEquals(List.of("t/thing/thing.changed.v1/b"), table.outbox().stream().map(Event::id).toList());

        Lambda.invoke(new Publisher(), Map.of("Records", List.of(change("2", first, table.get("t#THING", "1")))), table.environment());
        assertFalse(unpublished("1"));
        assertEquals("0", table.get("t#THING", "1").get("outboxCount").n());
    }

    @Test
    void whatTheBusDoesNotAcceptIsReportedFromTheFirstFailureOnAndStaysMarkedAsUnpublished() {
        var first = put("1", event("a"));
        var second = put("2", event("b"));
        aws.standIn().on("AWSEvents.PutEvents", input -> Map.of("FailedEntryCount", 1, "Entries", List.of(Map.of("EventId", "1"), Map.of("ErrorCode", "InternalFailure"))));
        var answer = Lambda.invoke(new Publisher(), Map.of("Records", List.of(change("11", Map.of(), first), change("12", Map.of(), second))), table.environment());
        assertEquals("12", answer.path("batchItemFailures").path(0).path("itemIdentifier").asText());
        assertFalse(unpublished("1"));
        assertTrue(unpublished("2"));
    }

    @Test
    void theSweeperPublishesWhatTheStreamLeftBehindAndNothingYoungerThanFiveMinutes() {
        put("1", event("a"), event("b"));
        clock.advance(Duration.ofMinutes(4));
        assertEquals(0, Lambda.invoke(new Republisher(), Map.of(), table.environment()).path("published").asInt());
        clock.advance(Duration.ofMinutes(2));
        assertEquals(2, Lambda.invoke(new Republisher(), Map.of(), table.environment()).path("published").asInt());
        assertFalse(unpublished("1"));
        assertEquals(0, Lambda.invoke(new Republisher(), Map.of(), table.environment()).path("published").asInt());
    }

    @Test
    void markingTwiceKeepsTheCountRight() {
        put("1", event("a"));
        update("1", event("b"));
        var outbox = new OutboxTable(aws.dynamoDb());
        var item = table.get("t#THING", "1");
        outbox.markPublished(table.name(), new Offered(item, Set.of("outbox#thing.changed.v1/a")));
        outbox.markPublished(table.name(), new Offered(item, Set.of("outbox#thing.changed.v1/a", "outbox#thing.changed.v1/b")));
        outbox.markPublished(table.name(), new Offered(item, Set.of("outbox#thing.changed.v1/b")));
        assertEquals("0", table.get("t#THING", "1").get("outboxCount").n());
        assertFalse(unpublished("1"));
    }
}
