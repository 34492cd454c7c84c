package commerce.promotion;

import commerce.kernel.EventBus;
import commerce.kernel.EventRepublisher;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Runs every five minutes: publishes what the stream of the table {@code Promotion} left behind. See {@link EventRepublisher}. */
@Singleton
@Named("republish-promotion-events")
public class RepublishPromotionEvents extends EventRepublisher {

    public RepublishPromotionEvents(EventBus bus, OutboxTable outbox, Clock clock) {
        super(bus, outbox, clock);
    }
}
