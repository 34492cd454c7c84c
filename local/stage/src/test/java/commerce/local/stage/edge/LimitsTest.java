package commerce.local.stage.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The quotas of an HTTP API and of Lambda behind it, and what a client who exceeds them is told. */
class LimitsTest {

    private final StandIn stage = new StandIn();
    private final AtomicInteger invocations = new AtomicInteger();

    @AfterEach
    void stop() {
        stage.close();
    }

    private StandIn open() {
        return stage.route("POST /x", event -> {
            invocations.incrementAndGet();
            return StandIn.bytes("{\"statusCode\":200}");
        }).running();
    }

    /** HTTP API quotas: payload size 10 MB. */
    @Test
    void aBodyOfMoreThanTenMegabytesIsTooLarge() {
        assertMessage(413, "Request Entity Too Large", open().send("POST", "/x", new byte[FrontDoor.MAX_BODY_BYTES + 1]));
        assertEquals(0, invocations.get());
    }

    /** Lambda quotas: an event of a synchronous invocation has at most 6 MB, Base64 and everything around it included. */
    @Test
    void aBodyThatMakesTheEventLargerThanLambdaTakesIsTooLarge() {
        open();

        assertEquals(200, stage.send("POST", "/x", new byte[4 * 1024 * 1024], "Content-Type", "application/octet-stream").statusCode());
        assertMessage(413, "Request Entity Too Large", stage.send("POST", "/x", new byte[5 * 1024 * 1024], "Content-Type", "application/octet-stream"));
        assertEquals(1, invocations.get());
    }

    /** Lambda quotas: an answer of a synchronous invocation has at most 6 MB. */
    @Test
    void anAnswerLargerThanLambdaHandsOnIsAnInternalServerError() {
        byte[] fits = answer(Gateway.MAX_ANSWER_BYTES);
        byte[] tooLarge = answer(Gateway.MAX_ANSWER_BYTES + 1);
        stage.route("GET /fits", event -> fits).route("GET /too-large", event -> tooLarge).running();

        assertEquals(fits.length - 2, stage.get("/fits").body().length());
        assertMessage(500, "Internal Server Error", stage.get("/too-large"));
    }

    /** HTTP API quotas: total combined size of request line and header values 10,240 bytes. */
    @Test
    void moreThanTenThousandTwoHundredFortyBytesOfHeadersAreTooLarge() {
        open();

        assertEquals(200, stage.post("/x", "", "X-Large", "a".repeat(10_000)).statusCode());
        assertMessage(431, "Request Header Fields Too Large", stage.post("/x", "", "X-Large", "a".repeat(10_240)));
        assertMessage(431, "Request Header Fields Too Large", stage.post("/x?" + "q".repeat(5_000), "", "X-Large", "a".repeat(5_240)));
        assertEquals(1, invocations.get());
    }

    private static byte[] answer(int bytes) {
        return StandIn.bytes("\"" + "a".repeat(bytes - 2) + "\"");
    }

    private static void assertMessage(int status, String message, HttpResponse<String> response) {
        assertEquals(status, response.statusCode());
        assertEquals("{\"message\":\"" + message + "\"}", response.body());
        assertTrue(response.headers().firstValue("content-type").orElseThrow().startsWith("application/json"));
    }
}
