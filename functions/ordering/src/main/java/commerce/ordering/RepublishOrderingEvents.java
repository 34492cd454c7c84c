package commerce.ordering;

import commerce.kernel.EventBus;
import commerce.kernel.EventRepublisher;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Schedule, every five minutes: publishes the order events that the stream left behind. */
@Singleton
@Named("republish-ordering-events")
public class RepublishOrderingEvents extends EventRepublisher {

    public RepublishOrderingEvents(EventBus bus, OutboxTable outbox, Clock clock) {
        super(bus, outbox, clock);
    }
}
