package commerce.local.stage.host;

import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.Scheduler;
import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsCall;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.AwsService;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Lambda's Invoke: synchronous ({@code RequestResponse}) and asynchronous ({@code Event}, without further attempts). */
public final class LambdaApi implements AwsService {

    private static final Pattern INVOKE = Pattern.compile("/2015-03-31/functions/([^/?]+)/invocations(\\?.*)?");

    private final FunctionNames names;
    private final FunctionHost host;
    private final Scheduler scheduler;

    public LambdaApi(FunctionNames names, FunctionHost host, Scheduler scheduler) {
        this.names = names;
        this.host = host;
        this.scheduler = scheduler;
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
            throw AwsError.badRequest("UnknownOperationException", "the local stage does not have Lambda " + call.method() + " " + call.path());
        }
        var function = URLDecoder.decode(invoke.group(1), StandardCharsets.UTF_8);
        var operation = names.operation(function).orElseThrow(() -> new AwsError(404, "ResourceNotFoundException", "Function not found: " + function));
        if (call.headers().getOrDefault("x-amz-invocation-type", "RequestResponse").equals("Event")) {
            scheduler.run(Scheduler.Kind.INVOCATION, "asynchronous " + operation, () -> host.invoke(operation, call.body()));
            return new AwsAnswer(202, Map.of(), new byte[0]);
        }
        var headers = new HashMap<String, String>();
        headers.put("content-type", "application/json");
        headers.put("x-amz-executed-version", "$LATEST");
        return switch (host.invoke(operation, call.body())) {
            case Answered(String requestId, byte[] payload) -> new AwsAnswer(200, headers, payload);
            case Failed failed -> {
                headers.put("x-amz-function-error", "Unhandled");
                yield new AwsAnswer(200, headers, failed.payload());
            }
        };
    }
}
