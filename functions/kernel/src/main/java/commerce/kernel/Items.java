package commerce.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writing and reading the attributes of items. Numbers are exact longs; instants are ISO 8601 text, which sorts by time as long as all
 * have the same precision (milliseconds here).
 */
public final class Items {

    /** The partition key and sort key of every table. */
    public static final String PK = "pk";
    public static final String SK = "sk";
    /** Epoch seconds after which an item is rubbish; TTL only removes rubbish, it is never a timer. */
    public static final String EXPIRES_AT = "expiresAt";

    private Items() {}

    public static AttributeValue s(String value) {
        return AttributeValue.fromS(value);
    }

    public static AttributeValue n(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    public static AttributeValue bool(boolean value) {
        return AttributeValue.fromBool(value);
    }

    public static AttributeValue instant(Instant value) {
        return s(time(value));
    }

    /** Fixed-width, so that text order is time order. */
    public static String time(Instant value) {
        var millis = Instant.ofEpochMilli(value.toEpochMilli());
        var text = millis.toString();
        return text.length() == "2026-11-21T02:00:00Z".length() ? text.replace("Z", ".000Z") : text;
    }

    public static AttributeValue json(Object value) {
        return s(Json.write(value));
    }

    public static Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of(PK, s(pk), SK, s(sk));
    }

    /** The key of an item. */
    public static Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        return Map.of(PK, item.get(PK), SK, item.get(SK));
    }

    /** A growing attribute map: {@code Items.item(pk, sk).put("status", s("HELD"))}. */
    public static Map<String, AttributeValue> item(String pk, String sk, String type) {
        var item = new HashMap<String, AttributeValue>();
        item.put(PK, s(pk));
        item.put(SK, s(sk));
        item.put("type", s(type));
        item.put("version", n(1));
        return item;
    }

    public static String text(Map<String, AttributeValue> item, String name) {
        return findText(item, name).orElseThrow(() -> new IllegalStateException("item without " + name + ": " + item.get(PK) + " " + item.get(SK)));
    }

    public static Optional<String> findText(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    public static long number(Map<String, AttributeValue> item, String name) {
        return findNumber(item, name).orElseThrow(() -> new IllegalStateException("item without " + name + ": " + item.get(PK) + " " + item.get(SK)));
    }

    public static Optional<Long> findNumber(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::n).map(Long::parseLong);
    }

    public static Instant instant(Map<String, AttributeValue> item, String name) {
        return Instant.parse(text(item, name));
    }

    public static <T> T json(Map<String, AttributeValue> item, String name, Class<T> type) {
        return Json.read(text(item, name), type);
    }

    public static <T> List<T> jsonList(Map<String, AttributeValue> item, String name, Class<T> elementType) {
        var list = new java.util.ArrayList<T>();
        Json.read(text(item, name)).forEach(element -> list.add(Json.convert(element, elementType)));
        return List.copyOf(list);
    }

    /** An image of a stream record ({@code {"pk": {"S": "..."}}}) as an item. */
    public static Map<String, AttributeValue> fromStream(JsonNode image) {
        var item = new HashMap<String, AttributeValue>();
        image.properties().forEach(entry -> item.put(entry.getKey(), value(entry.getValue())));
        return item;
    }

    private static AttributeValue value(JsonNode typed) {
        var entry = typed.properties().iterator().next();
        var content = entry.getValue();
        return switch (entry.getKey()) {
            case "S" -> AttributeValue.fromS(content.asText());
            case "N" -> AttributeValue.fromN(content.asText());
            case "BOOL" -> AttributeValue.fromBool(content.asBoolean());
            case "NULL" -> AttributeValue.fromNul(true);
            case "M" -> AttributeValue.fromM(fromStream(content));
            case "L" -> AttributeValue.fromL(content.valueStream().map(Items::value).toList());
            case "SS" -> AttributeValue.fromSs(content.valueStream().map(JsonNode::asText).toList());
            case "NS" -> AttributeValue.fromNs(content.valueStream().map(JsonNode::asText).toList());
            case "B" -> AttributeValue.fromB(SdkBytes.fromByteArray(java.util.Base64.getDecoder().decode(content.asText())));
            default -> throw new IllegalArgumentException("an attribute type no table of ours uses: " + entry.getKey());
        };
    }
}
