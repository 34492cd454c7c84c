package commerce.settlement;

import commerce.kernel.EventBus;
import commerce.kernel.EventRepublisher;
import commerce.kernel.Offered;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** Publishes settlement events, and seals entries, that the stream has left behind for five minutes. */
@Singleton
@Named("republish-settlement-events")
public class RepublishSettlementEvents extends EventRepublisher {

    private final Sealer sealer;

    public RepublishSettlementEvents(EventBus bus, OutboxTable outbox, Clock clock, Sealer sealer) {
        super(bus, outbox, clock);
        this.sealer = sealer;
    }

    @Override
    protected void mark(List<Offered> items) {
        var entries = items.stream().collect(Collectors.partitioningBy(Sealer::isEntry));
        super.mark(entries.get(false));
        sealer.seal(entries.get(true));
    }
}
