package commerce.ordering;

import commerce.kernel.EventBus;
import commerce.kernel.EventPublisher;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Stream of the table Ordering: publishes every order event as soon as it is written. */
@Singleton
@Named("publish-ordering-events")
public class PublishOrderingEvents extends EventPublisher {

    public PublishOrderingEvents(EventBus bus, OutboxTable outbox) {
        super(bus, outbox);
    }
}
