package commerce.payment;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items as DynamoDB's stream hands them to a function. */
final class Streams {

    private Streams() {}

    static Map<String, Object> inserts(List<Map<String, AttributeValue>> items) {
        var entries = new ArrayList<Map<String, Object>>();
        for (var item : items) {
            var change = Map.of(
                    "Keys", Map.of("pk", typed(item.get("pk")), "sk", typed(item.get("sk"))),
                    "NewImage", image(item),
                    "SequenceNumber", Integer.toString(1000 + entries.size()),
                    "StreamViewType", "NEW_AND_OLD_IMAGES");
            entries.add(Map.of("eventID", Integer.toString(entries.size()), "eventName", "INSERT", "eventSource", "aws:dynamodb", "dynamodb", change));
        }
        return Map.of("Records", entries);
    }

    private static Map<String, Object> image(Map<String, AttributeValue> item) {
        return item.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> typed(entry.getValue()), (a, b) -> a, HashMap::new));
    }

    private static Object typed(AttributeValue value) {
        return switch (value.type()) {
            case S -> Map.of("S", value.s());
            case N -> Map.of("N", value.n());
            case BOOL -> Map.of("BOOL", value.bool());
            case B -> Map.of("B", Base64.getEncoder().encodeToString(value.b().asByteArray()));
            case M -> Map.of("M", image(value.m()));
            default -> throw new IllegalArgumentException("no item of this table has a " + value.type());
        };
    }
}
