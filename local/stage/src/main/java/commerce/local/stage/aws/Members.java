package commerce.local.stage.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The members of a request, held against the constraints of the API's model. What breaks one is a {@code ValidationException} in AWS's own
 * words; a member of the wrong JSON type is a {@code SerializationException}.
 */
public record Members(JsonNode input) {

    /** A text of 1 to {@code longest} characters that must be there. */
    public String required(String member, int longest) {
        return text(member, 1, longest).orElseThrow(() -> broken("Value null at '" + member + "'", "Member must not be null"));
    }

    /** A text of at least {@code least} and at most {@code longest} characters, if it is there. */
    public Optional<String> text(String member, int least, int longest) {
        var text = raw(member);
        text.ifPresent(value -> {
            if (value.length() > longest) {
                throw broken(shown(member, value), "Member must have length less than or equal to " + longest);
            }
            if (value.length() < least) {
                throw broken(shown(member, value), "Member must have length greater than or equal to " + least);
            }
        });
        return text;
    }

    /** A document that AWS does not repeat in its messages, of at most so many bytes. */
    public Optional<String> document(String member, int mostBytes) {
        var text = raw(member);
        if (text.isPresent() && text.get().length() * 3L > mostBytes && text.get().getBytes(StandardCharsets.UTF_8).length > mostBytes) {
            throw broken("Value at '" + member + "'", "Member must have size less than or equal to " + mostBytes + " bytes in UTF-8 encoding");
        }
        return text;
    }

    /** One of some texts, if it is there. */
    public Optional<String> oneOf(String member, List<String> allowed) {
        var text = raw(member);
        if (text.isPresent() && !allowed.contains(text.get())) {
            throw broken(shown(member, text.get()), "Member must satisfy enum value set: [" + String.join(", ", allowed) + "]");
        }
        return text;
    }

    /** How many results a page has: {@code maxResults}, 100 if it is absent or 0, at most 1,000. */
    public int pageSize() {
        var size = input.path("maxResults").asInt();
        if (size < 0 || size > 1_000) {
            throw broken(shown("maxResults", String.valueOf(size)), size < 0
                    ? "Member must have value greater than or equal to 0" : "Member must have value less than or equal to 1000");
        }
        return size == 0 ? 100 : size;
    }

    public boolean flag(String member, boolean otherwise) {
        return input.path(member).asBoolean(otherwise);
    }

    /** A list of {@code least} to {@code most} members. */
    public List<JsonNode> list(String member, int least, int most) {
        var list = input.path(member);
        if (list.isMissingNode() || list.isNull()) {
            throw broken("Value null at '" + decapitalized(member) + "'", "Member must not be null");
        }
        if (list.size() < least || list.size() > most) {
            throw broken(shown(decapitalized(member), list.toString()), list.size() < least
                    ? "Member must have length greater than or equal to " + least : "Member must have length less than or equal to " + most);
        }
        return IntStream.range(0, list.size()).mapToObj(list::get).toList();
    }

    private Optional<String> raw(String member) {
        var value = input.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw AwsError.badRequest("SerializationException", value.getNodeType() + "_VALUE can not be converted to a String: " + member);
        }
        return Optional.of(value.textValue());
    }

    private static String shown(String member, String value) {
        return "Value '" + value + "' at '" + member + "'";
    }

    /** EventBridge's members begin with a capital, its messages do not. */
    private static String decapitalized(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }

    private static AwsError broken(String what, String constraint) {
        return AwsError.badRequest("ValidationException", "1 validation error detected: " + what + " failed to satisfy constraint: " + constraint);
    }
}
