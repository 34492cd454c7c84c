package commerce.catalog;

import commerce.kernel.EventBus;
import commerce.kernel.EventRepublisher;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Runs every five minutes: publishes what the stream of the table {@code Catalog} left behind. See {@link EventRepublisher}. */
@Singleton
@Named("republish-catalog-events")
public class RepublishCatalogEvents extends EventRepublisher {

    public RepublishCatalogEvents(EventBus bus, OutboxTable outbox, Clock clock) {
        super(bus, outbox, clock);
    }
}
