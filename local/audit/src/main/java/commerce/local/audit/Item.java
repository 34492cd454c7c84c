package commerce.local.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One item as it stands in a table.
 *
 * @param context whose table: {@code ordering}, {@code payment}, ...
 * @param attributes all of them
 */
record Item(String context, Map<String, AttributeValue> attributes) {

    private static final ObjectMapper JSON = new ObjectMapper();

    String pk() {
        return text("pk");
    }

    String sk() {
        return text("sk");
    }

    /** What kind of item its writer says it is; empty if it does not say. */
    String type() {
        return find("type").orElse("");
    }

    boolean is(String ofContext, String type) {
        return context.equals(ofContext) && type().equals(type);
    }

    /** The part of the partition key before the first {@code #}. */
    String tenant() {
        return pk().substring(0, Math.max(0, pk().indexOf('#')));
    }

    /** The parts of the partition key; names never contain {@code #}. */
    String pkPart(int index) {
        return pk().split("#", -1)[index];
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
    }

    String text(String name) {
        return find(name).orElseThrow(() -> new Unreadable(this, name));
    }

    /** @return 0 if there is none */
    long number(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::n).map(Long::parseLong).orElse(0L);
    }

    boolean isTrue(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::bool).orElse(false);
    }

    Instant time(String name) {
        return Instant.parse(text(name));
    }

    JsonNode json(String name) {
        try {
            return JSON.readTree(text(name));
        } catch (JsonProcessingException broken) {
            throw new Unreadable(this, name);
        }
    }

    @Override
    public String toString() {
        return context + " " + attributes.getOrDefault("pk", AttributeValue.fromS("?")).s() + " / " + attributes.getOrDefault("sk", AttributeValue.fromS("?")).s();
    }

    /** An item that lacks what its kind must have. The audit reports it and goes on. */
    static final class Unreadable extends RuntimeException {
        Unreadable(Item item, String attribute) {
            super(item + " has no readable " + attribute);
        }
    }
}
