package commerce.ordering.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import commerce.kernel.Event;
import commerce.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The events this context publishes, one factory each; their schemas are {@code events/published/order.*.json}. */
public final class OrderEvents {

    public static final String SOURCE = "commerce.ordering";

    private OrderEvents() {}

    private record Placed(
            String orderId, String customer, List<OrderLine> lines, Optional<String> couponCode, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> couponCodes, Money total, String paymentProvider) {}

    private record AwaitingPayment(String orderId, String paymentId) {}

    private record Confirmed(
            String orderId, String customer, List<ConfirmedLine> lines, Money total, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UsedCoupon> coupons,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean rewarded, Optional<String> paymentId, Optional<String> provider, Optional<String> channelId,
            Optional<Integer> memberLevel) {}

    /** @param net what the line costs after its part of every discount */
    private record ConfirmedLine(@JsonUnwrapped OrderLine line, Money net) {}

    private record Ended(String orderId, String reason) {}

    private record CancellationRequested(String orderId, String customer) {}

    /**
     * @param refunded all that went back so far
     * @param total of the order
     * @param late whether it was money that came too late or twice: then nothing of the order is given back
     */
    private record Refunded(
            String orderId, String refundId, Money amount, Money refunded, Money total, boolean late, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UsedCoupon> coupons) {}

    public static Event placed(Placement order) {
        return event("order.placed.v1", order.tenant(), order.orderId(), "", order.placedAt(),
                new Placed(order.orderId(), order.customer(), order.quote().lines(), only(order.quote().couponCodes()), order.quote().couponCodes(), order.quote().total(), order.paymentProvider()));
    }

    private static Optional<String> only(List<String> codes) {
        return Optional.of(codes).filter(any -> any.size() == 1).map(List::getFirst);
    }

    public static Event awaitingPayment(String tenant, String orderId, String paymentId, Instant now) {
        return event("order.awaiting_payment.v1", tenant, orderId, "", now, new AwaitingPayment(orderId, paymentId));
    }

    static Event confirmed(Placement order, Optional<Payment> payment, Instant now) {
        return event("order.confirmed.v1", order.tenant(), order.orderId(), "", now, new Confirmed(
                order.orderId(), order.customer(), order.quote().lines().stream().map(line -> new ConfirmedLine(line, order.quote().netOf(line))).toList(), order.quote().total(), order.quote().used(), order.quote().rewarded(),
                payment.map(Payment::paymentId), payment.map(Payment::provider), order.channelId(), order.quote().memberLevel()));
    }

    static Event rejected(Placement order, RejectionReason reason, Instant now) {
        return event("order.rejected.v1", order.tenant(), order.orderId(), "", now, new Ended(order.orderId(), reason.name()));
    }

    static Event cancelled(Placement order, CancellationReason reason, Instant now) {
        return event("order.cancelled.v1", order.tenant(), order.orderId(), "", now, new Ended(order.orderId(), reason.name()));
    }

    static Event cancellationRequested(Placement order, Instant now) {
        return event("order.cancellation_requested.v1", order.tenant(), order.orderId(), "", now, new CancellationRequested(order.orderId(), order.customer()));
    }

    static Event refunded(Placement order, String refundId, Money amount, boolean late, Money refunded, Instant now) {
        return event("order.refunded.v1", order.tenant(), order.orderId(), refundId, now, 
                new Refunded(order.orderId(), refundId, amount, refunded, order.quote().total(), late, order.quote().used()));
    }

    private static Event event(String type, String tenant, String orderId, String discriminator, Instant time, Object data) {
        return Event.of(SOURCE, type, tenant, orderId, discriminator, time, data);
    }
}
