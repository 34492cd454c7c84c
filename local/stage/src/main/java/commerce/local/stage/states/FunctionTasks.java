package commerce.local.stage.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.asl.TaskCallback;
import commerce.local.asl.TaskRequest;
import commerce.local.asl.TaskResources;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.host.FunctionNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Task states that invoke functions: the Lambda integration, with and without a token, and a function's own ARN. */
public final class FunctionTasks implements TaskResources {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INVOKE = "arn:aws:states:::lambda:invoke";

    private final FunctionHost functions;
    private final FunctionNames names;

    public FunctionTasks(FunctionHost functions, FunctionNames names) {
        this.functions = functions;
        this.names = names;
    }

    static boolean supports(String resource) {
        return resource.equals(INVOKE) || resource.equals(INVOKE + ".waitForTaskToken") || resource.startsWith("arn:aws:lambda:");
    }

    /** Blocks for as long as the function runs: each task is started on a thread of its own. */
    @Override
    public void start(TaskRequest request, TaskCallback callback) {
        var integration = request.resourceWithoutPattern().equals(INVOKE);
        var function = integration ? request.arguments().path("FunctionName").asText() : request.resource();
        var payload = integration ? request.arguments().path("Payload") : request.arguments();
        var operation = names.operation(function);
        if (operation.isEmpty()) {
            callback.fail("Lambda.ResourceNotFoundException", "Function not found: " + function);
            return;
        }
        switch (functions.invoke(operation.get(), payload.isMissingNode() ? "{}".getBytes(StandardCharsets.UTF_8) : payload.toString().getBytes(StandardCharsets.UTF_8))) {
            case Answered answered -> callback.succeed(integration ? described(answered) : json(answered.payload()));
            case Failed failed -> callback.fail(failed.errorType(), new String(failed.payload(), StandardCharsets.UTF_8));
        }
    }

    private static JsonNode described(Answered answered) {
        var result = JsonNodeFactory.instance.objectNode().put("ExecutedVersion", "$LATEST");
        result.set("Payload", json(answered.payload()));
        result.putObject("SdkHttpMetadata").put("HttpStatusCode", 200);
        result.putObject("SdkResponseMetadata").put("RequestId", answered.requestId());
        return result.put("StatusCode", 200);
    }

    private static JsonNode json(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException e) {
            throw new UncheckedIOException("the function's answer is not JSON", e);
        }
    }
}
