package commerce.local.simulators;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A provider's books, in memory: payments and refunds, each created once by its key, and a journal of what moved money. One lock;
 * nothing waits inside it. What all providers agree on is here; how they say it is the protocol's.
 */
public final class Books {

    private final Clock clock;
    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private final Map<String, String> keyOfPaymentId = new HashMap<>();
    private final Map<String, String> keyOfReference = new HashMap<>();
    private final Map<String, Refund> refunds = new HashMap<>();
    private final Map<String, List<String>> refundKeysOfPayment = new HashMap<>();
    private final Set<String> refundsThatFail = new HashSet<>();
    private final List<Movement> journal = new ArrayList<>();
    /** By payment. */
    private final Map<String, BillMistake> mistakes = new HashMap<>();
    private final List<Movement> invented = new ArrayList<>();

    Books(Clock clock) {
        this.clock = clock;
    }

    /** Money that moved: of a payment, of a refund that was done or came back ({@code refund} is null else), or of a dispute. */
    public record Movement(Instant at, Kind kind, Payment payment, Refund refund, Money amount) {

        /** Why it moved. */
        public enum Kind {
            PAYMENT,
            REFUND,
            REFUND_RETURNED,
            DISPUTE,
            DISPUTE_WON
        }
    }

    /** The entry of that key, and whether it was this call that made it. */
    public record Created<T>(T entry, boolean isNew) {}

    /** What came of asking for a refund. */
    public sealed interface Refunding {

        /** It is in the books, since now or since it was first asked for. */
        record Accepted(Refund refund, boolean isNew) implements Refunding {}

        /** The key was used for another payment or amount. */
        record Differs(Refund known) implements Refunding {}

        /** There is no payment of that key. */
        record NoPayment() implements Refunding {}

        /** Nothing was paid that could be given back. */
        record NotPaid(Payment payment) implements Refunding {}

        /** It is more than is left, or in another currency. */
        record Exceeds(Payment payment) implements Refunding {}
    }

    /** Makes the payment unless there is one of that key, which is then answered as it is. */
    public synchronized Created<Payment> create(Asked asked) {
        var known = payments.get(asked.key());
        if (known != null) {
            return new Created<>(known.at(clock.instant()), false);
        }
        var payment = Payment.of(asked);
        payments.put(asked.key(), payment);
        keyOfPaymentId.put(asked.paymentId(), asked.key());
        keyOfReference.put(asked.providerReference(), asked.key());
        return new Created<>(payment.at(clock.instant()), true);
    }

    public synchronized Optional<Payment> find(String key) {
        return Optional.ofNullable(payments.get(key)).map(payment -> payment.at(clock.instant()));
    }

    /** The newest payment of the merchant's own id. */
    public synchronized Optional<Payment> findByPaymentId(String paymentId) {
        return Optional.ofNullable(keyOfPaymentId.get(paymentId)).flatMap(this::find);
    }

    public synchronized Optional<Payment> findByReference(String providerReference) {
        return Optional.ofNullable(keyOfReference.get(providerReference)).flatMap(this::find);
    }

    public synchronized List<Payment> payments(Predicate<Payment> which) {
        return payments.values().stream().map(payment -> payment.at(clock.instant())).filter(which).toList();
    }

    public synchronized Optional<Refund> findRefund(String key) {
        return Optional.ofNullable(refunds.get(key));
    }

    /** In the order they were asked for. */
    public synchronized List<Refund> refundsOf(String paymentKey) {
        return refundKeysOfPayment.getOrDefault(paymentKey, List.of()).stream().map(refunds::get).toList();
    }

    /** What bills say moved money from then until before that, in order: what did, but for the mistakes that were asked for. */
    public synchronized List<Movement> journal(Instant from, Instant until) {
        return Stream.concat(journal.stream(), invented.stream()).flatMap(this::asBilled).filter(movement -> !movement.at().isBefore(from) && movement.at().isBefore(until))
                .sorted(Comparator.comparing(Movement::at)).toList();
    }

