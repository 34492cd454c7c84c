package commerce.local.stage.edge;

import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.StageModel;
import commerce.local.stage.edge.JwtCheck.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The way of one request through the HTTP API: CORS, route, authorizer, function, answer. Safe for any number of threads.
 *
 * <p>A function that fails or runs into its own time-out is the gateway's 500; a function the gateway no longer waits for is its 503.
 */
final class Gateway implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Gateway.class);

    private final RouteTable routes;
    private final CorsRules cors;
    private final JwtCheck jwtCheck;
    private final PayloadV2 payload;
    private final FunctionHost functions;
    private final Clock clock;
    private final ExecutorService invocations = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("invocation-", 0).factory());

    Gateway(StageModel model, FunctionHost functions, Clock clock, TokenIssuer issuer) {
        this.routes = new RouteTable(model.routes());
        this.cors = new CorsRules(model.cors());
        this.jwtCheck = new JwtCheck(issuer.publicKey(), clock);
        this.payload = new PayloadV2(model.account());
        this.functions = functions;
        this.clock = clock;
    }

    Response handle(Request request) {
        String requestId = UUID.randomUUID().toString();
        Response response = cors.preflight(request).orElseGet(() -> cors.decorate(request, routed(request, requestId)));
        return response.with(Map.of("apigw-requestid", requestId));
    }

    private Response routed(Request request, String requestId) {
        Optional<RouteTable.Match> match = routes.find(request.method(), request.rawPath());
        if (match.isEmpty()) {
            return Response.message(404, "Not Found");
        }
        StageModel.Route route = match.get().route();
        if (route.authorizer().isEmpty()) {
            return invoked(request, match.get(), Optional.empty(), requestId);
        }
        return switch (jwtCheck.check(route.authorizer().get(), route.scopes(), request.header("authorization"))) {
            case Verdict.Allowed allowed -> invoked(request, match.get(), Optional.of(allowed), requestId);
            case Verdict.Unauthorized(String why) -> Response.message(401, "Unauthorized").with(Map.of("www-authenticate",
                    why.isEmpty() ? "Bearer" : "Bearer scope=\"\" error=\"invalid_token\" error_description=\"" + why + "\""));
            case Verdict.Forbidden() -> Response.message(403, "Forbidden").with(Map.of("www-authenticate",
                    "Bearer scope=\"" + String.join(" ", route.scopes().stream().sorted().toList()) + "\" error=\"insufficient_scope\""));
        };
    }

    private Response invoked(Request request, RouteTable.Match match, Optional<Verdict.Allowed> caller, String requestId) {
        byte[] event = payload.event(request, match, caller, requestId, clock.instant());
        StageModel.Route route = match.route();
        return switch (invoke(route, event)) {
            case null -> Response.serviceUnavailable();
            case InvocationResult.Answered answered -> FunctionAnswer.map(answered.payload());
            case InvocationResult.Failed failed -> {
                LOG.warnf("%s: %s failed with %s: %s", route.routeKey(), route.operation(), failed.errorType(), failed.errorMessage());
                yield Response.internalServerError();
            }
        };
    }

    /** The function's result, or null if it took longer than the gateway waits; it runs on then, nobody hears its answer. */
    private InvocationResult invoke(StageModel.Route route, byte[] event) {
        Duration patience = route.integrationTimeout();
        Future<InvocationResult> invocation = invocations.submit(() -> functions.invoke(route.operation(), event));
        try {
            return invocation.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLate) {
            LOG.warnf("%s: %s did not answer within %s", route.routeKey(), route.operation(), patience);
            return null;
        } catch (ExecutionException broken) {
            throw new IllegalStateException(route.operation() + " could not be invoked", broken.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Invocations that still run are interrupted: the stage is going down. */
    @Override
    public void close() {
        invocations.shutdownNow();
    }
}
