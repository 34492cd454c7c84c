package commerce.local.stage.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * AWS's answer to one request.
 *
 * @param headers names in lower case
 */
public record AwsAnswer(int status, Map<String, String> headers, byte[] body) {

    /** Without a table of member names: streams carry names that never come twice, and such a table only grows. */
    static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build());

    /** A success of the AWS JSON protocol. */
    public static AwsAnswer json(JsonNode body) {
        return new AwsAnswer(200, Map.of("content-type", "application/x-amz-json-1.0"), body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** An error, readable by the JSON and the REST protocol. */
    public static AwsAnswer error(int status, String code, String message) {
        var body = JsonNodeFactory.instance.objectNode().put("__type", code).put("message", message);
        return new AwsAnswer(
                status, Map.of("content-type", "application/x-amz-json-1.0", "x-amzn-errortype", code), body.toString().getBytes(StandardCharsets.UTF_8));
    }

    public boolean isSuccess() {
        return status < 300;
    }
}
