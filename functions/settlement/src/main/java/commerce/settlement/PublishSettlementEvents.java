package commerce.settlement;

import commerce.kernel.EventBus;
import commerce.kernel.EventPublisher;
import commerce.kernel.Offered;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Publishes the settlement table's events from its stream, and seals the entries it comes by: marking an entry's event as published and
 * sealing it are one write.
 */
@Singleton
@Named("publish-settlement-events")
public class PublishSettlementEvents extends EventPublisher {

    private final Sealer sealer;

    public PublishSettlementEvents(EventBus bus, OutboxTable outbox, Sealer sealer) {
        super(bus, outbox);
        this.sealer = sealer;
    }

    @Override
    protected void mark(List<Offered> items) {
        var entries = items.stream().collect(Collectors.partitioningBy(Sealer::isEntry));
        super.mark(entries.get(false));
        sealer.seal(entries.get(true));
    }
}
