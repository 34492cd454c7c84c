package commerce.payment.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import commerce.kernel.Money;

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
    @JsonSubTypes.Type(value = Notification.Ignored.class, name = "IGNORED"),
    @JsonSubTypes.Type(value = Notification.Unreadable.class, name = "UNREADABLE")
})
public sealed interface Notification {

    /** Money came in for the attempt named by {@code paymentId}. */
    record PaymentSucceeded(String paymentId, String providerReference, Money amount) implements Notification {}

    /** The provider refused that attempt. */
    record PaymentFailed(String paymentId, String providerReference, Money amount) implements Notification {}

    /** Money went back; {@code refundReference} is {@link PaymentId#refundReference}. */
    record RefundSucceeded(String refundReference, String paymentId, Money amount) implements Notification {}

    /** Money did not go back and will not. */
    record RefundFailed(String refundReference, String paymentId, Money amount) implements Notification {}

    /** Signed, but of a type we make no use of. */
    record Ignored(String type) implements Notification {}

    /** Signed, but not what the provider's protocol says: somebody must look at it. */
    record Unreadable(String why) implements Notification {}
}
