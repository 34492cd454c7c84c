package commerce.promotion;

import commerce.kernel.EventBus;
import commerce.kernel.EventPublisher;
import commerce.kernel.OutboxTable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Fed by the stream of the table {@code Promotion}: publishes the events that changes left in their items. See {@link EventPublisher}. */
@Singleton
@Named("publish-promotion-events")
public class PublishPromotionEvents extends EventPublisher {

    public PublishPromotionEvents(EventBus bus, OutboxTable outbox) {
        super(bus, outbox);
    }
}
