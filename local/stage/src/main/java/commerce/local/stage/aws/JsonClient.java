package commerce.local.stage.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Calls an engine by the AWS JSON protocol: for the stage's own needs, without the SDK's machinery. */
public final class JsonClient {

    /** Engines on this machine want to see credentials, but check none. */
    public static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/local/aws4_request, SignedHeaders=host, Signature=local";

    private final Loopback http;
    private final String targetPrefix;

    /** @param targetPrefix e.g. {@code DynamoDB_20120810} */
    public JsonClient(Loopback http, String targetPrefix) {
        this.http = http;
        this.targetPrefix = targetPrefix;
    }

    /**
     * @throws AwsError if the engine refuses
     * @throws UncheckedIOException if the engine is not there
     */
    public JsonNode call(String action, JsonNode input) {
        try {
            var answer = http.send("POST", "/", Map.of(
                    "X-Amz-Target", targetPrefix + "." + action,
                    "Content-Type", "application/x-amz-json-1.0",
                    "Authorization", AUTHORIZATION), input.toString().getBytes(StandardCharsets.UTF_8));
            var output = AwsAnswer.JSON.readTree(answer.body());
            if (!answer.isSuccess()) {
                var type = output.path("__type").asText("UnknownError");
                throw new AwsError(answer.status(), type.substring(type.lastIndexOf('#') + 1), output.path("message").asText(output.path("Message").asText()));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(action + " failed", e);
        }
    }
}
