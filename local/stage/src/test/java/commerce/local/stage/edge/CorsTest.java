package commerce.local.stage.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.StageModel.Cors;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CORS as the gateway does it, before any route and any authorizer. */
class CorsTest {

    private static final Cors RULES = new Cors(Set.of("https://shop.test"), Set.of("POST", "GET"), Set.of("authorization"), Set.of("location"), false, Duration.ofHours(1));
    private final StandIn stage = new StandIn();

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aPreflightIsAnsweredByTheGatewayEvenForAGuardedRoute() {
        stage.cors(RULES).guarded("POST /orders", Set.of("shop"), event -> event).running();

        HttpResponse<String> response = preflight("https://shop.test");

        assertEquals(204, response.statusCode());
        assertEquals("https://shop.test", header(response, "access-control-allow-origin"));
        assertEquals("GET,POST", header(response, "access-control-allow-methods"));
        assertEquals("authorization", header(response, "access-control-allow-headers"));
        assertEquals("3600", header(response, "access-control-max-age"));
    }

    @Test
    void aForeignOriginGetsNoPermission() {
        stage.cors(RULES).route("GET /x", "{\"statusCode\":200}").running();

        assertEquals("", header(preflight("https://evil.test"), "access-control-allow-origin"));
        assertEquals("", header(stage.get("/x", "Origin", "https://evil.test"), "access-control-allow-origin"));
    }

    @Test
    void theGatewaysHeadersReplaceThoseOfAFunctionAndStandOnItsOwnErrorsToo() {
        stage.cors(RULES).route("GET /x", "{\"statusCode\":200,\"headers\":{\"Access-Control-Allow-Origin\":\"*\"}}").running();

        HttpResponse<String> response = stage.get("/x", "Origin", "https://shop.test");
        assertEquals("https://shop.test", header(response, "access-control-allow-origin"));
        assertEquals(1, response.headers().allValues("access-control-allow-origin").size());
        assertEquals("location", header(response, "access-control-expose-headers"));
        assertEquals("https://shop.test", header(stage.get("/nothing", "Origin", "https://shop.test"), "access-control-allow-origin"));
    }

    /** Developer Guide, Configure CORS: API Gateway ignores CORS headers returned from your backend integration. */
    @Test
    void whatAFunctionSaysAboutCorsIsIgnoredForAForeignOriginToo() {
        stage.cors(RULES).route("GET /x", "{\"statusCode\":200,\"headers\":{\"Access-Control-Allow-Origin\":\"*\",\"Access-Control-Allow-Credentials\":\"true\"}}").running();

        assertEquals("", header(stage.get("/x", "Origin", "https://evil.test"), "access-control-allow-origin"));
        assertEquals("", header(stage.get("/x", "Origin", "https://evil.test"), "access-control-allow-credentials"));
        assertEquals("", header(stage.get("/x"), "access-control-allow-origin"));
    }

    /** Developer Guide, Configure CORS: a $default route with an authorizer catches OPTIONS, which then needs authorization. */
    @Test
    void aCatchAllRouteWithAnAuthorizerRefusesPreflightsUnlessAnOpenOptionsRouteGoesBeforeIt() {
        stage.cors(RULES).guarded("ANY /{proxy+}", Set.of("shop"), event -> event).route("OPTIONS /orders", "{\"statusCode\":200}").running();

        assertEquals(204, preflight("https://shop.test").statusCode());
        assertEquals(401, stage.send("OPTIONS", "/elsewhere", new byte[0], "Origin", "https://shop.test", "Access-Control-Request-Method", "POST").statusCode());
    }

    /** Developer Guide, Configure CORS: only a request with Origin and Access-Control-Request-Method is a preflight request. */
    @Test
    void anOptionsRequestThatIsNoPreflightIsRoutedLikeAnyOther() {
        stage.cors(RULES).route("GET /x", "{\"statusCode\":200}").route("OPTIONS /y", "{\"statusCode\":200,\"body\":\"mine\"}").running();

        assertEquals(404, stage.send("OPTIONS", "/x", new byte[0]).statusCode());
        assertEquals("mine", stage.send("OPTIONS", "/y", new byte[0]).body());
    }

    @Test
    void withoutCorsRulesAPreflightIsAnUnknownRoute() {
        stage.route("GET /x", "{\"statusCode\":200}").running();

        assertEquals(404, preflight("https://shop.test").statusCode());
        assertTrue(header(stage.get("/x", "Origin", "https://shop.test"), "access-control-allow-origin").isEmpty());
    }

    private HttpResponse<String> preflight(String origin) {
        return stage.send("OPTIONS", "/orders", new byte[0], "Origin", origin, "Access-Control-Request-Method", "POST");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
