package commerce.local.stage.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** An event as EventBridge hands it on: the envelope and, in {@code detail}, what was published. */
record BusEvent(String bus, String id, JsonNode json) {

    static BusEvent of(String bus, String source, String detailType, Instant time, List<String> resources, JsonNode detail, String account, String region) {
        var id = UUID.randomUUID().toString();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("version", "0").put("id", id).put("detail-type", detailType).put("source", source).put("account", account);
        json.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString()).put("region", region);
        var names = json.putArray("resources");
        resources.forEach(names::add);
        json.set("detail", detail);
        return new BusEvent(bus, id, json);
    }
}