    private Stream<Movement> asBilled(Movement movement) {
        var mistake = movement.kind() == Movement.Kind.PAYMENT ? mistakes.get(movement.payment().key()) : null;
        return mistake == null ? Stream.of(movement) : mistake.of(movement);
    }

    /** From now on the bills are wrong about that payment; false if there is none. */
    synchronized boolean misbill(String paymentId, BillMistake mistake) {
        var payment = findByPaymentId(paymentId);
        payment.ifPresent(known -> {
            mistakes.put(known.key(), mistake);
            if (mistake == BillMistake.INVENTS) {
                invented.add(new Movement(clock.instant(), Movement.Kind.PAYMENT, known.paying(new Payment.Receipt(known.amount(), clock.instant())), null, known.amount()));
            }
        });
        return payment.isPresent();
    }

    /** Closes it unless it is paid, or its money is on its way; answers how it stands now. */
    public synchronized Optional<Payment> close(String key) {
        return Optional.ofNullable(payments.computeIfPresent(key, (same, payment) -> payment.isPaid() || payment.delayed() ? payment : payment.with(Payment.Status.CLOSED)));
    }

    /** Closes a payment whose time is over; empty if it is not, or ended otherwise. */
    synchronized Optional<Change> expire(String key) {
        var payment = payments.get(key);
        if (payment == null || payment.status() == Payment.Status.CLOSED || payment.at(clock.instant()).status() != Payment.Status.CLOSED) {
            return Optional.empty();
        }
        return Optional.of(new Change.Closed(numbered(payment.with(Payment.Status.CLOSED))));
    }

    /** Numbers the close, for a protocol that tells it. */
    public synchronized Change closed(String key) {
        return new Change.Closed(numbered(payments.get(key)));
    }

    /**
     * The buyer pays or is refused, whatever the state: they may have paid just before our close arrived. A refusal does not undo a
     * payment that is paid.
     */
    synchronized Optional<Change> settle(String paymentId, Outcome outcome, Optional<Money> amount) {
        return Optional.ofNullable(keyOfPaymentId.get(paymentId)).map(payments::get).map(payment -> switch (outcome) {
            case SUCCEEDED -> {
                var received = new Payment.Receipt(amount.orElse(payment.amount()), clock.instant());
                var paid = numbered(payment.paying(received));
                journal.add(new Movement(received.at(), Movement.Kind.PAYMENT, paid, null, received.amount()));
                yield new Change.Paid(paid);
            }
            case FAILED -> new Change.Refused(numbered(payment.isPaid() ? payment : payment.with(Payment.Status.REFUSED)));
            case PROCESSING -> new Change.Processing(numbered(payment.isPaid() ? payment : payment.with(Payment.Status.PROCESSING)));
        });
    }

    /** What came in, and went out again, for that payment: the sums of the journal. */
    public record Balance(Payment payment, long received, long givenBack, List<Refund> refunds) {}

    /** The newest payment of the merchant's own id, and what its money did. */
    synchronized Optional<Balance> balance(String paymentId) {
        return findByPaymentId(paymentId).map(payment -> new Balance(payment, moved(payment, Movement.Kind.PAYMENT),
                moved(payment, Movement.Kind.REFUND) - moved(payment, Movement.Kind.REFUND_RETURNED), refundsOf(payment.key())));
    }

    private long moved(Payment payment, Movement.Kind kind) {
        return journal.stream().filter(movement -> movement.kind() == kind && movement.payment().key().equals(payment.key())).mapToLong(movement -> movement.amount().amount()).sum();
    }

    /** Takes a refund of a key that is new, or answers what came of it before. */
    public synchronized Refunding refund(Refund asked) {
        var known = refunds.get(asked.key());
        if (known != null) {
            return known.sameAs(asked) ? new Refunding.Accepted(known, false) : new Refunding.Differs(known);
        }
        var payment = payments.get(asked.paymentKey());
        if (payment == null) {
            return new Refunding.NoPayment();
        }
        if (payment.receipt() == null) {
            return new Refunding.NotPaid(payment);
        }
        if (!payment.receipt().amount().sameCurrency(asked.amount()) || asked.amount().amount() < 1 || asked.amount().amount() > payment.left()) {
            return new Refunding.Exceeds(payment);
        }
        refunds.put(asked.key(), asked);
        refundKeysOfPayment.computeIfAbsent(payment.key(), none -> new ArrayList<>()).add(asked.key());
        payments.put(payment.key(), payment.refunding(asked.amount().amount()));
        return new Refunding.Accepted(asked, true);
    }

