package commerce.settlement;

import commerce.kernel.EventBus;
import commerce.kernel.EventRepublisher;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Publishes settlement events that the stream has left unpublished for five minutes. */
@Singleton
@Named("republish-settlement-events")
public class RepublishSettlementEvents extends EventRepublisher {

    public RepublishSettlementEvents(EventBus bus, OutboxTable outbox, Clock clock) {
        super(bus, outbox, clock);
    }
}
