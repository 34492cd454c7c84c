package commerce.local.stage.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.StageModel;
import commerce.local.stage.aws.AwsError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** What the stage does with the queue server's actors is the same as what others do with it by HTTP. */
@Timeout(30)
class QueueActorsTest {

    private final Messages messages = QueueServers.messages();
    private String name;

    @BeforeEach
    void create(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
        QueueServers.queues(Map.of(name, new StageModel.Queue(name, "arn:aws:sqs:eu-central-1:000000000000:" + name, Duration.ofSeconds(30), Duration.ZERO, Duration.ofDays(1), Optional.empty())));
    }

    @Test
    void whatWasSentHereIsReceivedByHttp() {
        messages.send(name, List.of("grüße 🍵"), Map.of("RULE_ARN", "arn"));
        var received = QueueServers.receive(name);
        assertEquals("grüße 🍵", received.path("Body").asText());
        assertEquals("arn", received.path("MessageAttributes").path("RULE_ARN").path("StringValue").asText());
    }

    @Test
    void theChecksumsAreTheOnesTheServerItselfCalculates() {
        messages.send(name, List.of("grüße 🍵", "grüße 🍵"), Map.of("RULE_ARN", "arn", "CODE", "x"));
        var byHttp = QueueServers.receive(name);
        var here = messages.receive(name, 1).getFirst();
        assertEquals(byHttp.path("MD5OfBody").asText(), here.md5OfBody());
        assertEquals(byHttp.path("MD5OfMessageAttributes").asText(), here.md5OfMessageAttributes());
        assertEquals(byHttp.path("Attributes").path("SenderId").asText(), here.attributes().get("SenderId"));
        assertEquals(13, here.attributes().get("SentTimestamp").length(), "milliseconds");
    }

    @Test
    void messagesAreInvisibleUntilTheyAreDeleted() {
        var bodies = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
        messages.send(name, bodies, Map.of());
        var received = messages.receive(name, 10);
        assertEquals(Set.copyOf(bodies), received.stream().map(Message::body).collect(Collectors.toSet()));
        assertTrue(received.stream().allMatch(message -> message.receiveCount() == 1));
        assertEquals(List.of(), messages.receive(name, 10));
        messages.delete(name, received);
        messages.delete(name, received);
        assertEquals(List.of(), messages.receive(name, 10));
    }

    @Test
    void aQueueThatIsNotThereIsRefused() {
        var refusal = assertThrows(AwsError.class, () -> messages.send("nowhere", List.of("x"), Map.of()));
        assertEquals("AWS.SimpleQueueService.NonExistentQueue", refusal.code());
    }

    @Test
    void whatAQueueDoesNotTakeIsRefusedAndNothingIsSent() {
        assertThrows(AwsError.class, () -> messages.send(name, List.of("good", ""), Map.of()));
        assertThrows(AwsError.class, () -> messages.send(name, List.of("good", "bell \u0007"), Map.of()));
        assertThrows(AwsError.class, () -> messages.send(name, List.of("good", "x".repeat(1024 * 1024 + 1)), Map.of()));
        assertEquals(List.of(), messages.receive(name, 10));
    }
}
