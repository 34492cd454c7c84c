package commerce.local.stage.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.JsonService;
import commerce.local.stage.aws.Members;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** EventBridge's PutEvents. */
public final class EventBridgeApi extends JsonService {

    private static final Logger LOG = Logger.getLogger(EventBridgeApi.class);
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int ENTRIES_PER_CALL = 10;
    /** Of all entries of a call together. */
    private static final int MOST_BYTES = 1024 * 1024;
    /** What the member Time counts, whatever it says. */
    private static final int TIME_BYTES = 14;

    private final EventBuses buses;
    private final Consumer<Integer> accepted;

    /** @param accepted hears how many events each call brought */
    public EventBridgeApi(EventBuses buses, Consumer<Integer> accepted) {
        super("EventBridge", "AWSEvents");
        this.buses = buses;
        this.accepted = accepted;
    }

    @Override
    protected JsonNode answer(String action, JsonNode input) {
        if (!action.equals("PutEvents")) {
            throw unknown(action);
        }
        var entries = new Members(input).list("Entries", 1, ENTRIES_PER_CALL);
        if (entries.stream().mapToInt(EventBridgeApi::size).sum() > MOST_BYTES) {
            throw AwsError.badRequest("ValidationException", "Total size of the entries in the request is over the limit.");
        }
        var answer = JsonNodeFactory.instance.objectNode();
        var results = answer.putArray("Entries");
        var events = new ArrayList<BusEvent>();
        var failed = 0;
        for (var entry : entries) {
            try {
                var event = event(entry);
                events.add(event);
                results.addObject().put("EventId", event.id());
            } catch (Refused refused) {
                results.addObject().put("ErrorCode", refused.code).put("ErrorMessage", refused.getMessage());
                failed++;
            }
        }
        answer.put("FailedEntryCount", failed);
        events.removeIf(this::isLost);
        if (!events.isEmpty()) {
            accepted.accept(events.size());
            buses.put(events);
        }
        return answer;
    }

    /** AWS accepts events for a bus that does not exist, and nobody ever sees them; here at least the log does. */
    private boolean isLost(BusEvent event) {
        var lost = !buses.exists(event.bus());
        if (lost) {
            LOG.warnf("an event was put on the bus %s, which does not exist: it is lost, as on AWS", event.bus());
        }
        return lost;
    }

    private static final class Refused extends Exception {
        private final String code;

        Refused(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    private BusEvent event(JsonNode entry) throws Refused {
        for (var member : List.of("Source", "DetailType", "Detail")) {
            if (entry.path(member).asText().isEmpty()) {
                throw new Refused("InvalidArgument", "Parameter " + member + " is not valid. Reason: " + member + " is a required argument.");
            }
        }
        if (entry.path("Source").asText().startsWith("aws.")) {
            throw new Refused("NotAuthorizedForSourceException", "Not authorized for the source.");
        }
        var busOrArn = entry.path("EventBusName").asText("default");
        var bus = busOrArn.substring(busOrArn.lastIndexOf('/') + 1);
        var time = entry.has("Time") ? Instant.ofEpochSecond(entry.path("Time").asLong()) : buses.now();
        var resources = entry.path("Resources").valueStream().map(JsonNode::asText).toList();
        return buses.event(bus, entry.path("Source").asText(), entry.path("DetailType").asText(), time, resources, detail(entry));
    }

    private static JsonNode detail(JsonNode entry) throws Refused {
        try {
            var detail = JSON.readTree(entry.path("Detail").asText());
            if (detail.isObject()) {
                return detail;
            }
        } catch (JsonProcessingException malformed) {
            throw new Refused("MalformedDetail", "Detail is malformed.");
        }
        throw new Refused("MalformedDetail", "Detail is malformed.");
    }

    /** As the User Guide counts it. */
    private static int size(JsonNode entry) {
        var size = entry.has("Time") ? TIME_BYTES : 0;
        for (var member : List.of("Source", "DetailType", "Detail")) {
            size += bytes(entry.path(member));
        }
        for (var resource : entry.path("Resources")) {
            size += bytes(resource);
        }
        return size;
    }

    private static int bytes(JsonNode text) {
        return text.asText().getBytes(StandardCharsets.UTF_8).length;
    }
}