    /** From now on refunds of that payment are accepted and then fail, as when the buyer's account no longer exists. */
    synchronized boolean failRefundsOf(String paymentId) {
        refundsThatFail.add(paymentId);
        return keyOfPaymentId.containsKey(paymentId);
    }

    /** Ends a pending refund; empty if there is none. A failed one leaves the money with the payment. */
    synchronized Optional<Change> finish(String refundKey) {
        var refund = refunds.get(refundKey);
        if (refund == null || refund.status() != Refund.Status.PENDING) {
            return Optional.empty();
        }
        var payment = payments.get(refund.paymentKey());
        var fails = refundsThatFail.contains(payment.paymentId());
        var ended = refund.ended(fails ? Refund.Status.FAILED : Refund.Status.SUCCEEDED, clock.instant());
        refunds.put(refundKey, ended);
        var after = numbered(fails ? payment.refunding(-refund.amount().amount()) : payment);
        if (!fails) {
            journal.add(new Movement(ended.endedAt(), Movement.Kind.REFUND, after, ended, ended.amount()));
        }
        return Optional.of(new Change.RefundEnded(after, ended));
    }

    /** The newest refund that succeeded comes back from the buyer's bank, and the money is with the payment again; empty if there is none. */
    synchronized Optional<Change> returnRefund(String paymentId) {
        return findByPaymentId(paymentId).flatMap(payment -> refundsOf(payment.key()).reversed().stream().filter(refund -> refund.status() == Refund.Status.SUCCEEDED).findFirst()
                .map(refund -> {
                    var returned = refund.ended(Refund.Status.FAILED, clock.instant());
                    refunds.put(refund.key(), returned);
                    var after = numbered(payment.refunding(-refund.amount().amount()));
                    journal.add(new Movement(returned.endedAt(), Movement.Kind.REFUND_RETURNED, after, returned, returned.amount()));
                    return new Change.RefundReturned(after, returned);
                }));
    }

    /** The buyer's bank takes the money back; empty if nothing is paid or a dispute is open. */
    synchronized Optional<Change> dispute(String paymentId, Optional<Money> amount) {
        return Optional.ofNullable(keyOfPaymentId.get(paymentId)).map(payments::get)
                .filter(payment -> payment.isPaid() && (payment.dispute() == null || payment.dispute().status() != Payment.Dispute.Status.OPEN))
                .map(payment -> {
                    var dispute = new Payment.Dispute(amount.orElse(payment.receipt().amount()), clock.instant(), Payment.Dispute.Status.OPEN);
                    var after = numbered(payment.disputed(dispute));
                    journal.add(new Movement(dispute.at(), Movement.Kind.DISPUTE, after, null, dispute.amount()));
                    return new Change.Disputed(after);
                });
    }

    /** Ends an open dispute; a won one gives the money back to the merchant. */
    synchronized Optional<Change> endDispute(String paymentId, boolean won) {
        return Optional.ofNullable(keyOfPaymentId.get(paymentId)).map(payments::get)
                .filter(payment -> payment.dispute() != null && payment.dispute().status() == Payment.Dispute.Status.OPEN)
                .map(payment -> {
                    var open = payment.dispute();
                    var after = numbered(payment.disputed(new Payment.Dispute(open.amount(), open.at(), won ? Payment.Dispute.Status.WON : Payment.Dispute.Status.LOST)));
                    if (won) {
                        journal.add(new Movement(clock.instant(), Movement.Kind.DISPUTE_WON, after, null, open.amount()));
                    }
                    return new Change.DisputeEnded(after);
                });
    }

    private Payment numbered(Payment payment) {
        var numbered = payment.oneMoreEvent();
        payments.put(payment.key(), numbered);
        return numbered;
    }
}
