package commerce.ordering;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.ordering.domain.Payment;
import commerce.ordering.domain.PaymentStatus;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Queue, payment.requested.v1 and payment.failed.v1: shows the customer the latest payment attempt, and lets a pending order await it.
 *
 * <p>In any order and any number of times: the newest attempt wins, a failed one beats itself open, an order that has ended stays as it
 * is. One conditional write in the usual course; with the first attempt it brings order.awaiting_payment.v1. An order that does not
 * exist fails the message.
 */
@Singleton
@Named("record-payment")
public class RecordPayment extends EventConsumer {

    private final Orders orders;

    public RecordPayment(Orders orders) {
        this.orders = orders;
    }

    record News(String orderId, String paymentId, long attempt, String provider, Optional<JsonNode> action) {}

    @Override
    protected void consume(Event event) {
        var news = event.data(News.class);
        // Jackson reads an absent JsonNode as JSON null, even inside an Optional.
        var action = news.action().filter(given -> !given.isNull()).orElseGet(Payment::noAction);
        orders.learn(event.tenant(), news.orderId(), new Payment(news.paymentId(), news.attempt(), news.provider(), status(event.type()), action));
    }

    private static PaymentStatus status(String type) {
        return switch (type) {
            case "payment.requested.v1" -> PaymentStatus.OPEN;
            case "payment.failed.v1" -> PaymentStatus.FAILED;
            default -> throw new IllegalArgumentException("not an event this queue is for: " + type);
        };
    }
}
