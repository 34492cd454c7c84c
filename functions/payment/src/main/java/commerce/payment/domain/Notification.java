package commerce.payment.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import commerce.kernel.Money;
import java.util.Optional;

/**
 * What a provider told us, in our words, after its signature was verified. It is kept beside the raw bytes, so that applying it needs
 * neither the provider's secret nor its format.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Notification.PaymentSucceeded.class, name = "PAYMENT_SUCCEEDED"),
    @JsonSubTypes.Type(value = Notification.PaymentFailed.class, name = "PAYMENT_FAILED"),
    @JsonSubTypes.Type(value = Notification.RefundSucceeded.class, name = "REFUND_SUCCEEDED"),
    @JsonSubTypes.Type(value = Notification.RefundFailed.class, name = "REFUND_FAILED"),
    @JsonSubTypes.Type(value = Notification.Disputed.class, name = "DISPUTED"),
    @JsonSubTypes.Type(value = Notification.Ignored.class, name = "IGNORED"),
    @JsonSubTypes.Type(value = Notification.Unfit.class, name = "UNFIT")
})
public sealed interface Notification {

    /** Money came in for the attempt named by {@code paymentId}; {@code transaction} is the provider's id of that money. */
    record PaymentSucceeded(String paymentId, String transaction, Money amount) implements Notification {}

    /** The provider refused that attempt. */
    record PaymentFailed(String paymentId, Money amount) implements Notification {}

    /** Money went back; {@code refundReference} is {@link PaymentId#refundReference}, or what this provider calls it. */
    record RefundSucceeded(String refundReference, String paymentId, Money amount) implements Notification {}

    /** Money did not go back and will not. */
    record RefundFailed(String refundReference, String paymentId, Money amount) implements Notification {}

    /** A buyer's bank took that money back, or tries to, or that is over; {@code transaction} is the provider's id of the money. */
    record Disputed(String disputeId, String transaction, Money amount, Dispute.Status status) implements Notification {}

    /** Signed, but of a type we make no use of. */
    record Ignored(String type) implements Notification {}

    /** Signed, but not what the provider's protocol says, or about another account or mode than ours: somebody must look at it. */
    record Unfit(String why) implements Notification {}

    /** The payment it names, as it names it; empty if it names none. */
    default Optional<String> about() {
        return switch (this) {
            case PaymentSucceeded succeeded -> Optional.of(succeeded.paymentId());
            case PaymentFailed failed -> Optional.of(failed.paymentId());
            case RefundSucceeded succeeded -> Optional.of(succeeded.paymentId());
            case RefundFailed failed -> Optional.of(failed.paymentId());
            case Disputed disputed -> Optional.empty();
            case Ignored ignored -> Optional.empty();
            case Unfit unfit -> Optional.empty();
        };
    }
}
