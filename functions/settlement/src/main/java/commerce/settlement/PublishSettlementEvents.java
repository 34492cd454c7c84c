package commerce.settlement;

import commerce.kernel.EventBus;
import commerce.kernel.EventPublisher;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Publishes the settlement table's events from its stream. */
@Singleton
@Named("publish-settlement-events")
public class PublishSettlementEvents extends EventPublisher {

    public PublishSettlementEvents(EventBus bus, OutboxTable outbox) {
        super(bus, outbox);
    }
}
