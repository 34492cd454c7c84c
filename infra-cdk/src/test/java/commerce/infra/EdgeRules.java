package commerce.infra;

import static commerce.infra.Rule.ofEvery;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Who may pass the front door, and how many at once. */
final class EdgeRules {

    private static final String STAGE = "AWS::ApiGatewayV2::Stage";
    /** The catalogue is for everybody; a webhook proves itself by its provider's signature over the raw body. */
    static final Set<String> PUBLIC = Set.of("GET /products", "GET /products/{sku}", "POST /webhooks/{provider}");

    static final Rule TOKEN = ofEvery("AWS::ApiGatewayV2::Route", "every route but the public ones asks for a token with a scope",
            (templates, route) -> PUBLIC.contains(route.property("RouteKey").asText())
            || route.property("AuthorizationType").asText().equals("JWT") && route.property("AuthorizationScopes").size() == 1
                    && templates.target(route.stack(), route.property("AuthorizerId")).filter(authorizer -> authorizer.type().equals("AWS::ApiGatewayV2::Authorizer")).isPresent());

    static final Rule SCOPE = ofEvery("AWS::ApiGatewayV2::Route", "only an administrator's token opens a route below /admin",
            (templates, route) -> PUBLIC.contains(route.property("RouteKey").asText())
            || route.property("RouteKey").asText().contains(" /admin/") == route.property("AuthorizationScopes/0").asText("admin").equals("admin"));

    static final Rule AUTHORIZER = ofEvery("AWS::ApiGatewayV2::Authorizer", "every token is checked for the configured issuer and audience",
            (templates, authorizer) -> authorizer.property("AuthorizerType").asText().equals("JWT")
            && authorizer.property("JwtConfiguration/Issuer").asText().equals(templates.config().tokens().issuer())
            && authorizer.property("JwtConfiguration/Audience").toString().equals("[\"" + templates.config().tokens().audience() + "\"]"));

    static final Rule THROTTLED = ofEvery(STAGE, "every route is throttled", (templates, stage) -> stage.property("DefaultRouteSettings/ThrottlingRateLimit").asInt() > 0
            && stage.property("DefaultRouteSettings/ThrottlingBurstLimit").asInt() > 0 && stage.property("RouteSettings").isMissingNode());

    static final Rule LOGGED = ofEvery(STAGE, "every request is logged in one line",
            (templates, stage) -> !stage.property("AccessLogSettings/Format").asText("\n").contains("\n")
            && templates.target(stage.stack(), stage.property("AccessLogSettings/DestinationArn")).filter(group -> group.type().equals("AWS::Logs::LogGroup")).isPresent());

    static final Rule CALLERS = ofEvery("AWS::Lambda::Permission", "a service may call a function only for one route or rule of ours",
            (templates, permission) -> Stream.of("apigateway.amazonaws.com", "events.amazonaws.com").anyMatch(permission.property("Principal").asText()::equals) && !permission.property("SourceArn").isMissingNode());

    static final Rule MAY_CALL = ofEvery("AWS::ApiGatewayV2::Route", "every route may call its function", EdgeRules::mayCall);

    static final List<Rule> ALL = List.of(TOKEN, SCOPE, AUTHORIZER, THROTTLED, LOGGED, CALLERS, MAY_CALL);

    private EdgeRules() {}

    private static boolean mayCall(Templates templates, Templates.Resource route) {
        var integration = templates.target(route.stack(), route.property("Target").path("Fn::Join").path(1).path(1)).orElseThrow();
        var alias = templates.text(integration.stack(), integration.property("IntegrationUri"));
        var path = route.property("RouteKey").asText().replaceFirst("^[A-Z]+ ", "");
        return templates.ofType("AWS::Lambda::Permission").anyMatch(permission -> permission.property("Principal").asText().equals("apigateway.amazonaws.com")
                && templates.text(permission.stack(), permission.property("FunctionName")).equals(alias)
                && templates.text(permission.stack(), permission.property("SourceArn")).endsWith("/*/*" + path));
    }
}
