package commerce.local.stage.aws;

import java.util.Map;
import java.util.Optional;

/**
 * One request to AWS, whichever way it came.
 *
 * @param caller the operation that makes it, or empty for somebody outside
 * @param method upper case
 * @param path raw, with the query string
 * @param headers names in lower case
 */
public record AwsCall(Optional<String> caller, String method, String path, Map<String, String> headers, byte[] body) {

    /** The {@code X-Amz-Target} header, e.g. {@code DynamoDB_20120810.PutItem}; empty for REST services. */
    public String target() {
        return headers.getOrDefault("x-amz-target", "");
    }
}
