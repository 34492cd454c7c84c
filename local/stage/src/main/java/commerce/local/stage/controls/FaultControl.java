package commerce.local.stage.controls;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Body;
import commerce.kernel.Json;
import commerce.local.stage.FaultInjector.CallFault;
import commerce.local.stage.FaultInjector.Delay;
import commerce.local.stage.FaultInjector.Fault;
import commerce.local.stage.FaultInjector.InvocationFault;
import commerce.local.stage.FaultInjector.KillFault;
import commerce.local.stage.FaultInjector.Point;
import commerce.local.stage.Stage;
import commerce.local.stage.edge.Response;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * {@code /local/faults}: makes the next invocations of an operation fail.
 *
 * <ul>
 *   <li>{@code BEFORE}: Lambda fails before the function runs; {@code AFTER}: its answer is lost after it ran. The caller sees
 *       {@code errorType}, {@code Lambda.ServiceException} unless said, which is worth a retry.
 *   <li>{@code TIMEOUT}, {@code TIMEOUT_AFTER}: the caller sees a time-out; the function did not run, or ran to its end.
 *   <li>{@code ERROR}: the function throws something nobody foresaw; {@code java.lang.IllegalStateException} unless said.
 *   <li>{@code CALL_BEFORE}, {@code CALL_AFTER}: an SDK call of the function ({@code service}, {@code call}, {@code *} for any) is answered
 *       with {@code status} and {@code code} and has had no effect, or has.
 *   <li>{@code KILL_BEFORE}, {@code KILL_AFTER}: the function dies at the {@code nth} of its SDK calls that fit ({@code service}, {@code call},
 *       {@code *} unless said), counted from now on over all its invocations; the call has had no effect, or has. The caller sees
 *       {@code Runtime.ExitError}. {@code GET} shows how many calls are {@code left} until then, so an {@code nth} that is never reached
 *       counts the function's calls.
 *   <li>{@code DELAY}: the function starts {@code milliseconds} of wall-clock time later.
 * </ul>
 */
final class FaultControl {

    private static final Pattern KIND = Pattern.compile("BEFORE|AFTER|TIMEOUT|TIMEOUT_AFTER|ERROR|CALL_BEFORE|CALL_AFTER|KILL_BEFORE|KILL_AFTER|DELAY");
    private static final Pattern NAME = Pattern.compile("\\*|[A-Za-z0-9._$-]{1,200}");
    private static final String MESSAGE = "a fault was armed for this";

    Response show(Stage stage) {
        ObjectNode answer = Json.object();
        ArrayNode armed = answer.putArray("armed");
        stage.faults().armed().forEach(fault -> armed.add(json(fault)));
        return Answers.json(answer);
    }

    Response arm(Stage stage, Body body) {
        String operation = body.text("operation", NAME);
        String kind = body.text("kind", KIND);
        int times = Math.toIntExact(body.optionalInteger("times", 1, 1_000_000).orElse(1L));
        if (!operation.equals("*") && !stage.functions().operations().contains(operation)) {
            throw body.refuse("operation", "is no operation of the template; it must be * or one of " + stage.functions().operations().stream().sorted().toList());
        }
        Fault fault = fault(operation, kind, times, body);
        body.end();
        stage.faults().arm(fault);
        return show(stage);
    }

    Response disarm(Stage stage) {
        stage.faults().disarmAll();
        return show(stage);
    }

    private static Fault fault(String operation, String kind, int times, Body body) {
        return switch (kind) {
            case "TIMEOUT" -> new InvocationFault(operation, Point.TIMEOUT, "", MESSAGE, times);
            case "TIMEOUT_AFTER" -> new InvocationFault(operation, Point.TIMEOUT_AFTER, "", MESSAGE, times);
            case "BEFORE" -> failure(operation, Point.BEFORE, "Lambda.ServiceException", times, body);
            case "AFTER" -> failure(operation, Point.AFTER, "Lambda.ServiceException", times, body);
            case "ERROR" -> failure(operation, Point.BEFORE, "java.lang.IllegalStateException", times, body);
            case "DELAY" -> new Delay(operation, Duration.ofMillis(body.integer("milliseconds", 1, 600_000)), times);
            case "KILL_BEFORE", "KILL_AFTER" -> kill(operation, kind.equals("KILL_AFTER"), times, body);
            default -> new CallFault(operation, body.text("service", NAME), body.text("call", NAME), kind.equals("CALL_AFTER"),
                    Math.toIntExact(body.optionalInteger("status", 400, 599).orElse(500L)), body.optionalText("code", NAME).orElse("InternalServerError"), times);
        };
    }

    private static Fault failure(String operation, Point point, String usualType, int times, Body body) {
        return new InvocationFault(operation, point, body.optionalText("errorType", NAME).orElse(usualType), MESSAGE, times);
    }

    private static KillFault kill(String operation, boolean after, int times, Body body) {
        int nth = Math.toIntExact(body.optionalInteger("nth", 1, 1_000_000).orElse(1L));
        return new KillFault(operation, body.optionalText("service", NAME).orElse("*"), body.optionalText("call", NAME).orElse("*"), after, nth, nth, times);
    }

    private static ObjectNode json(Fault fault) {
        return switch (fault) {
            case InvocationFault f -> Json.object().put("operation", f.operation()).put("kind", f.point().name()).put("times", f.count()).put("errorType", f.errorType());
            case CallFault f -> Json.object().put("operation", f.operation()).put("kind", f.after() ? "CALL_AFTER" : "CALL_BEFORE").put("times", f.count())
                    .put("service", f.service()).put("call", f.call()).put("status", f.status()).put("code", f.code());
            case KillFault f -> Json.object().put("operation", f.operation()).put("kind", f.after() ? "KILL_AFTER" : "KILL_BEFORE").put("times", f.count())
                    .put("service", f.service()).put("call", f.call()).put("nth", f.nth()).put("left", f.left());
            case Delay f -> Json.object().put("operation", f.operation()).put("kind", "DELAY").put("times", f.count()).put("milliseconds", f.delay().toMillis());
        };
    }
}
