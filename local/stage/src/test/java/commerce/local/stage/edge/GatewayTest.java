package commerce.local.stage.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.stage.InvocationResult;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What API Gateway's HTTP API does between a client and a function, over real HTTP. */
class GatewayTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final StandIn stage = new StandIn();
    private volatile JsonNode seen;

    @AfterEach
    void stop() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /products/tea, parameter",
        "GET, /products/special, static",
        "GET, /products/special/stock, stock of a parameter",
        "DELETE, /products/tea, any",
        "GET, /files/a/b/c, greedy",
        "PUT, /products/special, any"
    })
    void theMostSpecificRouteWins(String method, String path, String expected) {
        stage.route("GET /products/{sku}", answer("parameter")).route("GET /products/special", answer("static"))
                .route("GET /products/{sku}/stock", answer("stock of a parameter")).route("ANY /products/{sku}", answer("any"))
                .route("GET /files/{proxy+}", answer("greedy")).running();

        assertEquals(expected, stage.send(method, path, new byte[0]).body());
    }

    @ParameterizedTest
    @CsvSource({"GET, /nothing", "POST, /products/tea", "GET, /products", "GET, /products/", "GET, /products/tea/", "GET, /", "HEAD, /products/tea"})
    void anUnknownPathOrMethodIsTheGatewaysNotFound(String method, String path) {
        stage.route("GET /products/{sku}", answer("product")).running();

        HttpResponse<String> response = stage.send(method, path, new byte[0]);

        assertEquals(404, response.statusCode());
        assertEquals(method.equals("HEAD") ? "" : "{\"message\":\"Not Found\"}", response.body());
        assertEquals("application/json", response.headers().firstValue("content-type").orElseThrow());
        assertTrue(response.headers().firstValue("apigw-requestid").isPresent());
    }

    @Test
    void theFunctionReceivesPayloadFormatTwo() {
        stage.route("POST /products/{sku}/receipts", this::look).running();

        stage.post("/products/b%20c/receipts?x=1&y=%E8%8C%B6&x=2", "{\"n\":1}", "Content-Type", "application/json", "X-Many", "a", "X-Many", "b",
                "Cookie", "c1=1; c2=2", "User-Agent", "test/1", "Idempotency-Key", "k");

        assertEquals("2.0", seen.path("version").asText());
        assertEquals("POST /products/{sku}/receipts", seen.path("routeKey").asText());
        assertEquals("/products/b c/receipts", seen.path("rawPath").asText());
        assertEquals("x=1&y=%E8%8C%B6&x=2", seen.path("rawQueryString").asText());
        assertEquals(JSON.valueToTree(List.of("c1=1", "c2=2")), seen.path("cookies"));
        assertEquals(JSON.valueToTree(Map.of("x", "1,2", "y", "茶")), seen.path("queryStringParameters"));
        assertEquals(JSON.valueToTree(Map.of("sku", "b c")), seen.path("pathParameters"));
        assertEquals("a,b", seen.path("headers").path("x-many").asText());
        assertEquals("k", seen.path("headers").path("idempotency-key").asText());
        assertFalse(seen.path("headers").has("cookie"));
        assertTrue(seen.path("headers").path("x-amzn-trace-id").asText().matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}"));
        assertEquals("{\"n\":1}", seen.path("body").asText());
        assertFalse(seen.path("isBase64Encoded").asBoolean());
        JsonNode context = seen.path("requestContext");
        assertEquals("000000000000", context.path("accountId").asText());
        assertEquals("$default", context.path("stage").asText());
        assertEquals("POST /products/{sku}/receipts", context.path("routeKey").asText());
        assertEquals("21/Nov/2026:02:00:00 +0000", context.path("time").asText());
        assertEquals(StandIn.NOW.toEpochMilli(), context.path("timeEpoch").asLong());
        assertEquals("127.0.0.1", context.path("domainName").asText());
        assertTrue(context.path("requestId").asText().matches("[-_0-9A-Za-z]{15}="), context.path("requestId").asText());
        assertFalse(context.has("authorizer"));
        assertEquals(JSON.valueToTree(Map.of("method", "POST", "path", "/products/b c/receipts", "protocol", "HTTP/1.1",
                "sourceIp", "127.0.0.1", "userAgent", "test/1")), context.path("http"));
    }

    @Test
    void whatARequestLacksIsAbsentFromTheEvent() {
        stage.route("GET /products", this::look).running();

        stage.get("/products");

        for (String absent : List.of("cookies", "queryStringParameters", "pathParameters", "body")) {
            assertFalse(seen.has(absent), absent);
        }
        assertEquals("", seen.path("rawQueryString").asText());
    }

    @Test
    void aFunctionsStatusHeadersCookiesAndBodyBecomeTheAnswer() {
        stage.route("GET /x", """
                {"statusCode": 201, "headers": {"Location": "/x/1", "Content-Type": "application/json", "Content-Length": "999"},
                 "cookies": ["a=1", "b=2"], "body": "{\\"ok\\":true}"}""").running();

        HttpResponse<String> response = stage.get("/x");

        assertEquals(201, response.statusCode());
        assertEquals("/x/1", response.headers().firstValue("location").orElseThrow());
        assertEquals(List.of("a=1", "b=2"), response.headers().allValues("set-cookie"));
        assertEquals("application/json", response.headers().firstValue("content-type").orElseThrow());
        assertEquals("{\"ok\":true}", response.body());
    }

    @Test
    void aBase64BodyIsDecodedAndABodyWithoutATypeIsPlainText() {
        stage.route("GET /x", "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"" + Base64.getEncoder().encodeToString(StandIn.bytes("茶")) + "\"}").running();

        HttpResponse<String> response = stage.get("/x");

        assertEquals("茶", response.body());
        assertEquals("text/plain; charset=utf-8", response.headers().firstValue("content-type").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "{\"message\": \"hello\"}; {\"message\": \"hello\"}", "[1, 2, 3]; [1, 2, 3]", "42; 42", "true; true", "\"hello\"; hello",
        "\"say \\\"hello\\\"\"; say \"hello\"", "\"\"; ''"
    })
    void anAnswerWithoutAStatusCodeIsItselfTheBodyOfA200(String payload, String body) {
        stage.route("GET /x", payload).running();

        HttpResponse<String> response = stage.get("/x");

        assertEquals(200, response.statusCode());
        assertEquals(body, response.body());
        assertEquals("application/json", response.headers().firstValue("content-type").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "not json", "{\"statusCode\":\"many\"}", "{\"statusCode\":200.5,\"body\":\"x\"}", "{\"statusCode\":200,\"body\":{\"a\":1}}", "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"%\"}",
        "{\"statusCode\":200,\"headers\":{\"x\":\"a\\r\\nb\"},\"body\":\"x\"}"
    })
    void anAnswerTheGatewayCannotReadIsItsInternalServerError(String payload) {
        stage.route("GET /x", payload).running();

        assertMessage(500, "Internal Server Error", stage.get("/x"));
    }

    @Test
    void aFunctionThatThrowsOrTimesOutIsTheGatewaysInternalServerErrorWithoutDetails() {
        stage.route("GET /throws", event -> {
            throw new IllegalStateException("java.lang.NullPointerException");
        }).route("GET /times-out", event -> {
            throw new IllegalStateException(InvocationResult.Failed.TIMED_OUT);
        }).running();

        assertMessage(500, "Internal Server Error", stage.get("/throws"));
        assertMessage(500, "Internal Server Error", stage.get("/times-out"));
    }

    @Test
    void aFunctionOfWhichAsManyRunAsMayIsServiceUnavailable() {
        stage.route("GET /busy", event -> {
            throw new IllegalStateException(InvocationResult.Failed.THROTTLED);
        }).running();

        assertMessage(503, "Service Unavailable", stage.get("/busy"));
    }

    @Test
    void aFunctionTheGatewayNoLongerWaitsForIsServiceUnavailable() {
        CountDownLatch never = new CountDownLatch(1);
        stage.route("GET /slow", event -> {
            try {
                never.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return event;
        }).impatient(Duration.ofMillis(50)).running();

        assertMessage(503, "Service Unavailable", stage.get("/slow"));
    }

    @Test
    void beforeTheStageIsUpTheGatewayIsUnavailable() {
        stage.route("GET /x", answer("up")).open(new LocalEndpoints() {
            @Override
            public void start(commerce.local.stage.Stage ignored) {}

            @Override
            public void stop() {}

            @Override
            public Response handle(Request request) {
                return Response.of(503, "text/plain", "starting");
            }
        });
        assertMessage(503, "Service Unavailable", stage.get("/x"));

        stage.start();

        assertEquals("up", stage.get("/x").body());
    }

    @Test
    void whatIsUnderLocalNeverReachesTheGateway() {
        stage.route("ANY /{proxy+}", answer("gateway")).running();

        assertEquals("local /local/x", stage.get("/local/x").body());
        assertEquals("local /local", stage.get("/local").body());
        assertEquals("gateway", stage.get("/locality").body());
    }

    private byte[] look(byte[] event) {
        try {
            seen = JSON.readTree(event);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        return StandIn.bytes("{\"statusCode\":200}");
    }

    private static String answer(String body) {
        return "{\"statusCode\":200,\"body\":\"" + body + "\"}";
    }

    private static void assertMessage(int status, String message, HttpResponse<String> response) {
        assertEquals(status, response.statusCode());
        assertEquals("{\"message\":\"" + message + "\"}", response.body());
    }
}
