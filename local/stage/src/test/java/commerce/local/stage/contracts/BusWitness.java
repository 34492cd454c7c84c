package commerce.local.stage.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import commerce.kernel.Json;
import commerce.local.stage.Stage;
import commerce.local.stage.StageOptions;
import commerce.local.stage.StagePart;
import commerce.local.stage.bus.BusListener;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;

/** Hears every event the stage's own bus accepts, in whichever test, and judges it at once; {@link PublishedEventsTest} asks for its verdict. */
@Singleton
public class BusWitness implements StagePart, BusListener {

    private static final int ENOUGH = 20;

    private final Set<String> published = Contracts.namesIn("published");
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> byId = new ConcurrentHashMap<>();
    private final Set<String> types = new ConcurrentSkipListSet<>();
    private final Collection<String> faults = new ConcurrentLinkedQueue<>();

    @Override
    public void accepted(String bus, JsonNode envelope) {
        if (!bus.equals("default")) {
            types.add(envelope.path("detail-type").asText());
            faults(envelope).stream().limit(ENOUGH - Math.min(ENOUGH, faults.size())).forEach(faults::add);
        }
    }

    /** How an event breaks its contract: by its schema, by its envelope, or by an id that named another event before. */
    List<String> faults(JsonNode envelope) {
        var event = envelope.path("detail");
        var type = envelope.path("detail-type").asText();
        if (!published.contains(type)) {
            return List.of(type + " has no schema");
        }
        if (!event.path("type").asText().equals(type) || !event.path("source").equals(envelope.path("source"))) {
            return List.of("the envelope says " + type + " of " + envelope.path("source") + ", the event " + event);
        }
        var first = byId.putIfAbsent(event.path("id").asText(), event);
        if (first != null && !first.equals(event)) {
            return List.of("one id for two events: " + first + " and " + event);
        }
        var schema = schemas.computeIfAbsent(type, any -> Contracts.schema(Json.read(Contracts.read("events/published/" + type + ".json"))));
        return Contracts.faults(schema, event).stream().map(fault -> event + ": " + fault).toList();
    }

    /** The events of that type a shop has told so far, by time. */
    public List<JsonNode> heard(String tenant, String type) {
        return byId.values().stream().filter(event -> event.path("tenant").asText().equals(tenant) && event.path("type").asText().equals(type))
                .sorted(Comparator.comparing((JsonNode event) -> event.path("time").asText()).thenComparing(event -> event.path("id").asText())).toList();
    }

    /** All events so far. */
    public List<JsonNode> heard() {
        return List.copyOf(byId.values());
    }

    /** The types of all events so far. */
    Set<String> types() {
        return Set.copyOf(types);
    }

    /** What was wrong with the events so far; the first ones. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void open(StageOptions options, StageSetup setup) {
        // Takes no socket.
    }

    @Override
    public void start(Stage stage) {
        // Listens already.
    }

    /** The stage forgets its events; ids may come again. */
    @Override
    public void reset() {
        byId.clear();
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
