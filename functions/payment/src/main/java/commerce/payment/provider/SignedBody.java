package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** The body of a notification whose sender is proved: still not to be trusted to be what the protocol says. */
final class SignedBody {

    private static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9._-]{1,255}");

    private SignedBody() {}

    /** Empty if it is not UTF-8, not JSON, no object, or holds a field twice: nobody may choose which of two readings counts. */
    static Optional<JsonNode> object(byte[] body) {
        try {
            // A new decoder reports what is malformed instead of replacing it.
            return Optional.of(Json.read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString())).filter(ObjectNode.class::isInstance);
        } catch (CharacterCodingException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** The event's own id, if it has one that can be a key. */
    static Optional<String> eventId(JsonNode json) {
        return text(json, "id").filter(id -> EVENT_ID.matcher(id).matches());
    }

    /** A name for what has none: the same bytes are the same event. */
    static String nameOf(byte[] body) {
        return "sha256-" + Sha256.hex(body);
    }

    /** The field if it is a text that is not empty. */
    static Optional<String> text(JsonNode json, String field) {
        return Optional.of(json.path(field)).filter(JsonNode::isTextual).map(JsonNode::textValue).filter(text -> !text.isEmpty());
    }

    /** The field if it is a whole number. */
    static Optional<Long> integer(JsonNode json, String field) {
        return Optional.of(json.path(field)).filter(node -> node.isIntegralNumber() && node.canConvertToLong()).map(JsonNode::longValue);
    }
}
