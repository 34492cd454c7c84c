package commerce.kernel;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** Publishes to the bus named by {@code EVENT_BUS_NAME}. */
@Singleton
public class EventBus {

    private static final int ENTRIES_PER_CALL = 10;

    private final EventBridgeClient eventBridge;

    public EventBus(EventBridgeClient eventBridge) {
        this.eventBridge = eventBridge;
    }

    /**
     * Publishes in order, ten a call.
     *
     * @return how many of them, from the first on, are surely published; the rest must be tried again
     */
    public int publish(List<Event> events) {
        var bus = Settings.require("EVENT_BUS_NAME");
        for (int from = 0; from < events.size(); from += ENTRIES_PER_CALL) {
            var entries = new ArrayList<PutEventsRequestEntry>();
            for (var event : events.subList(from, Math.min(events.size(), from + ENTRIES_PER_CALL))) {
                entries.add(PutEventsRequestEntry.builder().eventBusName(bus).source(event.source()).detailType(event.type()).time(event.time()).detail(Json.write(event)).build());
            }
            var response = eventBridge.putEvents(request -> request.entries(entries));
            if (response.failedEntryCount() > 0) {
                var firstFailed = 0;
                while (response.entries().get(firstFailed).errorCode() == null) {
                    firstFailed++;
                }
                return from + firstFailed;
            }
        }
        return events.size();
    }
}
