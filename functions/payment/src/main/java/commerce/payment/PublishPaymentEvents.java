package commerce.payment;

import commerce.kernel.EventBus;
import commerce.kernel.EventPublisher;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Publishes what the payment table's changes tell. Trigger: the table's stream, items with something unpublished only. */
@Singleton
@Named("publish-payment-events")
public class PublishPaymentEvents extends EventPublisher {

    public PublishPaymentEvents(EventBus bus, OutboxTable outbox) {
        super(bus, outbox);
    }
}
