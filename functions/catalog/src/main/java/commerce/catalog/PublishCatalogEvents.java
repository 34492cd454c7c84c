package commerce.catalog;

import commerce.kernel.EventBus;
import commerce.kernel.EventPublisher;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Fed by the stream of the table {@code Catalog}: publishes the events that changes left in their items. See {@link EventPublisher}. */
@Singleton
@Named("publish-catalog-events")
public class PublishCatalogEvents extends EventPublisher {

    public PublishCatalogEvents(EventBus bus, OutboxTable outbox) {
        super(bus, outbox);
    }
}
