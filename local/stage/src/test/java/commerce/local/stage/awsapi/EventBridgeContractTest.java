package commerce.local.stage.awsapi;

import static commerce.local.stage.awsapi.Clients.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import commerce.local.stage.LocalStage;
import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** EventBridge by AWS's SDK. The events here are for the default bus, where no rule wants them; EventBusesTest follows them to targets. */
@QuarkusTest
class EventBridgeContractTest {

    @Inject
    TestStage under;
    private LocalStage stage;
    private EventBridgeClient events;

    @BeforeEach
    void connect() {
        stage = under.stage();
        events = Clients.of(EventBridgeClient.builder(), stage);
    }

    @AfterEach
    void close() {
        events.close();
    }

    private PutEventsResponse put(PutEventsRequestEntry... entries) {
        return events.putEvents(call -> call.entries(entries));
    }

    private static PutEventsRequestEntry.Builder entry() {
        return PutEventsRequestEntry.builder().source("contract.test").detailType("tested").detail("{\"n\":1}");
    }

    @Test
    void acceptedEventsGetAnIdEachInTheOrderOfTheEntries() {
        var before = stage.metrics().snapshot().events();
        var answer = put(entry().time(Instant.EPOCH).resources("arn:aws:x").build(), entry().eventBusName("default").build());
        assertEquals(0, answer.failedEntryCount());
        assertEquals(2, answer.entries().stream().map(result -> result.eventId()).distinct().count());
        Clients.quiet(stage);
        assertEquals(2, stage.metrics().snapshot().events() - before);
    }

    /** API Reference, PutEvents: an entry that fails has an ErrorCode and an ErrorMessage at its place, the others go through. */
    @Test
    void anEntryThatIsRefusedLeavesTheOthersAlone() {
        var answer = put(entry().build(), entry().detail("not json").build(), entry().detail("[1]").build(), entry().source(null).build(),
                entry().detailType("").build(), entry().source("aws.states").build());
        assertEquals(5, answer.failedEntryCount());
        assertNotNull(answer.entries().getFirst().eventId());
        var codes = answer.entries().stream().skip(1).map(result -> result.errorCode()).toList();
        assertEquals(List.of("MalformedDetail", "MalformedDetail", "InvalidArgument", "InvalidArgument", "NotAuthorizedForSourceException"), codes);
        assertEquals("Detail is malformed.", answer.entries().get(1).errorMessage());
        assertEquals("Parameter Source is not valid. Reason: Source is a required argument.", answer.entries().get(3).errorMessage());
    }

    /** Recorded from AWS (LocalStack, test_put_events_nonexistent_event_bus): accepted, and never seen again. */
    @Test
    void anEventForABusThatIsNotThereIsAcceptedAndLost() {
        var answer = put(entry().eventBusName("nowhere").build());
        assertEquals(0, answer.failedEntryCount());
        assertNotNull(answer.entries().getFirst().eventId());
    }

    /** API Reference, PutEvents: 1 to 10 entries, at most 1 MB together. */
    @Test
    void aCallWithoutEntriesOrWithTooManyOrTooLargeOnesIsRefused() {
        refused(EventBridgeException.class, 400, "ValidationException", "at 'entries' failed to satisfy constraint: Member must have length greater than or equal to 1", this::put);
        refused(EventBridgeException.class, 400, "ValidationException", "at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10",
                () -> events.putEvents(call -> call.entries(Collections.nCopies(11, entry().build()))));
        refused(EventBridgeException.class, 400, "ValidationException", "Total size of the entries in the request is over the limit.",
                () -> put(entry().detail("{\"a\":\"" + "a".repeat(1024 * 1024) + "\"}").build()));
    }

    @Test
    void whatTheStageDoesNotHaveIsSaidByName() {
        refused(EventBridgeException.class, 400, "UnknownOperationException", "EventBridge's PutRule", () -> events.putRule(call -> call.name("x").eventPattern("{}")));
    }
}
