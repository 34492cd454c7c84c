package commerce.local.stage.remote;

import commerce.kernel.Body;
import commerce.kernel.Json;
import commerce.kernel.Problem;
import commerce.kernel.ProblemException;
import commerce.local.stage.Stage;
import commerce.local.stage.StageModel;
import commerce.local.stage.controls.Answers;
import commerce.local.stage.controls.PaymentControl;
import commerce.local.stage.controls.PaymentSimulators;
import commerce.local.stage.controls.TokenControl;
import commerce.local.stage.edge.LocalEndpoints;
import commerce.local.stage.edge.Request;
import commerce.local.stage.edge.Response;
import commerce.local.stage.edge.TokenIssuer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The controls under {@code /local} that make sense where the functions run elsewhere: health, tokens, the buyer, the workflows, the
 * calls counted here. Time is the target's own: it is shown and cannot be moved.
 */
final class RemoteControls implements LocalEndpoints {

    private static final Pattern NAMED = Pattern.compile("/local/(payments|executions)/([^/]+)");
    private static final long LONGEST = 366 * 24 * 3600L;
    private static final String ALL = "GET /local/health, POST /local/token, GET and POST /local/clock, GET and POST /local/payments/{paymentId}, GET /local/executions, "
            + "GET /local/executions/{name}, GET /local/metrics";

    private final TokenControl tokens;
    private final PaymentControl payments;
    private final Clock clock;
    private volatile Serving serving;

    /** @param settling how long to wait where a stage would wait until it is quiet */
    private record Serving(String target, int port, Optional<URI> aws, StageModel model, RemoteFunctions functions, RemoteExecutions executions, Duration settling) {}

    RemoteControls(TokenIssuer issuer, PaymentSimulators simulators, Clock clock) {
        this.tokens = new TokenControl(issuer);
        this.payments = new PaymentControl(simulators);
        this.clock = clock;
    }

    void serve(String target, int port, Optional<URI> aws, StageModel model, RemoteFunctions functions, RemoteExecutions executions, Duration settling) {
        serving = new Serving(target, port, aws, model, functions, executions, settling);
    }

    @Override
    public void start(Stage stage) {
        throw new UnsupportedOperationException("these controls belong to a deployed system, not to a stage");
    }

    @Override
    public void stop() {
        serving = null;
    }

    @Override
    public Response handle(Request request) {
        var now = serving;
        if (now == null) {
            return Answers.json(503, Json.object().put("status", "STARTING"));
        }
        try {
            return dispatch(now, request);
        } catch (ProblemException wrong) {
            return Answers.problem(wrong.problem());
        } catch (SdkException unreachable) {
            return Answers.problem(Problem.tryAgain(now.target() + " did not answer as hoped: " + unreachable.getMessage()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Answers.problem(Problem.tryAgain("the front door is being closed"));
        }
    }

    private Response dispatch(Serving now, Request request) throws InterruptedException {
        var named = NAMED.matcher(request.rawPath());
        var what = request.method() + " " + (named.matches() ? "/local/" + named.group(1) + "/*" : request.rawPath());
        return switch (what) {
            case "GET /local/health" -> health(now);
            case "POST /local/token" -> tokens.issue(now.model(), clock, body(request));
            case "GET /local/clock" -> time();
            case "POST /local/clock" -> settle(now, body(request));
            case "GET /local/payments/*" -> payments.show(named.group(2));
            case "POST /local/payments/*" -> payments.settle(named.group(2), body(request));
            case "GET /local/executions" -> now.executions().list();
            case "GET /local/executions/*" -> now.executions().show(named.group(2));
            case "GET /local/metrics" -> metrics(now);
            default -> Answers.problem(Problem.notFound("control", "there is no " + what + " in front of " + now.target() + "; the controls are " + ALL));
        };
    }

    private static Response health(Serving now) {
        var health = Json.object().put("status", "UP").put("port", now.port()).put("target", now.target());
        now.aws().ifPresent(endpoint -> health.put("aws", endpoint.toString()));
        return Answers.json(health);
    }

    private Response time() {
        return Answers.json(Json.object().put("now", clock.instant().toString()).put("aheadSeconds", 0).put("movable", false));
    }

    /** Nobody can say from outside when an emulator is quiet: 0 waits a while, anything else is refused. */
    private Response settle(Serving now, Body body) throws InterruptedException {
        long seconds = body.integer("advanceSeconds", 0, LONGEST);
        body.end();
        if (seconds > 0) {
            return Answers.problem(new Problem("urn:commerce:problem:not-on-this-target", "Only the local stage can do this", 501,
                    "time on " + now.target() + " is its own and cannot be moved; ./commerce up without --on can", "advanceSeconds", Map.of()));
        }
        Thread.sleep(now.settling());
        return time();
    }

    /** Only what passed through this door; what functions did among themselves is the target's to count. */
    private static Response metrics(Serving now) {
        var answer = Json.object();
        answer.set("invocations", Json.tree(now.functions().invocations()));
        return Answers.json(answer);
    }

    private static Body body(Request request) {
        return Body.parse(new String(request.body(), StandardCharsets.UTF_8));
    }
}
