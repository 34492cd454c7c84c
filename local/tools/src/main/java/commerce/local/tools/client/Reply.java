package commerce.local.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.Arrays;

/**
 * An HTTP answer.
 *
 * @param asked   method and path, for messages
 * @param status  HTTP status
 * @param headers as received
 * @param text    the body as text
 */
public record Reply(String asked, int status, HttpHeaders headers, String text) {

    /** The body as JSON; a missing node when empty, a text node when it is not JSON. */
    public JsonNode json() {
        return Json.parse(text);
    }

    /** This answer, when its status is one of these. */
    public Reply expect(int... statuses) {
        if (Arrays.stream(statuses).noneMatch(expected -> expected == status)) {
            throw new UnexpectedReply(this);
        }
        return this;
    }
}
