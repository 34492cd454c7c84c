package commerce.inventory;

import commerce.kernel.EventBus;
import commerce.kernel.EventRepublisher;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Every five minutes: publishes the Inventory table's events that the stream left behind. */
@Singleton
@Named("republish-inventory-events")
public class RepublishInventoryEvents extends EventRepublisher {

    public RepublishInventoryEvents(EventBus bus, OutboxTable outbox, Clock clock) {
        super(bus, outbox, clock);
    }
}
