package commerce.payment.provider;

import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Money;
import commerce.payment.domain.Notification;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A payment provider. Every call is idempotent by our own id, which is also our reference at the provider, so a call that was not answered
 * is simply made again.
 *
 * <p>All throw {@link commerce.kernel.Busy} if the provider cannot be reached, does not answer in time or answers 5xx.
 */
public sealed interface PaymentProvider permits SimulatorProvider {

    /** The name in {@code paymentProvider}, in {@code /webhooks/{provider}} and in events. */
    String name();

    /** Whether this installation is configured to use it. */
    boolean isOn();

    /**
     * What is to be paid.
     *
     * @param id our reference at the provider
     * @param amount how much
     * @param expiresAt the provider must not take money after that
     */
    record Asked(PaymentId id, Money amount, Instant expiresAt) {}

    /** What came of asking for a payment. */
    sealed interface Creation {

        /** It can be paid; the same answer to the same question. */
        record Created(String providerReference, PaymentAction action) implements Creation {}

        /** The provider will not take it, however often it is asked. */
        record Refused(String why) implements Creation {}
    }

    /** How a payment stands at the provider. */
    sealed interface Standing {

        /** It can still be paid, or was refused and can be tried again. */
        record Open() implements Standing {}

        /** Money came in, that much. */
        record Paid(String providerReference, Money amount) implements Standing {}

        /** It cannot be paid any more. */
        record Closed() implements Standing {}

        /** The provider has never heard of it. */
        record Unknown() implements Standing {}
    }

    /** What came of asking for a refund. */
    sealed interface Repayment {

        /** It is on its way or done; a notification tells the end. */
        record Accepted() implements Repayment {}

        /** The provider will not do it, however often it is asked. */
        record Refused(String why) implements Repayment {}
    }

    /** What a notification is worth. */
    sealed interface Verification {

        /** Nothing: it proves no sender. The reason is for the log, not for the sender. */
        record Rejected(String why) implements Verification {}

        /** It is the provider's. Some send several events in one body. */
        record Authentic(List<SignedEvent> events) implements Verification {}
    }

    /**
     * One event out of a notification.
     *
     * @param eventId the same on every delivery; unique at this provider
     * @param notification what it says
     * @param evidence the headers that prove it, kept beside the raw body
     */
    record SignedEvent(String eventId, Notification notification, Map<String, String> evidence) {}

    Creation create(Asked asked);

    Standing query(PaymentId id);

    /** Closes it unless it is paid. {@link Standing.Paid}, {@link Standing.Closed} or {@link Standing.Unknown}. */
    Standing close(PaymentId id);

    Repayment refund(Refund refund);

    /** Judges the raw bytes and headers of a request to our webhook. Never throws because of what is in them. */
    Verification verify(HttpRequest delivery, Instant now);

    /** The answer this provider takes as "stored, do not send it again". */
    HttpResponse acknowledgement();
}
