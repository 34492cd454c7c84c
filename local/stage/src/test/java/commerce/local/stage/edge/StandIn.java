package commerce.local.stage.edge;

import commerce.local.asl.StepFunctions;
import commerce.local.stage.FaultInjector;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Stage;
import commerce.local.stage.StageMetrics;
import commerce.local.stage.StageModel;
import commerce.local.stage.StageModel.Cors;
import commerce.local.stage.StageModel.Function;
import commerce.local.stage.StageModel.JwtAuthorizer;
import commerce.local.stage.StageModel.Route;
import commerce.local.stage.StageOptions;
import commerce.local.stage.StagePart.StageSetup;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.clock.LiveScheduler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A stage whose functions are lambdas of the test: the real front door on a real socket in front of them, a wall clock that stands still
 * at {@link #NOW}.
 */
public final class StandIn implements Stage {

    public static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    public static final JwtAuthorizer AUTHORIZER = new JwtAuthorizer("https://issuer.test/", Set.of("commerce"));
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** One for all: to make a key pair takes half a second. */
    private static final TokenIssuer ISSUER = new TokenIssuer();

    private final VirtualClock clock = new VirtualClock(Clock.fixed(NOW, ZoneOffset.UTC));
    private final LiveScheduler scheduler = new LiveScheduler(clock);
    private final List<Route> routes = new ArrayList<>();
    private final Map<String, UnaryOperator<byte[]>> functions = new ConcurrentHashMap<>();
    private Optional<Cors> cors = Optional.empty();
    private StepFunctions stepFunctions;
    private StageMetrics metrics;
    private FaultInjector faults;
    private FrontDoor frontDoor;
    private int port;
    private boolean wasReset;

    /** A public route whose function answers with this text as payload. */
    public StandIn route(String routeKey, String answer) {
        return route(routeKey, Optional.empty(), Set.of(), event -> bytes(answer));
    }

    /** A public route in front of this function; what it throws is the function's failure. */
    public StandIn route(String routeKey, UnaryOperator<byte[]> function) {
        return route(routeKey, Optional.empty(), Set.of(), function);
    }

    /** A route behind {@link #AUTHORIZER}. */
    public StandIn guarded(String routeKey, Set<String> scopes, UnaryOperator<byte[]> function) {
        return route(routeKey, Optional.of(AUTHORIZER), scopes, function);
    }

    private StandIn route(String routeKey, Optional<JwtAuthorizer> authorizer, Set<String> scopes, UnaryOperator<byte[]> function) {
        String[] parts = routeKey.split(" ");
        routes.add(new Route(parts[0], parts[1], routeKey, authorizer, scopes, Duration.ofSeconds(10)));
        functions.put(routeKey, function);
        return this;
    }

    /** The gateway waits for functions no longer than that. */
    public StandIn impatient(Duration patience) {
        routes.replaceAll(route -> new Route(route.method(), route.path(), route.operation(), route.authorizer(), route.scopes(), patience));
        return this;
    }

    public StandIn cors(Cors rules) {
        cors = Optional.of(rules);
        return this;
    }

    public StandIn with(StepFunctions machines, StageMetrics counters, FaultInjector injector) {
        stepFunctions = machines;
        metrics = counters;
        faults = injector;
        return this;
    }

    /** Opens the front door without starting it. */
    public StandIn open(LocalEndpoints local) {
        frontDoor = new FrontDoor(ISSUER, local);
        try {
            frontDoor.open(new StageOptions(0, Optional.empty(), Path.of("."), Path.of(".")), new StageSetup() {
                @Override
                public void parameter(String name, String value) {}

                @Override
                public void secret(String logicalId, String value) {}

                @Override
                public void frontDoorPort(int taken) {
                    port = taken;
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    public StandIn start() {
        frontDoor.start(this);
        return this;
    }

    /** Opened and started, with nothing but 404 under {@code /local}. */
    public StandIn running() {
        return open(new LocalEndpoints() {
            @Override
            public void start(Stage stage) {}

            @Override
            public void stop() {}

            @Override
            public Response handle(Request request) {
                return Response.of(200, "text/plain", "local " + request.rawPath());
            }
        }).start();
    }

    public TokenIssuer issuer() {
        return ISSUER;
    }

    public boolean wasReset() {
        return wasReset;
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(builder(path, headers).GET());
    }

    public HttpResponse<String> send(String method, String path, byte[] body, String... headers) {
        return send(builder(path, headers).method(method, HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    public HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, bytes(body), headers);
    }

    private HttpRequest.Builder builder(String path, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public StageModel model() {
        return new StageModel("eu-central-1", "000000000000", List.copyOf(routes), cors, Map.<String, Function>of(), Map.of(), Set.of(), Map.of(), List.of(), List.of(),
                Set.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of());
    }

    @Override
    public FunctionHost functions() {
        return new FunctionHost() {
            @Override
            public InvocationResult invoke(String operation, byte[] payload) {
                try {
                    return new InvocationResult.Answered("test", functions.get(operation).apply(payload));
                } catch (IllegalStateException failure) {
                    return new InvocationResult.Failed("test", failure.getMessage(), "it failed", new byte[0]);
                }
            }

            @Override
            public Set<String> operations() {
                return functions.keySet();
            }
        };
    }

    @Override
    public Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public VirtualClock clock() {
        return clock;
    }

    @Override
    public FaultInjector faults() {
        return faults;
    }

    @Override
    public StageMetrics metrics() {
        return metrics;
    }

    @Override
    public StepFunctions stepFunctions() {
        return stepFunctions;
    }

    @Override
    public String secret(String nameOrArn) {
        throw new IllegalArgumentException(nameOrArn);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public URI awsEndpoint() {
        return URI.create("http://127.0.0.1:1");
    }

    @Override
    public int redeliverNow() {
        return 3;
    }

    @Override
    public void advance(Duration by) throws InterruptedException {
        scheduler.advance(by, Duration.ofSeconds(5));
    }

    @Override
    public void reset() {
        wasReset = true;
    }

    @Override
    public void close() {
        frontDoor.close();
        scheduler.close();
    }
}
