package commerce.local.stage.controls;

import commerce.kernel.Body;
import commerce.kernel.Json;
import commerce.kernel.Problem;
import commerce.kernel.ProblemException;
import commerce.local.stage.Stage;
import commerce.local.stage.edge.LocalEndpoints;
import commerce.local.stage.edge.Request;
import commerce.local.stage.edge.Response;
import commerce.local.stage.edge.TokenIssuer;
import commerce.local.stage.secrets.DevelopmentSecrets;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.Set;
import java.util.function.Supplier;

/** Knows the paths under {@code /local} and leads each request to its control. */
@Singleton
public class Controls implements LocalEndpoints {

    /** The whole list; {@code *} stands for one segment. */
    private static final Map<String, Set<String>> PATHS = Map.ofEntries(
            Map.entry("/local", Set.of("GET")),
            Map.entry("/local/health", Set.of("GET")),
            Map.entry("/local/token", Set.of("POST")),
            Map.entry("/local/clock", Set.of("GET", "POST")),
            Map.entry("/local/reset", Set.of("POST")),
            Map.entry("/local/payments/*", Set.of("GET", "POST")),
            Map.entry("/local/keys/*", Set.of("GET")),
            Map.entry("/local/executions", Set.of("GET")),
            Map.entry("/local/executions/*", Set.of("GET")),
            Map.entry("/local/redelivery", Set.of("POST")),
            Map.entry("/local/faults", Set.of("GET", "POST", "DELETE")),
            Map.entry("/local/metrics", Set.of("GET")),
            Map.entry("/local/metrics/reset", Set.of("POST")));

    private final TokenControl tokens;
    private final PaymentControl payments;
    private final KeysControl keys;
    private final ClockControl clock = new ClockControl();
    private final ExecutionsControl executions = new ExecutionsControl();
    private final FaultControl faults = new FaultControl();
    private final MetricsControl metrics = new MetricsControl();
    private final IndexPage index = new IndexPage();
    private volatile Stage stage;

    @Inject
    public Controls(TokenIssuer issuer, ProvidersPart providers) {
        this(issuer, providers, providers::secrets);
    }

    /** @param secrets the accounts at the simulated providers; null before the stage is open */
    Controls(TokenIssuer issuer, PaymentSimulators simulators, Supplier<DevelopmentSecrets> secrets) {
        this.tokens = new TokenControl(issuer);
        this.payments = new PaymentControl(simulators);
        this.keys = new KeysControl(secrets);
    }

    @Override
    public void start(Stage running) {
        stage = running;
    }

    @Override
    public void stop() {
        stage = null;
    }

    @Override
    public Response handle(Request request) {
        Stage running = stage;
        if (running == null) {
            return Answers.json(503, Json.object().put("status", "STARTING"));
        }
        try {
            return dispatch(running, request);
        } catch (ProblemException wrong) {
            return Answers.problem(wrong.problem());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Answers.problem(Problem.tryAgain("the stage is being stopped"));
        }
    }

    private Response dispatch(Stage running, Request request) throws InterruptedException {
        String path = request.rawPath().length() > 1 && request.rawPath().endsWith("/")
                ? request.rawPath().substring(0, request.rawPath().length() - 1) : request.rawPath();
        List<String> segments = Arrays.asList(path.substring(1).split("/"));
        boolean named = segments.size() == 3 && Set.of("payments", "keys", "executions").contains(segments.get(1));
        String pattern = named ? "/local/" + segments.get(1) + "/*" : path;
        Set<String> methods = PATHS.get(pattern);
        if (methods == null) {
            return Answers.problem(Problem.notFound("control", "there is no " + path + "; the controls are " + new TreeSet<>(PATHS.keySet())));
        }
        if (!methods.contains(request.method())) {
            return Answers.problem(new Problem("urn:commerce:problem:method-not-allowed", "Not a method of this control", 405,
                    pattern + " knows " + new TreeSet<>(methods), null, Map.of()));
        }
        return switch (request.method() + " " + pattern) {
            case "GET /local" -> index.show(running);
            case "GET /local/health" -> Answers.json(Json.object().put("status", "UP").put("port", running.port()).put("aws", running.awsEndpoint().toString()));
            case "POST /local/token" -> tokens.issue(running.model(), running.clock(), body(request));
            case "GET /local/clock" -> clock.show(running);
            case "POST /local/clock" -> clock.advance(running, body(request));
            case "POST /local/reset" -> reset(running);
            case "GET /local/payments/*" -> payments.show(segments.get(2));
            case "POST /local/payments/*" -> payments.settle(segments.get(2), body(request));
            case "GET /local/keys/*" -> keys.show(segments.get(2), request);
            case "GET /local/executions" -> executions.list(running, new Query(request.rawQuery()));
            case "GET /local/executions/*" -> executions.show(running, segments.get(2));
            // Visibility time-outs stay on the wall clock, three minutes that nobody wants to wait for.
            case "POST /local/redelivery" -> Answers.json(Json.object().put("messages", running.redeliverNow()));
            case "GET /local/faults" -> faults.show(running);
            case "POST /local/faults" -> faults.arm(running, body(request));
            case "DELETE /local/faults" -> faults.disarm(running);
            case "GET /local/metrics" -> metrics.show(running, new Query(request.rawQuery()));
            case "POST /local/metrics/reset" -> metrics.clear(running);
            default -> throw new IllegalStateException("a path without a control: " + pattern);
        };
    }

    private static Response reset(Stage running) throws InterruptedException {
        try {
            running.reset();
            return Answers.json(Json.object().put("status", "EMPTY"));
        } catch (IllegalStateException neverQuiet) {
            return Answers.problem(Problem.tryAgain(neverQuiet.getMessage()));
        }
    }

    private static Body body(Request request) {
        return Body.parse(new String(request.body(), StandardCharsets.UTF_8));
    }
}
