package commerce.local.stage.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Paths and queries as functions see them. The paths are requests to a real HTTP API whose events were published (hotsock/voker,
 * vokerhttp/testdata; aws/aws-lambda-dotnet, test tool snapshots): the path comes decoded, the query string as it was sent.
 */
class PathsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final StandIn stage = new StandIn();
    private volatile JsonNode seen;

    @AfterEach
    void stop() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/capture/plain | /capture/plain",
        "/capture/space%20value | /capture/space value",
        "/capture/question%3Fvalue | /capture/question",
        "/capture/hash%23value | /capture/hash#value",
        "/capture/slash%2Fvalue | /capture/slash/value",
        "/capture/unicode-%CE%BB-%E4%B8%96%E7%95%8C | /capture/unicode-λ-世界",
        "/capture/literal%252Fvalue | /capture/literal/value",
        "/capture/literal%253Fvalue | /capture/literal?value",
        "/capture/literal%2525value | /capture/literal%value",
        "/capture/a+b%2Bc | /capture/a+b+c"
    })
    void thePathArrivesDecodedTwice(String sent, String expected) {
        stage.route("ANY /{proxy+}", this::look).running();

        stage.get(sent);

        assertEquals(expected, seen.path("rawPath").asText());
        assertEquals(expected, seen.path("requestContext").path("http").path("path").asText());
        assertEquals(expected.substring(1), seen.path("pathParameters").path("proxy").asText());
    }

    @Test
    void aPathThatCannotBeDecodedTwiceIsABadRequest() {
        stage.route("ANY /{proxy+}", this::look).running();

        var response = stage.get("/capture/percent%25done");

        assertEquals(400, response.statusCode());
        assertEquals("{\"message\":\"Bad Request\"}", response.body());
    }

    @Test
    void pathParametersAreDecodedAndAnEscapedSlashSeparatesSegments() {
        stage.route("POST /users/{username}/orders/{orderName}", this::look).running();

        stage.post("/users/John%20Doe/orders/Summer%20Sale%202023", "");

        assertEquals(JSON.valueToTree(Map.of("username", "John Doe", "orderName", "Summer Sale 2023")), seen.path("pathParameters"));
        assertEquals(404, stage.post("/users/John%2FDoe/orders/1", "").statusCode());
    }

    /** Developer Guide, payload format 2.0: duplicate query strings are combined with commas; rawQueryString stays encoded. */
    @Test
    void theQueryStringArrivesRawAndDecoded() {
        stage.route("GET /x", this::look).running();
        String query = "repeat=one&repeat=two&redirect=https%3A%2F%2Fexample.com%2Fa%2Fb&literalPlus=a+b&encodedPlus=a%2Bb&empty=&bare&%E8%8C%B6=1";

        stage.get("/x?" + query);

        assertEquals(query, seen.path("rawQueryString").asText());
        assertEquals(JSON.valueToTree(Map.of("repeat", "one,two", "redirect", "https://example.com/a/b", "literalPlus", "a b", "encodedPlus", "a+b", "empty", "",
                "bare", "", "茶", "1")), seen.path("queryStringParameters"));
    }

    /** Developer Guide, Routes: full match, then greedy path variable, then $default; a method goes before ANY. */
    @ParameterizedTest
    @CsvSource({
        "GET, /pets/dog/1, full",
        "GET, /pets/dog/2, variable",
        "GET, /pets/cat/1, greedy",
        "POST, /test/5, any greedy",
        "GET, /, default",
        "HEAD, /heads, head",
        "OPTIONS, /heads, options"
    })
    void routesAreSelectedAsTheDeveloperGuideSays(String method, String path, String expected) {
        stage.route("GET /pets/dog/1", named("full")).route("GET /pets/dog/{id}", named("variable")).route("GET /pets/{proxy+}", named("greedy"))
                .route("ANY /{proxy+}", named("any greedy")).route("$default $default", named("default"))
                .route("HEAD /heads", named("head")).route("OPTIONS /heads", named("options")).running();

        assertEquals(expected, stage.send(method, path, new byte[0]).headers().firstValue("x-route").orElseThrow());
    }

    @Test
    void aHeadRequestIsNotAGetRequest() {
        stage.route("GET /x", named("get")).running();

        assertEquals(404, stage.send("HEAD", "/x", new byte[0]).statusCode());
    }

    private byte[] look(byte[] event) {
        try {
            seen = JSON.readTree(event);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        return StandIn.bytes("{\"statusCode\":200}");
    }

    private static String named(String route) {
        return "{\"statusCode\":200,\"headers\":{\"x-route\":\"" + route + "\"},\"body\":\"\"}";
    }
}
