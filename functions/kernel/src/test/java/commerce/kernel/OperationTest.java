package commerce.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("GREETING", "hello");

    private static final class Greet extends HttpOperation {
        @Override
        protected HttpResponse handle(HttpRequest request) {
            if (request.query("fail").isPresent()) {
                throw new IllegalStateException("a bug");
            }
            if (request.query("busy").isPresent()) {
                throw new Busy("later", null);
            }
            return HttpResponse.ok(Map.of("greeting", Settings.require("GREETING"), "who", request.subject(), "bytes", request.rawBody().length));
        }
    }

    private static final class Consumer extends EventConsumer {
        private final List<String> consumed = new ArrayList<>();

        @Override
        protected void consume(Event event) {
            if (event.id().equals("poison")) {
                throw new IllegalStateException("cannot bear this one");
            }
            consumed.add(event.id());
        }
    }

    @Test
    void aFunctionReadsTheEnvironmentItWasInvokedWith() {
        var answer = Lambda.request(new Greet(), HttpEvents.request("GET /greeting").by("t", "alice"), ENVIRONMENT);
        assertEquals(200, answer.status());
        assertEquals("hello", answer.body().path("greeting").asText());
        assertThrows(IllegalStateException.class, () -> Settings.require("GREETING"));
    }

    @Test
    void aProblemBecomesAProblemAnswerAndABugAFailedInvocation() {
        var noSubject = Lambda.request(new Greet(), HttpEvents.request("GET /greeting").claim("tenant", "t"), ENVIRONMENT);
        assertEquals(403, noSubject.status());
        assertEquals("application/problem+json", noSubject.headers().path("content-type").asText());
        assertEquals("urn:commerce:problem:forbidden", noSubject.body().path("type").asText());

        assertEquals(503, Lambda.request(new Greet(), HttpEvents.request("GET /greeting").by("t", "a").query("busy", "1"), ENVIRONMENT).status());
        var request = HttpEvents.request("GET /greeting").by("t", "a").query("fail", "1");
        assertThrows(IllegalStateException.class, () -> Lambda.request(new Greet(), request, ENVIRONMENT));
    }

    @Test
    void bodiesAreLimitedAndBase64IsDecoded() {
        var event = HttpEvents.request("POST /greeting").by("t", "a").body("aGVsbG8=").event().put("isBase64Encoded", true);
        assertEquals(5, Json.read(Lambda.invoke(new Greet(), event, ENVIRONMENT).path("body").asText()).path("bytes").asInt());

        var large = HttpEvents.request("POST /greeting").by("t", "a").body("x".repeat(HttpOperation.MAX_BODY_BYTES + 1));
        assertEquals(413, Lambda.request(new Greet(), large, ENVIRONMENT).status());
    }

    @Test
    void oneFailingMessageDoesNotTakeTheOthersWithIt() {
        var consumer = new Consumer();
        var records = List.of("one", "poison", "two").stream().map(id -> Map.of("messageId", "m-" + id, "body",
                Json.write(Map.of("detail", new Event(id, "commerce.test", "x.v1", java.time.Instant.EPOCH, "s", "t", Json.object()))))).toList();
        var answer = Lambda.invoke(consumer, Map.of("Records", records), ENVIRONMENT);
        assertEquals(List.of("one", "two"), consumer.consumed);
        assertEquals(1, answer.path("batchItemFailures").size());
        assertEquals("m-poison", answer.path("batchItemFailures").path(0).path("itemIdentifier").asText());
    }

    @Test
    void problemsSurviveTheTripBetweenFunctions() {
        var problem = Problem.unprocessable("unknown-sku", "Unknown SKU", "no such product", "lines[0].sku").with("skus", List.of("x"));
        assertEquals(problem, Json.read(Json.write(problem), Problem.class));
    }
}
