package commerce.payment;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.kernel.Transactions.Outcome;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.CloseReason;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import commerce.payment.domain.Told;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The payment rows and refunds of the payment table: every key and every expression. (The inbox, in the same table, is
 * {@link InboxTable}'s.)
 *
 * <pre>
 * pk &lt;tenant&gt;#ORDER#&lt;orderId&gt;  sk PAYMENT            the judge, see {@link Payment}; attempts is a map by number,
 *                                                     told a set that only grows, see {@link Told}
 *                                sk REFUND#&lt;refundId&gt;  see {@link Refund}
 * </pre>
 *
 * The end of the payment window is {@code payableUntil}; {@code expiresAt} would make TTL delete the row.
 */
@Singleton
public class PaymentTable {

    private static final String PAYMENT = "PAYMENT";
    private static final Map<String, String> ATTEMPT_NAMES = Map.of("#status", "status", "#provider", "provider");
    private static final String TRANSACTION = "transaction";

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final Clock clock;

    public PaymentTable(DynamoDbClient dynamoDb, Transactions transactions, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What came of a guarded write. */
    sealed interface Write {

        /** The guard held; the row as it is now. */
        record Done(Payment now) implements Write {}

        /** It did not and nothing was written; the row as it was, or empty if there is none. */
        record Refused(Optional<Payment> was) implements Write {}
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static String partition(String tenant, String orderId) {
        return tenant + "#ORDER#" + orderId;
    }

    private static Map<String, AttributeValue> key(String tenant, String orderId) {
        return Items.key(partition(tenant, orderId), PAYMENT);
    }

    private static Map<String, AttributeValue> key(PaymentId id) {
        return key(id.tenant(), id.orderId());
    }

    private static Map<String, AttributeValue> refundKey(PaymentId id, String refundId) {
        return Items.key(partition(id.tenant(), id.orderId()), "REFUND#" + refundId);
    }

    Optional<Payment> find(String tenant, String orderId) {
        var item = dynamoDb.getItem(request -> request.tableName(table()).key(key(tenant, orderId)).consistentRead(true)).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(PaymentItems.payment(item));
    }

    // ---- requesting ---------------------------------------------------------------------------------------------------------------

    /**
     * Creates the row with its first attempt, or takes the newest token into an open one. Refused once it is decided, which is an answer:
     * the row as it was decided.
     */
    Write claimUnlessDecided(String tenant, String orderId, Payment.Terms terms, String provider, String taskToken) {
        var names = Map.of("#type", "type", "#status", "status");
        var values = new HashMap<String, AttributeValue>();
        values.put(":type", Items.s("payment"));
        values.put(":tenant", Items.s(tenant));
        values.put(":orderId", Items.s(orderId));
        values.put(":open", Items.s(Payment.Status.OPEN.name()));
        values.put(":customer", Items.s(terms.customer()));
        values.put(":amount", Items.n(terms.amount().minor()));
        values.put(":currency", Items.s(terms.amount().currency().getCurrencyCode()));
        values.put(":payableUntil", Items.n(terms.payableUntil().getEpochSecond()));
        values.put(":attempts", AttributeValue.fromM(Map.of("1", PaymentItems.claimedAttempt(provider, clock.instant()))));
        values.put(":one", Items.n(1));
        values.put(":zero", Items.n(0));
        values.put(":token", Items.s(taskToken));
        terms.returnUrl().ifPresent(url -> values.put(":returnUrl", Items.s(url)));
        return update(key(tenant, orderId), names, values,
                """
                SET #type = if_not_exists(#type, :type), tenant = if_not_exists(tenant, :tenant), orderId = if_not_exists(orderId, :orderId), \
                #status = if_not_exists(#status, :open), customer = if_not_exists(customer, :customer), amount = if_not_exists(amount, :amount), \
                currency = if_not_exists(currency, :currency), payableUntil = if_not_exists(payableUntil, :payableUntil), \
                attempts = if_not_exists(attempts, :attempts), \
                refunding = if_not_exists(refunding, :zero), version = if_not_exists(version, :one), taskToken = :token"""
                        + (terms.returnUrl().isPresent() ? ", returnUrl = if_not_exists(returnUrl, :returnUrl)" : ""),
                "attribute_not_exists(pk) OR #status = :open");
    }

    /** Adds a further attempt to a row that is as it was seen: open, with that many attempts. */
    Write addAttemptIfUnchanged(Payment seen, int number, String provider) {
        return update(key(seen.tenant(), seen.orderId()),
                Map.of("#status", "status", "#n", Integer.toString(number)),
                Map.of(":open", Items.s(Payment.Status.OPEN.name()), ":version", Items.n(seen.version()), ":one", Items.n(1), ":attempt", PaymentItems.claimedAttempt(provider, clock.instant())),
                "SET attempts.#n = :attempt, version = version + :one",
                "#status = :open AND version = :version");
    }

    /** Stores what the provider answered, once, unless the order's money was decided without this attempt meanwhile. */
    Write storeActionIfStillWanted(PaymentId id, String providerReference, PaymentAction action, Event requested) {
        var outbox = Outbox.onUpdate(clock.instant(), requested);
        return update(key(id),
                outbox.names(Map.of("#status", "status", "#action", "action", "#n", Integer.toString(id.attempt()))),
                outbox.values(Map.of(":open", Items.s(Payment.Status.OPEN.name()), ":number", Items.n(id.attempt()),
                        ":action", Items.json(action), ":reference", Items.s(providerReference), ":one", Items.n(1))),
                "SET attempts.#n.#action = :action, attempts.#n.providerReference = :reference, version = version + :one, " + outbox.set() + " ADD " + outbox.add(),
                "attribute_exists(attempts.#n) AND attribute_not_exists(attempts.#n.#action) AND (#status = :open OR captured = :number)");
    }

    // ---- deciding -----------------------------------------------------------------------------------------------------------------

    /** OPEN to CAPTURED by money that fits the attempt. */
    Write captureIfOpen(PaymentId id, String provider, String transaction, Money amount, Event captured) {
        var outbox = Outbox.onUpdate(clock.instant(), captured);
        var values = attemptValues(provider, amount);
        values.put(":open", Items.s(Payment.Status.OPEN.name()));
        values.put(":captured", Items.s(Payment.Status.CAPTURED.name()));
        values.put(":succeeded", Items.s(Attempt.Status.SUCCEEDED.name()));
        values.put(":number", Items.n(id.attempt()));
        values.put(":now", Items.instant(clock.instant()));
        values.put(":transaction", Items.s(transaction));
        values.put(":told", told(Told.succeeded(id.attempt(), transaction)));
        var names = attemptNames(id);
        names.put("#transaction", TRANSACTION);
        return update(key(id), outbox.names(names), outbox.values(values),
                "SET #status = :captured, captured = :number, decidedAt = :now, attempts.#n.#status = :succeeded, attempts.#n.#transaction = :transaction, version = version + :one, "
                        + outbox.set() + " ADD told :told, " + outbox.add(),
                "#status = :open AND attempts.#n.#provider = :provider AND amount = :amount AND currency = :currency");
    }

    /** The attempt's OPEN to FAILED, whatever has become of the row. */
    Write failAttemptIfOpen(PaymentId id, String provider, Money amount, Event failed) {
        var outbox = Outbox.onUpdate(clock.instant(), failed);
        var values = attemptValues(provider, amount);
        values.put(":open", Items.s(Attempt.Status.OPEN.name()));
        values.put(":failed", Items.s(Attempt.Status.FAILED.name()));
        values.put(":told", told(Told.failed(id.attempt())));
        return update(key(id), outbox.names(attemptNames(id)), outbox.values(values),
                "SET attempts.#n.#status = :failed, version = version + :one, " + outbox.set() + " ADD told :told, " + outbox.add(),
                "attempts.#n.#status = :open AND attempts.#n.#provider = :provider AND amount = :amount AND currency = :currency");
    }

    /** Appends what was told too late to change anything: the events of a payment are complete, whatever their order. */
    void append(PaymentId id, Told told) {
        dynamoDb.updateItem(request -> request.tableName(table()).key(key(id)).updateExpression("ADD told :told").conditionExpression("attribute_exists(pk)")
                .expressionAttributeValues(Map.of(":told", told(told))));
    }

    private static AttributeValue told(Told... events) {
        return AttributeValue.fromSs(Arrays.stream(events).map(Told::toString).toList());
    }

    private static Map<String, String> attemptNames(PaymentId id) {
        var names = new HashMap<>(ATTEMPT_NAMES);
        names.put("#n", Integer.toString(id.attempt()));
        return names;
    }

    private static Map<String, AttributeValue> attemptValues(String provider, Money amount) {
        return new HashMap<>(Map.of(":provider", Items.s(provider), ":amount", Items.n(amount.minor()),
                ":currency", Items.s(amount.currency().getCurrencyCode()), ":one", Items.n(1)));
    }

    /** OPEN to CLOSED, if nothing has happened since the doors at the provider were closed one by one. */
    Write closeIfUnchanged(Payment seen, CloseReason reason, Event closed) {
        var outbox = Outbox.onUpdate(clock.instant(), closed);
        var names = new HashMap<>(Map.of("#status", "status"));
        var values = new HashMap<>(Map.of(":open", Items.s(Payment.Status.OPEN.name()), ":closed", Items.s(Payment.Status.CLOSED.name()),
                ":version", Items.n(seen.version()), ":one", Items.n(1), ":reason", Items.s(reason.name()), ":now", Items.instant(clock.instant())));
        var attempts = new StringBuilder();
        var closes = seen.attemptsThatMayStillBePaid().stream().map(attempt -> Told.closed(attempt.number())).toArray(Told[]::new);
        if (closes.length > 0) {
            values.put(":told", told(closes));
        }
        for (var attempt : seen.attemptsThatMayStillBePaid()) {
            names.put("#n" + attempt.number(), Integer.toString(attempt.number()));
            attempts.append(", attempts.#n").append(attempt.number()).append(".#status = :closed");
        }
        return update(key(seen.tenant(), seen.orderId()), outbox.names(names), outbox.values(values),
                "SET #status = :closed, reason = :reason, decidedAt = :now, version = version + :one" + attempts + ", " + outbox.set() + " ADD " + (closes.length > 0 ? "told :told, " : "") + outbox.add(),
                "#status = :open AND version = :version");
    }

    /** A CLOSED row where there is none: it blocks a late request. Refused if there is a row. */
    Write leaveTombstone(String tenant, String orderId, CloseReason reason, Event closed) {
        var item = Items.item(partition(tenant, orderId), PAYMENT, "payment");
        item.put("tenant", Items.s(tenant));
        item.put("orderId", Items.s(orderId));
        item.put("status", Items.s(Payment.Status.CLOSED.name()));
        item.put("reason", Items.s(reason.name()));
        item.put("decidedAt", Items.instant(clock.instant()));
        Outbox.onPut(item, clock.instant(), closed);
        try {
            dynamoDb.putItem(request -> request.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)")
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return new Write.Done(PaymentItems.payment(item));
        } catch (ConditionalCheckFailedException e) {
            return new Write.Refused(rowOf(e));
        }
    }

    private Write update(Map<String, AttributeValue> key, Map<String, String> names, Map<String, AttributeValue> values, String change, String guard) {
        try {
            var now = dynamoDb.updateItem(request -> request.tableName(table()).key(key).updateExpression(change).conditionExpression(guard)
                    .expressionAttributeNames(names).expressionAttributeValues(values)
                    .returnValues(ReturnValue.ALL_NEW).returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).attributes();
            return new Write.Done(PaymentItems.payment(now));
        } catch (ConditionalCheckFailedException e) {
            return new Write.Refused(rowOf(e));
        }
    }

    private static Optional<Payment> rowOf(ConditionalCheckFailedException e) {
        return e.hasItem() && !e.item().isEmpty() ? Optional.of(PaymentItems.payment(e.item())) : Optional.empty();
    }

    // ---- refunds ------------------------------------------------------------------------------------------------------------------

    Optional<Refund> findRefund(PaymentId ofOrder, String refundId) {
        var item = dynamoDb.getItem(request -> request.tableName(table()).key(refundKey(ofOrder, refundId)).consistentRead(true)).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(PaymentItems.refund(item));
    }

    /**
     * Begins an ordinary refund if that much is left and its id is new.
     *
     * @return false if one of the guards did not hold: read again, decide again
     */
    boolean beginRefundIfCovered(Payment seen, Refund refund, Event requested) {
        var whole = seen.terms().orElseThrow().amount();
        var sum = TransactWriteItem.builder().update(update -> update.tableName(table()).key(key(seen.tenant(), seen.orderId()))
                .updateExpression("SET refunding = refunding + :amount, version = version + :one")
                .conditionExpression("#status = :captured AND refunding <= :room")
                .expressionAttributeNames(Map.of("#status", "status"))
                .expressionAttributeValues(Map.of(":amount", Items.n(refund.amount().minor()), ":one", Items.n(1),
                        ":captured", Items.s(Payment.Status.CAPTURED.name()), ":room", Items.n(whole.minus(refund.amount()).minor())))).build();
        return transactions.write(List.of(sum, newRefund(refund, requested))) instanceof Outcome.Committed;
    }

    /**
     * Remembers late money and begins its refund, once per attempt. The row is decided, and that never changes, so only the refund's
     * newness is a guard that can fail.
     *
     * @return false if that refund exists already
     */
    boolean beginLateRefundIfNew(Refund refund, String transaction, Event receivedLate, Event requested) {
        var attempt = TransactWriteItem.builder().update(update -> update.tableName(table()).key(key(refund.paymentId()))
                .updateExpression("SET attempts.#n.#status = :succeeded, attempts.#n.#transaction = :transaction, version = version + :one ADD told :told")
                .conditionExpression("#status <> :open AND attribute_exists(attempts.#n)")
                .expressionAttributeNames(Map.of("#status", "status", "#transaction", TRANSACTION, "#n", Integer.toString(refund.paymentId().attempt())))
                .expressionAttributeValues(Map.of(":transaction", Items.s(transaction), ":told", told(Told.succeeded(refund.paymentId().attempt(), transaction)), ":succeeded", Items.s(Attempt.Status.SUCCEEDED.name()), ":open", Items.s(Payment.Status.OPEN.name()), ":one", Items.n(1)))).build();
        return switch (transactions.write(List.of(attempt, newRefund(refund, receivedLate, requested)))) {
            case Outcome.Committed() -> true;
            case Outcome.Refused refused when refused.failed(1) -> false;
            case Outcome.Refused refused -> throw new IllegalStateException("money called late on a payment that is not decided: " + refund.paymentId());
        };
    }

    private TransactWriteItem newRefund(Refund refund, Event... events) {
        var key = refundKey(refund.paymentId(), refund.refundId());
        var item = PaymentItems.item(key.get(Items.PK).s(), key.get(Items.SK).s(), refund, clock.instant());
        Outbox.onPut(item, clock.instant(), events);
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)")).build();
    }

    /**
     * Moves a refund to its end. Where its amount counts against the payment, a failure gives it back in the same transaction, and a success
     * after a failure takes it again: the money is gone, whatever was refunded in between.
     *
     * @return false if the refund is no longer as it was seen
     */
    boolean finishRefundIfUnchanged(Refund seen, Refund.Status to, Event event) {
        var outbox = Outbox.onUpdate(clock.instant(), event);
        var finish = TransactWriteItem.builder().update(update -> update.tableName(table()).key(refundKey(seen.paymentId(), seen.refundId()))
                .updateExpression("SET #status = :to, finishedAt = :now, version = version + :one, " + outbox.set() + " ADD " + outbox.add())
                .conditionExpression("#status = :seen")
                .expressionAttributeNames(outbox.names(Map.of("#status", "status")))
                .expressionAttributeValues(outbox.values(Map.of(":to", Items.s(to.name()), ":seen", Items.s(seen.status().name()),
                        ":now", Items.instant(clock.instant()), ":one", Items.n(1))))).build();
        var change = seen.late() ? 0 : counted(to, seen.amount()) - counted(seen.status(), seen.amount());
        return transactions.write(change == 0 ? List.of(finish) : List.of(finish, refundingChange(seen.paymentId(), change))) instanceof Outcome.Committed;
    }

    /** Stores the provider's own id of a refund it has taken, whatever has become of it meanwhile. */
    void rememberRefundThere(Refund refund, String providerReference) {
        dynamoDb.updateItem(request -> request.tableName(table()).key(refundKey(refund.paymentId(), refund.refundId()))
                .updateExpression("SET providerReference = :reference").conditionExpression("attribute_exists(pk)")
                .expressionAttributeValues(Map.of(":reference", Items.s(providerReference))));
    }

    private static long counted(Refund.Status status, Money amount) {
        return status == Refund.Status.FAILED ? 0 : amount.minor();
    }

    private static TransactWriteItem refundingChange(PaymentId id, long change) {
        return TransactWriteItem.builder().update(update -> update.tableName(table()).key(key(id))
                .updateExpression("SET refunding = refunding + :change, version = version + :one")
                .conditionExpression("attribute_exists(pk)")
                .expressionAttributeValues(Map.of(":change", Items.n(change), ":one", Items.n(1)))).build();
    }
}
