package commerce.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Read-only synchronous calls to another context's function; the only ones there are between contexts. */
@Singleton
public class FunctionInvoker {

    private final LambdaClient lambda;

    public FunctionInvoker(LambdaClient lambda) {
        this.lambda = lambda;
    }

    /** The other function failed; its {@code errorType} tells how. */
    public static final class InvocationFailed extends RuntimeException {

        private final String errorType;

        InvocationFailed(String function, String errorType, String message) {
            super(function + " failed with " + errorType + ": " + message);
            this.errorType = errorType;
        }

        public String errorType() {
            return errorType;
        }
    }

    /**
     * @param setting the environment variable that holds the function's ARN
     * @throws InvocationFailed if the function threw
     */
    public <T> T invoke(String setting, Object input, Class<T> outputType) {
        var function = Settings.require(setting);
        var response = lambda.invoke(request -> request.functionName(function).payload(SdkBytes.fromUtf8String(Json.write(input))));
        JsonNode output = Json.read(response.payload().asUtf8String());
        if (response.functionError() != null) {
            throw new InvocationFailed(function, output.path("errorType").asText("Unknown"), output.path("errorMessage").asText());
        }
        return Json.convert(output, outputType);
    }
}
