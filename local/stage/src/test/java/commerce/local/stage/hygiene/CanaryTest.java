package commerce.local.stage.hygiene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.LocalStage;
import commerce.local.stage.contracts.BusWitness;
import commerce.local.stage.contracts.Contracts;
import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Card numbers go into every text of every input of every function of the template, one at a time, and then all that came out is searched:
 * answers, logs, events, items, workflows. A number in groups is nowhere. Digits alone may be what a shop calls a product, so they are data
 * where an id is asked for; but no log tells them, and no answer that refuses something. What only our own functions send, and so hold ids
 * only, is searched for what it makes functions say, and not for what it makes them keep.
 */
@QuarkusTest
class CanaryTest {

    private static final String IN_GROUPS = "5555 5555 5555 4444";
    private static final String DIGITS = "4111111111111111";
    private static final String KEY = "idempotency-key";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    TestStage under;

    @Inject
    BusWitness bus;

    private final List<String> found = new ArrayList<>();
    private LocalStage stage;

    @BeforeAll
    static void empty() {
        TestStage.current().emptied();
    }

    @BeforeEach
    void begin() throws InterruptedException {
        stage = under.stage();
        stage.reset();
    }

    /** What internal functions were made to believe is nobody else's business. */
    @AfterEach
    void forget() throws InterruptedException {
        stage.reset();
    }

    @Test
    void noCardNumberComesOutOfAnyFunctionWhereverItIsPutIn() throws InterruptedException {
        var requested = operations().filter(CanaryTest::isRequest).toList();
        assertTrue(requested.size() > 30, requested::toString);
        requested.forEach(operation -> search(operation, IN_GROUPS));
        assertTrue(stage.scheduler().awaitQuiet(PATIENCE));
        searchWhatIsKept();

        requested.forEach(operation -> search(operation, DIGITS));
        operations().filter(operation -> !isRequest(operation)).forEach(operation -> search(operation, IN_GROUPS));
        assertTrue(stage.scheduler().awaitQuiet(PATIENCE));
        searchLogs();

        assertEquals("", String.join("\n", found.stream().limit(20).toList()));
    }

    private Stream<String> operations() {
        return stage.functions().operations().stream().sorted();
    }

    /** Whether it has a route, and so anybody may send it anything. */
    private static boolean isRequest(String operation) {
        return Json.read(sample(operation)).has("routeKey");
    }

    private static String sample(String operation) {
        return Contracts.read("events/operations/" + operation + ".json");
    }

    private void search(String operation, String canary) {
        for (var input : Canaries.inEveryText(Json.read(sample(operation)), canary)) {
            var result = stage.functions().invoke(operation, Json.write(withAKeyOfItsOwn(input, canary)).getBytes(StandardCharsets.UTF_8));
            var told = new String(result.payload(), StandardCharsets.UTF_8);
            if (told.contains(canary) && mustNotTell(operation, input, canary, result)) {
                found.add(operation + " answered " + told + " to " + input);
            }
        }
    }

    /** Or else all but the first would only be told that the key is another request's. */
    private static JsonNode withAKeyOfItsOwn(JsonNode input, String canary) {
        if (input.path("headers") instanceof ObjectNode headers && headers.has(KEY) && !headers.path(KEY).asText().equals(canary)) {
            headers.put(KEY, UUID.randomUUID().toString());
        }
        return input;
    }

    /** Nobody is told what they sent when it is refused; and in groups it is no id, which may be answered, unless it is asked for by it. */
    private static boolean mustNotTell(String operation, JsonNode input, String canary, InvocationResult result) {
        return switch (result) {
            case Failed failed -> true;
            case Answered answered when !isRequest(operation) -> false;
            case Answered answered -> Json.read(new String(answered.payload(), StandardCharsets.UTF_8)).path("statusCode").asInt() >= 400
                    || canary.equals(IN_GROUPS) && !input.path("pathParameters").toString().contains(canary);
        };
    }

    private void searchWhatIsKept() {
        var outputs = new Outputs(stage, bus);
        assertFalse(outputs.kept().isEmpty(), "something must have been kept for this to test anything");
        Stream.concat(outputs.kept().stream(), outputs.told().stream()).filter(text -> text.contains(IN_GROUPS)).forEach(text -> found.add("kept or told: " + text));
    }

    private void searchLogs() {
        var lines = new Outputs(stage, bus).logged();
        assertTrue(lines.stream().anyMatch(line -> line.contains("[redacted]")), "something must have been hidden for this to test anything");
        lines.stream().filter(line -> line.contains(IN_GROUPS) || line.contains(DIGITS)).forEach(line -> found.add("logged: " + line));
    }
}
