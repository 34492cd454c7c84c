package commerce.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.CfnStage.AccessLogSettingsProperty;
import software.amazon.awscdk.services.apigatewayv2.CfnStage.RouteSettingsProperty;
import software.amazon.awscdk.services.apigatewayv2.CorsHttpMethod;
import software.amazon.awscdk.services.apigatewayv2.CorsPreflightOptions;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpJwtAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/** The front door: every context's routes, who may pass, how many at once. */
final class EdgeStack extends Stack {

    private static final String ACCESS_LOG_LINE = """
            {"requestId":"$context.requestId","at":"$context.requestTime","ip":"$context.identity.sourceIp","route":"$context.routeKey",\
            "status":"$context.status","milliseconds":"$context.responseLatency","tenant":"$context.authorizer.claims.tenant",\
            "subject":"$context.authorizer.claims.sub","refused":"$context.authorizer.error","failed":"$context.integrationErrorMessage"}""";

    EdgeStack(Construct scope, Deployment deployment, PlatformStack platform, List<ContextStack> contexts) {
        super(scope, "Edge", PlatformStack.props(deployment, "Edge", "The front door of Commerce Functions"));
        var config = deployment.config();
        var api = HttpApi.Builder.create(this, "Api")
                .apiName(deployment.names().prefix())
                .description("Commerce Functions, " + config.environment())
                .createDefaultStage(false)
                .corsPreflight(cors(config.front()))
                .build();
        stage(api, deployment);
        var tokens = HttpJwtAuthorizer.Builder.create("Tokens", config.tokens().issuer()).jwtAudience(List.of(config.tokens().audience())).build();
        for (var context : contexts) {
            context.routes().forEach(route -> add(api, tokens, route));
        }
        // A 503 now and then is an answer: a conflict that lasted. Several are an outage.
        Alarms.to(platform.alarmTopic()).from(5, this, "ServerErrors", Alarms.ofAws("ApiGateway", "5xx", "Sum", Map.of("ApiId", api.getApiId())),
                "callers were answered 5xx several times within five minutes: see the access log for the route, then its function's log");
        new ShopDashboard(this, deployment.names(), api.getApiId(), deployment.names().workflowArn(this, "Checkout"));
        CfnOutput.Builder.create(this, "Url").description("Where the API is served").value(api.getApiEndpoint()).build();
    }

    private static void add(HttpApi api, HttpJwtAuthorizer tokens, Route route) {
        var options = AddRoutesOptions.builder()
                .path(route.path())
                .methods(List.of(HttpMethod.valueOf(route.method())))
                .integration(new HttpLambdaIntegration(route.operation().name(), route.operation().alias()));
        if (route.access() != Access.PUBLIC) {
            options.authorizer(tokens).authorizationScopes(route.access().scopes());
        }
        api.addRoutes(options.build());
    }

    private static CorsPreflightOptions cors(DeploymentConfig.Front front) {
        return CorsPreflightOptions.builder()
                .allowOrigins(front.allowedOrigins())
                .allowMethods(List.of(CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT))
                .allowHeaders(List.of("authorization", "content-type", "idempotency-key"))
                .exposeHeaders(List.of("location"))
                .maxAge(Duration.hours(1))
                .build();
    }

    /** Deployed by itself at every change. One JSON line in the log for each request, with what a complaint can be traced by. */
    private void stage(HttpApi api, Deployment deployment) {
        var config = deployment.config();
        var logs = LogGroup.Builder.create(this, "AccessLogs")
                .logGroupName("/aws/vendedlogs/http-api/" + deployment.names().prefix())
                .retention(config.data().logs())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        CfnStage.Builder.create(this, "Stage")
                .apiId(api.getApiId())
                .stageName("$default")
                .autoDeploy(true)
                .defaultRouteSettings(RouteSettingsProperty.builder().throttlingRateLimit(config.front().requestsPerSecond()).throttlingBurstLimit(config.front().burst()).build())
                .accessLogSettings(AccessLogSettingsProperty.builder().destinationArn(logs.getLogGroupArn()).format(ACCESS_LOG_LINE).build())
                .build();
    }
}
