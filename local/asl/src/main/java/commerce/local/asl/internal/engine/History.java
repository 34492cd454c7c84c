package commerce.local.asl.internal.engine;

import commerce.local.asl.HistoryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The events of one execution. Guarded by the execution's lock. */
final class History {

    /** Step Functions fails an execution whose history would grow beyond this. */
    static final int LIMIT = 25_000;

    private final List<HistoryEvent> events = new ArrayList<>();

    /** @return the new event's id */
    long add(long previousEventId, Instant now, String type, String detailsName, Map<String, Object> details) {
        long id = events.size() + 1L;
        events.add(new HistoryEvent(id, previousEventId, now, type, detailsName, details));
        return id;
    }

    /** Whether only the closing event still fits. */
    boolean isFull() {
        return events.size() >= LIMIT - 1;
    }

    int size() {
        return events.size();
    }

    List<HistoryEvent> snapshot() {
        return List.copyOf(events);
    }
}
