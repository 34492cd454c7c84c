package commerce.local.stage.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.StageModel;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** The deployed functions, each called through its alias by Lambda's Invoke, as API Gateway does. */
public final class RemoteFunctions implements FunctionHost {

    /** The alias every function of the templates has and every caller calls. */
    private static final String LIVE = "live";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LambdaClient lambda;
    private final Map<String, StageModel.Function> functions;
    private final Map<String, LongAdder> invocations = new ConcurrentHashMap<>();

    /**
     * @param functions by operation name
     * @param lambda should not retry by itself: API Gateway does not either
     */
    public RemoteFunctions(Map<String, StageModel.Function> functions, LambdaClient lambda) {
        this.functions = Map.copyOf(functions);
        this.lambda = lambda;
    }

    @Override
    public InvocationResult invoke(String operation, byte[] payload) {
        var function = functions.get(operation);
        if (function == null) {
            throw new IllegalArgumentException("the templates have no function " + operation);
        }
        invocations.computeIfAbsent(operation, first -> new LongAdder()).increment();
        try {
            var response = lambda.invoke(request -> request.functionName(function.name()).qualifier(LIVE).payload(SdkBytes.fromByteArray(payload)));
            return result(response);
        } catch (AwsServiceException refused) {
            var code = refused.awsErrorDetails() == null ? "ServiceException" : refused.awsErrorDetails().errorCode();
            return refused(String.valueOf(refused.requestId()), "Lambda." + code, refused.getMessage());
        } catch (SdkClientException unreachable) {
            return refused("", "Lambda.SdkClientException", unreachable.getMessage());
        }
    }

    private static InvocationResult result(InvokeResponse response) {
        var requestId = String.valueOf(response.responseMetadata().requestId());
        var payload = response.payload() == null ? new byte[0] : response.payload().asByteArray();
        if (response.functionError() == null) {
            return new InvocationResult.Answered(requestId, payload);
        }
        var error = read(payload);
        return new InvocationResult.Failed(requestId, error.path("errorType").asText(response.functionError()), error.path("errorMessage").asText(""), payload);
    }

    private static InvocationResult refused(String requestId, String errorType, String message) {
        return new InvocationResult.Failed(requestId, errorType, String.valueOf(message), new byte[0]);
    }

    private static JsonNode read(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException notJson) {
            return JSON.createObjectNode();
        }
    }

    @Override
    public Set<String> operations() {
        return functions.keySet();
    }

    /** How often each function was called from here; calls among the functions themselves are not seen. */
    Map<String, Long> invocations() {
        var counted = new TreeMap<String, Long>();
        invocations.forEach((operation, count) -> counted.put(operation, count.sum()));
        return counted;
    }
}
