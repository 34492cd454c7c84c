package commerce.inventory;

import commerce.kernel.EventBus;
import commerce.kernel.EventPublisher;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Publishes what the Inventory table's stream brings: {@code stock.*.v1}. */
@Singleton
@Named("publish-inventory-events")
public class PublishInventoryEvents extends EventPublisher {

    public PublishInventoryEvents(EventBus bus, OutboxTable outbox) {
        super(bus, outbox);
    }
}
