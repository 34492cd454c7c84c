package commerce.payment.provider;

import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Money;
import commerce.kernel.Problem;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Notification;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A payment provider. Every call is idempotent by our own id, which is also our reference at the provider, so a call that was not answered
 * is simply made again: what is sent depends on nothing but the arguments, and never on the moment.
 *
 * <p>All calls throw {@link commerce.kernel.Busy} if the provider cannot be reached, does not answer in time, answers 5xx or 429, or does
 * not accept our credentials.
 */
public sealed interface PaymentProvider permits SimulatorProvider, StripeProvider, WechatpayProvider, AlipayProvider, AdyenProvider {

    /** The name in {@code paymentProvider}, in {@code /webhooks/{provider}} and in events. */
    String name();

    /** Whether this installation is configured to use it. */
    boolean isOn();

    // ---- asking for money ---------------------------------------------------------------------------------------------------------

    /**
     * What is to be paid.
     *
     * @param id our reference at the provider
     * @param amount how much
     * @param description what for, as the buyer reads it
     * @param claimedAt when the attempt was written down, before the provider was first asked; the same at every repetition
     * @param expiresAt the provider must not take money after that
     * @param returnUrl where the buyer goes afterwards, if the shop said so
     * @param notifyUrl where the provider's notifications go; empty if this installation has no public address
     */
    record Asked(PaymentId id, Money amount, String description, Instant claimedAt, Instant expiresAt, Optional<String> returnUrl, Optional<String> notifyUrl) {}

    /** What came of asking for a payment. */
    sealed interface Creation {

        /** It can be paid; the same answer to the same question. */
        record Created(String providerReference, PaymentAction action) implements Creation {}

        /** The provider will not take it, however often it is asked. */
        record Refused(String why) implements Creation {}
    }

    /** Opens it. */
    Creation create(Asked asked);

    /**
     * An attempt as we know it.
     *
     * @param id our reference
     * @param amount what was asked for
     * @param providerReference the provider's id of what {@link #create} made; empty if its answer never reached us
     * @param transaction the provider's id of the money that came in; empty if none has, or nobody told
     */
    record Known(PaymentId id, Money amount, Optional<String> providerReference, Optional<String> transaction) {

        /** @throws java.util.NoSuchElementException if the row is a tombstone, which has no attempts */
        public static Known of(Payment payment, Attempt attempt) {
            return new Known(payment.idOf(attempt), payment.terms().orElseThrow().amount(), attempt.providerReference(), attempt.transaction());
        }
    }

    /** How a payment stands at the provider. */
    sealed interface Standing {

        /** It can still be paid, or was refused and can be tried again. */
        record Open() implements Standing {}

        /** The buyer has done their part and the money may still come; nobody can call it back. */
        record Processing() implements Standing {}

        /**
         * Money came in.
         *
         * @param transaction the provider's id of that money; empty if it says so later, by its notification
         * @param amount how much
         */
        record Paid(Optional<String> transaction, Money amount) implements Standing {

            public Paid(String transaction, Money amount) {
                this(Optional.of(transaction), amount);
            }
        }

        /** It cannot be paid any more. */
        record Closed() implements Standing {}

        /** The provider has never heard of it. */
        record Unknown() implements Standing {}
    }

    Standing query(Known attempt);

    /** Closes it unless it is paid. Anything but {@link Standing.Open}. */
    Standing close(Known attempt);

    // ---- giving money back --------------------------------------------------------------------------------------------------------

    /** How a refund stands at the provider. */
    sealed interface Repayment {

        /** It is on its way under that id of the provider's; a notification or a query tells the end. */
        record Pending(String providerReference) implements Repayment {}

        /** The money went back. */
        record Succeeded(String providerReference) implements Repayment {}

        /** The money did not go back and will not, however often it is asked. */
        record Refused(String why) implements Repayment {}

        /** The provider has never heard of it. */
        record Unknown() implements Repayment {}
    }

    /** Asks for it. Anything but {@link Repayment.Unknown}. */
    Repayment refund(Refund refund, Known attempt);

    Repayment queryRefund(Refund refund, Known attempt);

    /**
     * What the provider's notifications call that refund. Where it is not {@link Refund#reference}, because that is too long for the
     * provider's field, it is kept before the provider is asked, so that the notification finds its way back.
     */
    default String nameThere(Refund refund) {
        return refund.reference();
    }

    // ---- what the provider tells --------------------------------------------------------------------------------------------------

    /** What a notification is worth. */
    sealed interface Verification {

        /** Nothing: it proves no sender. The reason is for the log, not for the sender. */
        record Rejected(String why) implements Verification {}

        /**
         * It is the provider's.
         *
         * @param events some send several in one body
         * @param evidence the headers that prove it, kept beside the raw body
         */
        record Authentic(List<SignedEvent> events, Map<String, String> evidence) implements Verification {}
    }

    /**
     * One event out of a notification.
     *
     * @param eventId the same on every delivery; unique at this provider
     * @param notification what it says
     */
    record SignedEvent(String eventId, Notification notification) {}

    /** Whether its disputes or bills may name nothing but the transaction, so that it must be remembered whose that is. */
    default boolean namesTransactionsOnly() {
        return false;
    }

    /** Judges the raw bytes and headers of a request to our webhook. Never throws because of what is in them. */
    Verification verify(HttpRequest delivery, Instant now);

    /** Reads once more what was verified when it came: for a replay, long after its signature has gone stale. */
    List<SignedEvent> read(byte[] rawBody);

    /** The answer this provider takes as "stored, do not send it again". */
    HttpResponse acknowledgement();

    /** The answer to what proves no sender. */
    default HttpResponse rejection() {
        return HttpResponse.problem(Problem.unauthenticated("the signature does not prove that this was sent by " + name()));
    }

    /** The answer this provider takes as "not stored, send it again". */
    default HttpResponse notStored() {
        return HttpResponse.problem(Problem.tryAgain("the notification could not be stored"));
    }

    // ---- the provider's own books -------------------------------------------------------------------------------------------------

    /**
     * Reads what the provider booked on that day of its calendar.
     *
     * @throws commerce.kernel.Busy also while the bill is not there yet
     */
    void bill(LocalDate day, BillReader bill);
}
