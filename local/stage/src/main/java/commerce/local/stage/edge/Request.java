package commerce.local.stage.edge;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request as it came in.
 *
 * @param method upper case
 * @param rawPath percent-encoded as sent, begins with {@code /}
 * @param rawQuery percent-encoded as sent, without {@code ?}; empty if there is none
 * @param headers by lower-case name, values in the order they came
 * @param body complete; empty if there is none
 * @param protocol e.g. {@code HTTP/1.1}
 * @param sourceIp the address of the peer
 */
public record Request(
        String method, String rawPath, String rawQuery, Map<String, List<String>> headers, byte[] body, String protocol, String sourceIp) {

    /** The first value of a header, named in lower case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).filter(values -> !values.isEmpty()).map(List::getFirst);
    }
}
