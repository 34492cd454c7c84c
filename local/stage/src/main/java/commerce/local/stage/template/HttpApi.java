package commerce.local.stage.template;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.StageModel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the HTTP API: routes with what guards them and what is behind them. */
final class HttpApi {

    private static final int DEFAULT_INTEGRATION_MILLIS = 30_000;

    private final Resolver resolver;
    private final List<Resource> resources;
    private final Functions functions;

    HttpApi(Resolver resolver, List<Resource> resources, Functions functions) {
        this.resolver = resolver;
        this.resources = resources;
        this.functions = functions;
        if (TemplateReader.ofType(resources, "AWS::ApiGatewayV2::Api").size() > 1) {
            throw new UnsupportedTemplate("more than one HTTP API: one front door cannot serve them all");
        }
    }

    List<StageModel.Route> routes() {
        return TemplateReader.ofType(resources, "AWS::ApiGatewayV2::Route").stream().map(this::route).toList();
    }

    private StageModel.Route route(Resource route) {
        var properties = resolver.properties(route);
        var key = properties.path("RouteKey").asText().split(" ", 2);
        if (key.length < 2) {
            throw new UnsupportedTemplate(route.address() + ": the route key " + properties.path("RouteKey").asText() + " is not supported");
        }
        var target = properties.path("Target").asText();
        var integration = resolver.properties(referenced(route, "AWS::ApiGatewayV2::Integration", target.substring(target.lastIndexOf('/') + 1)));
        if (!integration.path("PayloadFormatVersion").asText().equals("2.0")) {
            throw new UnsupportedTemplate(route.address() + ": only payload format 2.0 is supported");
        }
        return new StageModel.Route(
                key[0],
                key[1],
                functions.operation(integration.path("IntegrationUri").asText(), route.address()),
                authorizer(route, properties),
                set(properties.path("AuthorizationScopes")),
                Duration.ofMillis(integration.path("TimeoutInMillis").asInt(DEFAULT_INTEGRATION_MILLIS)));
    }

    private Optional<StageModel.JwtAuthorizer> authorizer(Resource route, JsonNode properties) {
        return switch (properties.path("AuthorizationType").asText("NONE")) {
            case "NONE" -> Optional.empty();
            case "JWT" -> {
                var jwt = resolver.property(referenced(route, "AWS::ApiGatewayV2::Authorizer", properties.path("AuthorizerId").asText()), "JwtConfiguration");
                yield Optional.of(new StageModel.JwtAuthorizer(jwt.path("Issuer").asText(), set(jwt.path("Audience"))));
            }
            case String other -> throw new UnsupportedTemplate(route.address() + ": the authorization type " + other + " is not supported");
        };
    }

    private Resource referenced(Resource route, String type, String id) {
        return TemplateReader.ofType(resources, type).stream().filter(resource -> resolver.ref(resource).equals(id)).findFirst()
                .orElseThrow(() -> new UnsupportedTemplate(route.address() + " refers to " + id + ", which no stack has"));
    }

    Optional<StageModel.Cors> cors() {
        return TemplateReader.ofType(resources, "AWS::ApiGatewayV2::Api").stream()
                .map(api -> resolver.property(api, "CorsConfiguration"))
                .filter(JsonNode::isObject)
                .findFirst()
                .map(cors -> new StageModel.Cors(
                        set(cors.path("AllowOrigins")),
                        set(cors.path("AllowMethods")),
                        set(cors.path("AllowHeaders")),
                        set(cors.path("ExposeHeaders")),
                        cors.path("AllowCredentials").asBoolean(),
                        Duration.ofSeconds(cors.path("MaxAge").asInt(0))));
    }

    private static Set<String> set(JsonNode array) {
        var values = new LinkedHashSet<String>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }
}
