package commerce.local.simulators;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a provider's API answers.
 *
 * @param headers beside the content type
 */
public record Reply(int status, String contentType, Map<String, String> headers, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param body what Jackson makes JSON of */
    public static Reply json(int status, Object body) {
        try {
            return new Reply(status, "application/json", Map.of(), JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Reply text(int status, String contentType, String body) {
        return new Reply(status, contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /** 204. */
    public static Reply nothing() {
        return new Reply(204, "", Map.of(), new byte[0]);
    }

    /** The same with these headers instead. */
    public Reply with(Map<String, String> others) {
        return new Reply(status, contentType, others, body);
    }
}
