package commerce.local.stage.host;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.StageModel;
import commerce.local.stage.async.AsyncInvocations;
import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsCall;
import commerce.local.stage.aws.AwsService;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Lambda's Invoke: waiting for the answer ({@code RequestResponse}), not waiting ({@code Event}), or not at all ({@code DryRun}).
 */
public final class LambdaApi implements AwsService {

    private static final JsonFactory JSON = JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();
    private static final Pattern INVOKE = Pattern.compile("/2015-03-31/functions/([^/?]+)/invocations/?(\\?.*)?");
    private static final List<String> TYPES = List.of("Event", "RequestResponse", "DryRun");
    private static final int MOST_BYTES = 6 * 1024 * 1024;
    private static final int MOST_BYTES_OF_AN_EVENT = 1024 * 1024;

    private final StageModel model;
    private final FunctionNames names;
    private final FunctionHost host;
    private final AsyncInvocations async;
    private final LogTail log;

    public LambdaApi(StageModel model, FunctionNames names, FunctionHost host, AsyncInvocations async, FunctionLog log) {
        this.model = model;
        this.names = names;
        this.host = host;
        this.async = async;
        this.log = new LogTail(log);
    }

    @Override
    public String name() {
        return "Lambda";
    }

    @Override
    public boolean serves(AwsCall call) {
        return call.target().isEmpty() && call.path().startsWith("/2015-03-31/");
    }

    @Override
    public String action(AwsCall call) {
        return INVOKE.matcher(call.path()).matches() ? "Invoke" : call.method() + " " + call.path();
    }

    @Override
    public AwsAnswer answer(AwsCall call) {
        var invoke = INVOKE.matcher(call.path());
        if (!call.method().equals("POST") || !invoke.matches()) {
            return refusal(404, "UnknownOperationException", "The local stage does not have Lambda's " + call.method() + " " + call.path() + ".");
        }
        var type = call.headers().getOrDefault("x-amz-invocation-type", "RequestResponse");
        if (!TYPES.contains(type)) {
            return refusal(400, "InvalidParameterValueException", "1 validation error detected: Value '" + type
                    + "' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: " + TYPES);
        }
        var function = URLDecoder.decode(invoke.group(1), StandardCharsets.UTF_8);
        var operation = names.operation(function);
        if (operation.isEmpty()) {
            return refusal(404, "ResourceNotFoundException", "Function not found: " + arn(function));
        }
        var unfit = unfit(type, call.body());
        return unfit != null ? unfit : switch (type) {
            case "DryRun" -> new AwsAnswer(204, Map.of("x-amz-executed-version", "$LATEST"), new byte[0]);
            case "Event" -> {
                async.invoke(operation.get(), new String(event(call), StandardCharsets.UTF_8));
                yield new AwsAnswer(202, Map.of(), new byte[0]);
            }
            default -> now(call, operation.get());
        };
    }

    /** The refusal of a payload that is too large or no JSON, or null. */
    private static AwsAnswer unfit(String type, byte[] payload) {
        var most = type.equals("Event") ? MOST_BYTES_OF_AN_EVENT : MOST_BYTES;
        if (payload.length > most) {
            return refusal(413, "RequestEntityTooLargeException", type.equals("Event")
                    ? payload.length + " byte payload is too large for the Event invocation type (limit " + most + " bytes)"
                    : "Request must be smaller than " + most + " bytes for the InvokeFunction operation");
        }
        try (var parser = JSON.createParser(payload)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null ? null : refusal(400, "InvalidRequestContentException", "Could not parse request body into json: more than one value");
        } catch (IOException notJson) {
            return refusal(400, "InvalidRequestContentException", "Could not parse request body into json: " + notJson.getMessage());
        }
    }

    private AwsAnswer now(AwsCall call, String operation) {
        var began = System.nanoTime();
        var result = host.invoke(operation, event(call));
        if (result instanceof Failed failed && failed.throttled()) {
            return refusal(429, "TooManyRequestsException", failed.errorMessage());
        }
        var headers = new HashMap<String, String>();
        headers.put("content-type", "application/json");
        headers.put("x-amz-executed-version", "$LATEST");
        headers.put("x-amzn-requestid", result.requestId());
        if (result instanceof Failed) {
            headers.put("x-amz-function-error", "Unhandled");
        }
        if (call.headers().getOrDefault("x-amz-log-type", "None").equals("Tail")) {
            headers.put("x-amz-log-result", log.of(result.requestId(), model.functions().get(operation), Duration.ofNanos(System.nanoTime() - began)));
        }
        return new AwsAnswer(200, headers, result.payload());
    }

    /** A function that is invoked without a payload gets an empty object. */
    private static byte[] event(AwsCall call) {
        return call.body().length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : call.body();
    }

    private String arn(String function) {
        return function.startsWith("arn:") ? function : "arn:aws:lambda:" + model.region() + ":" + model.account() + ":function:" + function;
    }

    /** Lambda's errors are shaped a little differently from everybody else's. */
    private static AwsAnswer refusal(int status, String code, String message) {
        var body = JsonNodeFactory.instance.objectNode().put("Type", "User").put("Message", message);
        return new AwsAnswer(status, Map.of("content-type", "application/json", "x-amzn-errortype", code), body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
