package commerce.payment;

import commerce.kernel.EventBus;
import commerce.kernel.EventRepublisher;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Publishes what the stream left behind. Trigger: a schedule, every five minutes. */
@Singleton
@Named("republish-payment-events")
public class RepublishPaymentEvents extends EventRepublisher {

    public RepublishPaymentEvents(EventBus bus, OutboxTable outbox, Clock clock) {
        super(bus, outbox, clock);
    }
}
