package commerce.payment.domain;

import commerce.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * The judge of an order's money: OPEN until it is CAPTURED or CLOSED, and that is decided once.
 *
 * <p>Closing a payment that was never asked for leaves a tombstone: CLOSED, without terms or attempts. It blocks a late request.
 *
 * @param tenant whose order
 * @param orderId which order
 * @param status what has been decided
 * @param terms what was asked for; empty in a tombstone
 * @param attempts by number
 * @param captured the attempt whose money is kept; present exactly when CAPTURED
 * @param reason why it was closed; present exactly when CLOSED
 * @param taskToken the newest token of the workflow that waits
 * @param refundingMinor the sum of ordinary refunds that are pending or succeeded, in minor units
 * @param offer the code of the coupon the buyer was offered after a failure
 * @param version grows with every change but that of the token and the outbox
 */
public record Payment(
        String tenant,
        String orderId,
        Status status,
        Optional<Terms> terms,
        SortedMap<Integer, Attempt> attempts,
        OptionalInt captured,
        Optional<CloseReason> reason,
        Optional<String> taskToken,
        long refundingMinor,
        Optional<String> offer,
        long version) {

    /** More attempts than anybody needs: bounds the row, and the doors to close at the end. */
    public static final int MAX_ATTEMPTS = 10;

    /** What has been decided. */
    public enum Status {
        OPEN,
        CAPTURED,
        CLOSED
    }

    /**
     * What was asked for.
     *
     * @param customer who is to pay
     * @param amount how much
     * @param payableUntil the end of the payment window
     * @param returnUrl where the buyer goes after paying, if the shop said so
     */
    public record Terms(String customer, Money amount, Instant payableUntil, Optional<String> returnUrl) {}

    public Optional<Attempt> attempt(int number) {
        return Optional.ofNullable(attempts.get(number));
    }

    public PaymentId idOf(Attempt attempt) {
        return new PaymentId(tenant, orderId, attempt.number());
    }

    /** The attempt whose money is kept. */
    public Optional<Attempt> capturedAttempt() {
        return captured.isPresent() ? attempt(captured.getAsInt()) : Optional.empty();
    }

    /** Those that might still bring money in. */
    public List<Attempt> attemptsThatMayStillBePaid() {
        return attempts.values().stream().filter(Attempt::mayStillBePaid).toList();
    }

    /** Why this payment would be closed now, were the workflow to give up for that cause. */
    public CloseReason reasonFor(String cause) {
        return CloseReason.of(!attempts.isEmpty() && attempts.get(attempts.lastKey()).status() == Attempt.Status.FAILED, cause);
    }

    // ---- money that came in -------------------------------------------------------------------------------------------------------

    /** What to do about money that came in. */
    public sealed interface Receipt {

        /** Keep it: the order is paid. */
        record Capture() implements Receipt {}

        /** It is the money we keep already. */
        record Captured(Attempt attempt) implements Receipt {}

        /** It came too late, or is the second: give it back. */
        record Late(Refund refund) implements Receipt {}

        /** It cannot be ours, or not as it is said to be: touch nothing. */
        record Quarantine(String why) implements Receipt {}
    }

    /**
     * Judges a provider's word that money came in for an attempt.
     *
     * @param transaction the provider's id of that money; empty if it has not said
     */
    public Receipt receive(int attemptNumber, String provider, Optional<String> transaction, Money amount) {
        var mismatch = mismatch(attemptNumber, provider, amount);
        if (mismatch.isPresent()) {
            return new Receipt.Quarantine(mismatch.get());
        }
        var attempt = attempts.get(attemptNumber);
        if (attempt.transaction().isPresent() && transaction.isPresent() && !attempt.transaction().equals(transaction)) {
            return new Receipt.Quarantine("a second transaction for an attempt that has brought money in already");
        }
        if (status == Status.OPEN) {
            return new Receipt.Capture();
        }
        return captured.equals(OptionalInt.of(attemptNumber))
                ? new Receipt.Captured(attempt)
                : new Receipt.Late(Refund.ofLateMoney(idOf(attempt), provider, amount));
    }

    // ---- a refusal ----------------------------------------------------------------------------------------------------------------

    /** What to do about a refusal. */
    public sealed interface Refusal {

        /** Remember it; another attempt may still succeed. */
        record Fail() implements Refusal {}

        /** The attempt has come further already. */
        record Nothing() implements Refusal {}

        /** It cannot be ours. */
        record Quarantine(String why) implements Refusal {}
    }

    /** Judges a provider's word that it refused an attempt. */
    public Refusal refuse(int attemptNumber, String provider, Money amount) {
        return mismatch(attemptNumber, provider, amount)
                .<Refusal>map(Refusal.Quarantine::new)
                .orElseGet(() -> attempts.get(attemptNumber).status() == Attempt.Status.OPEN ? new Refusal.Fail() : new Refusal.Nothing());
    }

    private Optional<String> mismatch(int attemptNumber, String provider, Money amount) {
        var attempt = attempts.get(attemptNumber);
        if (attempt == null || terms.isEmpty()) {
            return Optional.of("no such attempt was ever made");
        }
        if (!attempt.provider().equals(provider)) {
            return Optional.of("the attempt was made at another provider");
        }
        return terms.get().amount().equals(amount) ? Optional.empty() : Optional.of("another amount or currency than was asked for");
    }

    // ---- a further attempt --------------------------------------------------------------------------------------------------------

    /** Whether the customer may try again. */
    public sealed interface Retry {

        /** Yes, with that number. */
        record Try(int number, Terms terms) implements Retry {}

        /** The money is decided about, or the window is over. */
        record NotOpen(String why) implements Retry {}

        /** Too many attempts already. */
        record TooMany() implements Retry {}
    }

    /** Judges the wish for a further attempt. */
    public Retry retry(Instant now) {
        if (status != Status.OPEN || terms.isEmpty()) {
            return new Retry.NotOpen(status == Status.CAPTURED ? "the order is paid" : "the payment is closed");
        }
        if (!now.isBefore(terms.get().payableUntil())) {
            return new Retry.NotOpen("the payment window is over");
        }
        return attempts.size() >= MAX_ATTEMPTS ? new Retry.TooMany() : new Retry.Try(attempts.lastKey() + 1, terms.get());
    }

    // ---- a refund -----------------------------------------------------------------------------------------------------------------

    /** Whether money may go back. */
    public sealed interface Refunding {

        /** Yes: that refund. */
        record Begin(Refund refund) implements Refunding {}

        /** No money is kept that could go back. */
        record NothingCaptured() implements Refunding {}

        /** More than is left. */
        record Exceeds(Money refundable) implements Refunding {}

        /** The payment is in another currency. */
        record OtherCurrency(Money captured) implements Refunding {}
    }

    /**
     * Judges an operator's wish for a refund. What matters is that money is kept, not that the order is already CONFIRMED: after a capture
     * the order only goes forward, so a refund that overtakes the confirmation is as good as one that follows it.
     *
     * @param asked how much, or empty for all that is left
     */
    public Refunding refund(String refundId, Optional<Money> asked, boolean restock) {
        var kept = capturedAttempt();
        if (kept.isEmpty() || terms.isEmpty()) {
            return new Refunding.NothingCaptured();
        }
        var whole = terms.get().amount();
        var refundable = new Money(whole.minor() - refundingMinor, whole.currency());
        var amount = asked.orElse(refundable);
        if (!amount.currency().equals(whole.currency())) {
            return new Refunding.OtherCurrency(whole);
        }
        if (!amount.isPositive() || amount.compareTo(refundable) > 0) {
            return new Refunding.Exceeds(refundable.isNegative() ? whole.zero() : refundable);
        }
        return new Refunding.Begin(new Refund(refundId, idOf(kept.get()), kept.get().provider(), amount, restock, false, asked, Refund.Status.PENDING, Optional.empty()));
    }
}
