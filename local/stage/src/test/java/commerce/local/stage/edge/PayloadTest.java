package commerce.local.stage.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies, headers and cookies of the event, and what may come back. */
class PayloadTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final StandIn stage = new StandIn();
    private volatile JsonNode seen;

    @AfterEach
    void stop() {
        stage.close();
    }

    /** Measured on an HTTP API (ministack, pull request 766): these types are text, everything else is binary. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/csv; charset=utf-8", "application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/xml", "application/javascript"})
    void aBodyOfATextTypeArrivesAsText(String type) {
        stage.route("POST /x", this::look).running();

        stage.post("/x", "{\"tea\":\"茶\"}", "Content-Type", type);

        assertEquals("{\"tea\":\"茶\"}", seen.path("body").asText());
        assertFalse(seen.path("isBase64Encoded").asBoolean());
    }

    /** The same measurement: a form is binary, and so is a body without a type. */
    @ParameterizedTest
    @ValueSource(strings = {"", "application/octet-stream", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "image/png", "application/cloudevents+json"})
    void aBodyOfAnyOtherTypeArrivesInBase64(String type) {
        stage.route("POST /x", this::look).running();

        if (type.isEmpty()) {
            stage.post("/x", "a=1");
        } else {
            stage.post("/x", "a=1", "Content-Type", type);
        }

        assertTrue(seen.path("isBase64Encoded").asBoolean());
        assertEquals("a=1", new String(Base64.getDecoder().decode(seen.path("body").asText())));
    }

    @Test
    void bytesThatAreNoTextAreNotLostWhateverTheTypeSays() {
        stage.route("POST /x", this::look).running();
        byte[] bytes = {0, (byte) 0xff, 1, (byte) 0xc3};

        for (String type : List.of("application/octet-stream", "application/json", "text/plain")) {
            stage.send("POST", "/x", bytes, "Content-Type", type);
            assertTrue(seen.path("isBase64Encoded").asBoolean(), type);
            assertArrayEquals(bytes, Base64.getDecoder().decode(seen.path("body").asText()), type);
        }
    }

    /** Developer Guide, payload format 2.0: all cookies in the cookies field; duplicate headers combined with commas. */
    @Test
    void headersAreLowerCaseAndJoinedAndWithoutWhatIsBetweenClientAndGateway() {
        stage.route("POST /x", this::look).running();

        stage.post("/x", "x", "Content-Type", "text/plain", "X-Voker-Probe", "first", "X-Voker-Probe", "second", "Cookie", "session=abc123; theme=dark",
                "TE", "trailers", "X-Forwarded-For", "203.0.113.7");

        JsonNode headers = seen.path("headers");
        assertEquals("first,second", headers.path("x-voker-probe").asText());
        assertEquals(JSON.valueToTree(List.of("session=abc123", "theme=dark")), seen.path("cookies"));
        assertEquals("203.0.113.7, 127.0.0.1", headers.path("x-forwarded-for").asText());
        assertEquals("1", headers.path("content-length").asText());
        for (String absent : List.of("cookie", "te", "connection", "upgrade", "http2-settings", "Content-Type")) {
            assertFalse(headers.has(absent), absent);
        }
        assertTrue(Stream.of("host", "user-agent", "x-amzn-trace-id", "x-forwarded-port", "x-forwarded-proto").allMatch(headers::has), headers.toString());
    }

    /** Recorded from an HTTP API (aws-lambda-dotnet, test tool snapshots): content-length is there without a body, too. */
    @Test
    void aRequestWithoutABodyHasContentLengthZeroAndNoBody() {
        stage.route("GET /x", this::look).running();

        stage.get("/x");

        assertEquals("0", seen.path("headers").path("content-length").asText());
        assertFalse(seen.has("body"));
        assertFalse(seen.path("isBase64Encoded").asBoolean());
        assertFalse(seen.has("stageVariables"));
    }

    /** Connection matters of the answer are the gateway's own, and so is the request id, which the event and the answer share. */
    @Test
    void aFunctionCannotSetHeadersOfTheConnectionNorTheRequestId() {
        stage.route("GET /x", event -> {
            look(event);
            return StandIn.bytes("{\"statusCode\":200,\"headers\":{\"Apigw-Requestid\":\"forged\",\"Keep-Alive\":\"timeout=1\",\"Transfer-Encoding\":\"chunked\",\"X-Kept\":1},\"body\":\"b\"}");
        }).running();

        var response = stage.get("/x");

        assertEquals(List.of(seen.path("requestContext").path("requestId").asText()), response.headers().allValues("apigw-requestid"));
        assertEquals("1", response.headers().firstValue("x-kept").orElseThrow());
        assertEquals("1", response.headers().firstValue("content-length").orElseThrow());
        assertTrue(response.headers().firstValue("keep-alive").isEmpty());
    }

    private byte[] look(byte[] event) {
        try {
            seen = JSON.readTree(event);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        return StandIn.bytes("{\"statusCode\":200}");
    }
}
