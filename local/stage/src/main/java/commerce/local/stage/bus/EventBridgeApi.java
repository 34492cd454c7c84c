package commerce.local.stage.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.JsonService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** EventBridge's PutEvents. */
public final class EventBridgeApi extends JsonService {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int ENTRIES_PER_CALL = 10;

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
        var entries = input.path("Entries");
        if (entries.isEmpty() || entries.size() > ENTRIES_PER_CALL) {
            throw AwsError.badRequest("ValidationException", "1 to " + ENTRIES_PER_CALL + " entries are allowed, not " + entries.size());
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
        if (!events.isEmpty()) {
            accepted.accept(events.size());
            buses.put(events);
        }
        return answer;
    }

    private static final class Refused extends Exception {
        private final String code;

        Refused(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    private BusEvent event(JsonNode entry) throws Refused {
        var busOrArn = entry.path("EventBusName").asText("default");
        var bus = busOrArn.substring(busOrArn.lastIndexOf('/') + 1);
        if (!buses.exists(bus)) {
            throw AwsError.badRequest("ResourceNotFoundException", "Event bus " + bus + " does not exist.");
        }
        for (var member : List.of("Source", "DetailType", "Detail")) {
            if (entry.path(member).asText().isEmpty()) {
                throw new Refused("InvalidArgument", "Parameter " + member + " is not valid. Reason: " + member + " is a required argument.");
            }
        }
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
}
