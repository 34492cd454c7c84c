package commerce.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.Event;
import commerce.kernel.Money;
import commerce.kernel.Redaction;
import commerce.payment.domain.CloseReason;
import commerce.payment.domain.Dispute;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import java.time.Instant;
import java.util.Optional;

/** The events this context publishes; their schemas are {@code events/published/payment.*.v1.json} and {@code refund.*.v1.json}. */
final class PaymentEvents {

    private static final String SOURCE = "commerce.payment";
    private static final String PLATFORM = "_platform";

    private PaymentEvents() {}

    private record Requested(String orderId, String paymentId, int attempt, String provider, Money amount, PaymentAction action) {}

    private record OfAttempt(String orderId, String paymentId, int attempt, String provider, Money amount) {}

    private record Closed(String orderId, CloseReason reason) {}

    private record ReceivedLate(String orderId, String paymentId, String provider, Money amount, String refundId) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Quarantined(String provider, String eventId, String paymentId, String why) {}

    private record Disputed(String orderId, String paymentId, String provider, String disputeId, Money amount) {}

    private record DisputeClosed(String orderId, String paymentId, String provider, String disputeId, Money amount, boolean won) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record RecoveryOffered(String orderId, String customer, String couponCode, Optional<String> validUntil) {}

    private record OfRefund(String orderId, String refundId, String paymentId, String provider, Money amount, boolean restock, boolean late) {}

    /** The buyer can pay. */
    static Event requested(PaymentId id, String provider, Money amount, PaymentAction action, Instant now) {
        return ofAttempt("payment.requested.v1", id, now, new Requested(id.orderId(), id.toString(), id.attempt(), provider, amount, action));
    }

    /** The provider refused an attempt; another may succeed. */
    static Event failed(PaymentId id, String provider, Money amount, Instant now) {
        return ofAttempt("payment.failed.v1", id, now, new OfAttempt(id.orderId(), id.toString(), id.attempt(), provider, amount));
    }

    /** A buyer whose payment was refused is offered a coupon. At most once per order. */
    static Event recoveryOffered(String tenant, String orderId, String customer, String couponCode, Optional<String> validUntil, Instant now) {
        return Event.of(SOURCE, "payment.recovery_offered.v1", tenant, orderId, "", now, new RecoveryOffered(orderId, customer, couponCode, validUntil));
    }

    /** The money is here and is kept. At most once per order. */
    static Event captured(PaymentId id, String provider, Money amount, Instant now) {
        return ofAttempt("payment.captured.v1", id, now, new OfAttempt(id.orderId(), id.toString(), id.attempt(), provider, amount));
    }

    /** No money will be kept for this order. At most once per order, and never with a capture. */
    static Event closed(String tenant, String orderId, CloseReason reason, Instant now) {
        return Event.of(SOURCE, "payment.closed.v1", tenant, orderId, "", now, new Closed(orderId, reason));
    }

    /** Money came too late, or a second time; its refund is under way. */
    static Event receivedLate(Refund refund, Instant now) {
        var id = refund.paymentId();
        return ofAttempt("payment.received_late.v1", id, now, new ReceivedLate(id.orderId(), id.toString(), refund.provider(), refund.amount(), refund.refundId()));
    }

    /** A signed notification that contradicts what we know: it had no effect, somebody must look at it. What it names may be anything. */
    static Event quarantined(String tenant, String provider, String eventId, String paymentId, String why, Instant now) {
        return Event.of(SOURCE, "payment.quarantined.v1", tenant == null ? PLATFORM : tenant, provider + "/" + eventId, "", now,
                new Quarantined(provider, eventId, Redaction.redact(paymentId), Redaction.redact(why)));
    }

    /** A buyer's bank took money back, or tries to. Once per dispute. */
    static Event disputed(Dispute dispute, Instant now) {
        var id = dispute.paymentId();
        return Event.of(SOURCE, "payment.disputed.v1", id.tenant(), id.orderId(), dispute.disputeId(), now,
                new Disputed(id.orderId(), id.toString(), dispute.provider(), dispute.disputeId(), dispute.amount()));
    }

    /** A dispute is over. Once per dispute. */
    static Event disputeClosed(Dispute dispute, Instant now) {
        var id = dispute.paymentId();
        return Event.of(SOURCE, "payment.dispute_closed.v1", id.tenant(), id.orderId(), dispute.disputeId(), now,
                new DisputeClosed(id.orderId(), id.toString(), dispute.provider(), dispute.disputeId(), dispute.amount(), dispute.status() == Dispute.Status.WON));
    }

    static Event refundRequested(Refund refund, Instant now) {
        return ofRefund("refund.requested.v1", refund, now);
    }

    static Event refundSucceeded(Refund refund, Instant now) {
        return ofRefund("refund.succeeded.v1", refund, now);
    }

    static Event refundFailed(Refund refund, Instant now) {
        return ofRefund("refund.failed.v1", refund, now);
    }

    private static Event ofAttempt(String type, PaymentId id, Instant now, Object data) {
        return Event.of(SOURCE, type, id.tenant(), id.orderId(), Integer.toString(id.attempt()), now, data);
    }

    private static Event ofRefund(String type, Refund refund, Instant now) {
        var id = refund.paymentId();
        return Event.of(SOURCE, type, id.tenant(), id.orderId(), refund.refundId(), now,
                new OfRefund(id.orderId(), refund.refundId(), id.toString(), refund.provider(), refund.amount(), refund.restock(), refund.late()));
    }
}
