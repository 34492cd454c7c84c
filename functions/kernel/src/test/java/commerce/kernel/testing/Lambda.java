package commerce.kernel.testing;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.kernel.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Invokes a handler the way Lambda does: bytes in, bytes out, with the function's environment. */
public final class Lambda {

    private Lambda() {}

    /** An HTTP answer taken apart. */
    public record Answer(int status, JsonNode headers, JsonNode body) {}

    public static JsonNode invoke(RequestStreamHandler handler, Object input, Map<String, String> environment) {
        var output = new ByteArrayOutputStream();
        try {
            Settings.during(environment, () -> {
                handler.handleRequest(new ByteArrayInputStream(Json.write(input).getBytes(StandardCharsets.UTF_8)), output, new TestContext(handler));
                return null;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return output.size() == 0 ? Json.object() : Json.read(output.toString(StandardCharsets.UTF_8));
    }

    /** Invokes a handler behind an HTTP route. */
    public static Answer request(RequestStreamHandler handler, HttpEvents request, Map<String, String> environment) {
        var answer = invoke(handler, request.event(), environment);
        var body = answer.path("body").asText("");
        return new Answer(answer.path("statusCode").asInt(), answer.path("headers"), body.startsWith("{") ? Json.read(body) : Json.tree(body));
    }

    private record TestContext(RequestStreamHandler handler) implements Context {

        @Override
        public String getAwsRequestId() {
            return "test-request";
        }

        @Override
        public String getLogGroupName() {
            return "test";
        }

        @Override
        public String getLogStreamName() {
            return "test";
        }

        @Override
        public String getFunctionName() {
            return handler.getClass().getSimpleName();
        }

        @Override
        public String getFunctionVersion() {
            return "$LATEST";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "arn:aws:lambda:eu-central-1:000000000000:function:" + getFunctionName();
        }

        @Override
        public CognitoIdentity getIdentity() {
            return null;
        }

        @Override
        public ClientContext getClientContext() {
            return null;
        }

        @Override
        public int getRemainingTimeInMillis() {
            return 30_000;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 512;
        }

        @Override
        public LambdaLogger getLogger() {
            return null;
        }
    }
}
