package commerce.local.asl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/**
 * One event of an execution's history, as GetExecutionHistory returns it.
 *
 * @param id 1 for the first event, then consecutive
 * @param previousEventId the event this one follows; 0 at the start of the execution
 * @param timestamp when it happened
 * @param type AWS's event type, e.g. {@code TaskStateEntered}
 * @param detailsName the name of the details member, e.g. {@code stateEnteredEventDetails}; empty if the type has none
 * @param details the details; values are text, numbers, booleans or maps of these
 */
public record HistoryEvent(long id, long previousEventId, Instant timestamp, String type, String detailsName, Map<String, Object> details) {

    public HistoryEvent {
        details = Map.copyOf(details);
    }

    /** The name of the state this event is about, or an empty text if it is about none. */
    public String stateName() {
        return details.get("name") instanceof String name ? name : "";
    }

    /** The event as the API answers it; {@code timestamp} is in seconds since the epoch with milliseconds. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("timestamp", java.math.BigDecimal.valueOf(timestamp.toEpochMilli(), 3));
        json.put("type", type);
        json.put("id", id);
        json.put("previousEventId", previousEventId);
        if (!detailsName.isEmpty()) {
            json.set(detailsName, object(details));
        }
        return json;
    }

    private static ObjectNode object(Map<?, ?> map) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        map.entrySet().stream().sorted((a, b) -> a.getKey().toString().compareTo(b.getKey().toString())).forEach(entry -> {
            String key = entry.getKey().toString();
            switch (entry.getValue()) {
                case Map<?, ?> inner -> json.set(key, object(inner));
                case Long number -> json.put(key, number);
                case Integer number -> json.put(key, number);
                case Boolean flag -> json.put(key, flag);
                case Object other -> json.put(key, other.toString());
            }
        });
        return json;
    }
}
