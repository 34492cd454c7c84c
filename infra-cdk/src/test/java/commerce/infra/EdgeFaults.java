package commerce.infra;

import static commerce.infra.Fault.in;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/** Doors left open. */
final class EdgeFaults {

    private static final String STAGE = "AWS::ApiGatewayV2::Stage";

    static final List<Fault> ALL = List.of(
            inRoute("POST /orders", EdgeRules.TOKEN, "a route without a token", route -> route.put("AuthorizationType", "NONE")),
            inRoute("GET /orders", EdgeRules.TOKEN, "a route for every token", route -> route.putArray("AuthorizationScopes").add("shop").add("admin")),
            inRoute("PUT /admin/products/{sku}", EdgeRules.SCOPE, "an administrator's route for every customer", route -> route.putArray("AuthorizationScopes").add("shop")),
            in("AWS::ApiGatewayV2::Authorizer", "ApiTokens", "JwtConfiguration", EdgeRules.AUTHORIZER, "tokens of another issuer", tokens -> tokens.put("Issuer", "https://elsewhere.example/")),
            in("AWS::ApiGatewayV2::Authorizer", "ApiTokens", "JwtConfiguration", EdgeRules.AUTHORIZER, "tokens for another audience", tokens -> tokens.putArray("Audience").add("everybody")),
            in(STAGE, "Stage", "", EdgeRules.THROTTLED, "routes that are not throttled", stage -> stage.remove("DefaultRouteSettings")),
            in(STAGE, "Stage", "", EdgeRules.THROTTLED, "a route with a throttle of its own that is none", stage -> stage.putObject("RouteSettings").putObject("GET /products")),
            in(STAGE, "Stage", "", EdgeRules.LOGGED, "requests that nobody sees", stage -> stage.remove("AccessLogSettings")),
            new Fault("a function that anything of a service may call", EdgeRules.CALLERS, "Planted", EdgeFaults::openToAnyBucket),
            Fault.without("AWS::Lambda::Permission", "ApiPOSTordersPlaceOrderPermission", EdgeRules.MAY_CALL, "Edge/ApiPOSTorders", "a route that may not call its function"));

    private EdgeFaults() {}

    private static void openToAnyBucket(Templates templates) {
        var permission = templates.one("AWS::Lambda::Permission", "ApiPOSTordersPlaceOrderPermission").body().<ObjectNode>deepCopy();
        ((ObjectNode) permission.path("Properties")).put("Principal", "s3.amazonaws.com").remove("SourceArn");
        templates.add(new Templates.Resource("Edge", "Planted", permission));
    }

    private static Fault inRoute(String key, Rule rule, String name, Consumer<ObjectNode> change) {
        return new Fault(name, rule, "Edge/Api" + key.replaceAll("[ /]", "").replaceAll("\\{.*", ""), templates ->
                change.accept(templates.ofType("AWS::ApiGatewayV2::Route").filter(route -> route.property("RouteKey").asText().equals(key)).findFirst().orElseThrow().properties()));
    }
}
