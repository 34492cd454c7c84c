package commerce.kernel;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A published event: a CloudEvent 1.0 in JSON, with the tenant as an extension attribute. Its data's schema is
 * {@code events/published/<type>.json}.
 *
 * @param id unique over all events and the same on every delivery: consumers' idempotency key
 * @param source {@code commerce.<context>}
 * @param type for example {@code order.confirmed.v1}
 * @param time when the change was made
 * @param subject the id of the aggregate that changed
 * @param tenant whose it is
 * @param data what happened
 */
@JsonPropertyOrder({"specversion", "id", "source", "type", "time", "subject", "tenant", "datacontenttype", "data"})
public record Event(String id, String source, String type, Instant time, String subject, String tenant, JsonNode data) {

    /**
     * A new event, named by what caused it, so that the same change makes the same id however often it is tried.
     *
     * @param discriminator what tells this change from others of the same type and subject: an attempt, a receipt, a version; may be empty
     */
    public static Event of(String source, String type, String tenant, String subject, String discriminator, Instant time, Object data) {
        var id = tenant + "/" + subject + "/" + type + (discriminator.isEmpty() ? "" : "/" + discriminator);
        return new Event(id, source, type, time, subject, tenant, Json.tree(data));
    }

    @JsonProperty("specversion")
    String specversion() {
        return "1.0";
    }

    @JsonProperty("datacontenttype")
    String datacontenttype() {
        return "application/json";
    }

    public <T> T data(Class<T> type) {
        return Json.convert(data, type);
    }
}
