package commerce.local.stage.edge;

import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.StageModel;
import commerce.local.stage.edge.JwtCheck.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The way of one request through the HTTP API: limits, route, CORS, authorizer, function, answer. Safe for any number of threads.
 *
 * <p>A function that fails or runs into its own time-out is the gateway's 500; a function the gateway no longer waits for, or of
 * which as many run as may, is its 503.
 */
final class Gateway implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Gateway.class);
    /** API Gateway's limit of the request line and all header values together. */
    static final int MAX_HEAD_BYTES = 10_240;
    /** Lambda's limit of an event; a body of 10 MB never gets through to a function, nor one of 5 MB in Base64. */
    static final int MAX_EVENT_BYTES = 6 * 1024 * 1024;
    /** Lambda's limit of an answer: a hundred bytes more than of an event. */
    static final int MAX_ANSWER_BYTES = MAX_EVENT_BYTES + 100;

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
        String requestId = RequestIds.next();
        return answered(request, requestId).with(Map.of("apigw-requestid", requestId));
    }

    private Response answered(Request request, String requestId) {
        if (headBytes(request) > MAX_HEAD_BYTES) {
            return Response.headerFieldsTooLarge();
        }
        Optional<String> path = UrlText.path(request.rawPath());
        if (path.isEmpty()) {
            return Response.badRequest();
        }
        Optional<RouteTable.Match> match = routes.find(request.method(), path.get());
        if (cors.isPreflight(request)) {
            // An ANY or $default route takes preflight requests too, with its authorizer; otherwise no route is asked.
            return match.flatMap(found -> refusal(authorized(request, found.route()), found.route())).orElseGet(() -> cors.preflight(request));
        }
        return cors.decorate(request, match.map(found -> routed(request, found, requestId)).orElseGet(() -> Response.message(404, "Not Found")));
    }

    private static int headBytes(Request request) {
        int bytes = request.method().length() + request.rawPath().length() + request.rawQuery().length() + request.protocol().length() + 3;
        for (var values : request.headers().values()) {
            for (var value : values) {
                bytes += value.length();
            }
        }
        return bytes;
    }

    private Response routed(Request request, RouteTable.Match match, String requestId) {
        Optional<Verdict> verdict = authorized(request, match.route());
        return refusal(verdict, match.route())
                .orElseGet(() -> invoked(request, match, verdict.map(Verdict.Allowed.class::cast), requestId));
    }

    /** Empty if everybody may call the route. */
    private Optional<Verdict> authorized(Request request, StageModel.Route route) {
        return route.authorizer().map(authorizer -> jwtCheck.check(authorizer, route.scopes(), request.header("authorization")));
    }

    private static Optional<Response> refusal(Optional<Verdict> verdict, StageModel.Route route) {
        return verdict.flatMap(said -> switch (said) {
            case Verdict.Allowed allowed -> Optional.empty();
            case Verdict.Unauthorized(String why) -> Optional.of(Response.message(401, "Unauthorized").with(Map.of("www-authenticate",
                    why.isEmpty() ? "Bearer" : "Bearer scope=\"\" error=\"invalid_token\" error_description=\"" + why + "\"")));
            case Verdict.Forbidden() -> Optional.of(Response.message(403, "Forbidden").with(Map.of("www-authenticate",
                    "Bearer scope=\"" + String.join(" ", route.scopes().stream().sorted().toList()) + "\" error=\"insufficient_scope\"")));
        });
    }

    private Response invoked(Request request, RouteTable.Match match, Optional<Verdict.Allowed> caller, String requestId) {
        byte[] event = payload.event(request, match, caller, requestId, clock.instant());
        if (event.length > MAX_EVENT_BYTES) {
            return Response.requestEntityTooLarge();
        }
        StageModel.Route route = match.route();
        return switch (invoke(route, event)) {
            case null -> Response.serviceUnavailable();
            case InvocationResult.Answered answered when answered.payload().length > MAX_ANSWER_BYTES -> {
                LOG.warnf("%s: %s answered %d bytes, more than Lambda hands on", route.routeKey(), route.operation(), answered.payload().length);
                yield Response.internalServerError();
            }
            case InvocationResult.Answered answered -> FunctionAnswer.map(answered.payload());
            case InvocationResult.Failed failed -> {
                LOG.warnf("%s: %s failed with %s: %s", route.routeKey(), route.operation(), failed.errorType(), failed.errorMessage());
                yield failed.throttled() ? Response.serviceUnavailable() : Response.internalServerError();
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
