package commerce.payment;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.CloseReason;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Told;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The payment rows of the payment table: every key and every expression. (In the same table, refunds are {@link RefundsTable}'s, the inbox
 * is {@link InboxTable}'s.)
 *
 * <pre>
 * pk &lt;tenant&gt;#ORDER#&lt;orderId&gt;  sk PAYMENT  the judge, see {@link Payment}; attempts is a map by number, told a set that only grows, see
 *                                           {@link Told}; offer is what the buyer was offered after a failure
 * </pre>
 *
 * While a provider may still say something that we were not told, the row is in the index of {@link PendingTable}. The end of the payment
 * window is {@code payableUntil}; {@code expiresAt} would make TTL delete the row.
 */
@Singleton
public class PaymentTable {

    private static final String PAYMENT = "PAYMENT";
    private static final Map<String, String> ATTEMPT_NAMES = Map.of("#status", "status", "#provider", "provider");
    private static final String TRANSACTION = "transaction";

    private final DynamoDbClient dynamoDb;
    private final Clock clock;

    public PaymentTable(DynamoDbClient dynamoDb, Clock clock) {
        this.dynamoDb = dynamoDb;
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

    /** Where everything about an order's money is. */
    static String partition(String tenant, String orderId) {
        return tenant + "#ORDER#" + orderId;
    }

    /** The row's key: a refund is written together with the row's sum. */
    static Map<String, AttributeValue> key(String tenant, String orderId) {
        return Items.key(partition(tenant, orderId), PAYMENT);
    }

    static Map<String, AttributeValue> key(PaymentId id) {
        return key(id.tenant(), id.orderId());
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
        values.put(":shard", Items.s(PendingTable.shardOfPayment(orderId)));
        values.put(":askAt", Items.instant(clock.instant().plus(PendingTable.PATIENCE)));
        terms.returnUrl().ifPresent(url -> values.put(":returnUrl", Items.s(url)));
        return update(key(tenant, orderId), names, values,
                """
                SET #type = if_not_exists(#type, :type), tenant = if_not_exists(tenant, :tenant), orderId = if_not_exists(orderId, :orderId), \
                #status = if_not_exists(#status, :open), customer = if_not_exists(customer, :customer), amount = if_not_exists(amount, :amount), \
                currency = if_not_exists(currency, :currency), payableUntil = if_not_exists(payableUntil, :payableUntil), \
                attempts = if_not_exists(attempts, :attempts), \
                refunding = if_not_exists(refunding, :zero), version = if_not_exists(version, :one), \
                pendingShard = if_not_exists(pendingShard, :shard), askAt = if_not_exists(askAt, :askAt), taskToken = :token"""
                        + (terms.returnUrl().isPresent() ? ", returnUrl = if_not_exists(returnUrl, :returnUrl)" : ""),
                "attribute_not_exists(pk) OR #status = :open");
    }

    /** Adds a further attempt to a row that is as it was seen: open, with that many attempts. */
    Write addAttemptIfUnchanged(Payment seen, int number, String provider) {
        return update(key(seen.tenant(), seen.orderId()),
                Map.of("#status", "status", "#n", Integer.toString(number)),
                Map.of(":open", Items.s(Payment.Status.OPEN.name()), ":version", Items.n(seen.version()), ":one", Items.n(1), ":attempt", PaymentItems.claimedAttempt(provider, clock.instant()),
                        ":askAt", Items.instant(clock.instant().plus(PendingTable.PATIENCE))),
                "SET attempts.#n = :attempt, askAt = :askAt, version = version + :one",
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

    /** OPEN to CAPTURED by money that fits the attempt, which is the order's only one: there is nothing more to ask a provider. */
    Write captureIfOnlyAttempt(PaymentId id, String provider, Optional<String> transaction, Money amount, Event captured) {
        return capture(id, provider, transaction, amount, captured, "", " REMOVE pendingShard, askAt", " AND attribute_not_exists(attempts.#second)", Map.of("#second", "2"));
    }

    /** OPEN to CAPTURED by money that fits the attempt. Others may bring money too: they are to be closed at their providers soon. */
    Write captureIfOpen(PaymentId id, String provider, Optional<String> transaction, Money amount, Event captured) {
        return capture(id, provider, transaction, amount, captured, "askAt = :now, ", "", "", Map.of());
    }

    private Write capture(PaymentId id, String provider, Optional<String> transaction, Money amount, Event captured, String alsoSet, String alsoRemove, String alsoGuard, Map<String, String> alsoNames) {
        var outbox = Outbox.onUpdate(clock.instant(), captured);
        var values = attemptValues(provider, amount);
        values.put(":open", Items.s(Payment.Status.OPEN.name()));
        values.put(":captured", Items.s(Payment.Status.CAPTURED.name()));
        values.put(":succeeded", Items.s(Attempt.Status.SUCCEEDED.name()));
        values.put(":number", Items.n(id.attempt()));
        values.put(":now", Items.instant(clock.instant()));
        values.put(":told", told(Told.succeeded(id.attempt(), transaction)));
        var names = attemptNames(id);
        transaction.ifPresent(named -> {
            values.put(":transaction", Items.s(named));
            names.put("#transaction", TRANSACTION);
        });
        names.putAll(alsoNames);
        return update(key(id), outbox.names(names), outbox.values(values),
                "SET #status = :captured, captured = :number, decidedAt = :now, attempts.#n.#status = :succeeded, "
                        + (transaction.isPresent() ? "attempts.#n.#transaction = :transaction, " : "") + "version = version + :one, " + alsoSet + outbox.set() + alsoRemove + " ADD told :told, " + outbox.add(),
                "#status = :open AND attempts.#n.#provider = :provider AND amount = :amount AND currency = :currency" + alsoGuard);
    }

    /** The name of money that was kept, or goes back, before its provider said which it is. */
    void nameTransaction(PaymentId id, String transaction) {
        update(key(id), Map.of("#n", Integer.toString(id.attempt()), "#status", "status", "#transaction", TRANSACTION),
                Map.of(":transaction", Items.s(transaction), ":told", told(Told.succeeded(id.attempt(), Optional.of(transaction))), ":succeeded", Items.s(Attempt.Status.SUCCEEDED.name()), ":one", Items.n(1)),
                "SET attempts.#n.#transaction = :transaction, version = version + :one ADD told :told",
                "attempts.#n.#status = :succeeded AND attribute_not_exists(attempts.#n.#transaction)");
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

    static AttributeValue told(Told... events) {
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

    /**
     * OPEN to CLOSED, if nothing has happened since the doors at the provider were closed one by one.
     *
     * @param stillProcessing numbers of the attempts whose money may still come, since nobody can call it back: their providers are asked on
     */
    Write closeIfUnchanged(Payment seen, CloseReason reason, Set<Integer> stillProcessing, Event closed) {
        var outbox = Outbox.onUpdate(clock.instant(), closed);
        var names = new HashMap<>(Map.of("#status", "status"));
        var values = new HashMap<>(Map.of(":open", Items.s(Payment.Status.OPEN.name()), ":closed", Items.s(Payment.Status.CLOSED.name()),
                ":version", Items.n(seen.version()), ":one", Items.n(1), ":reason", Items.s(reason.name()), ":now", Items.instant(clock.instant())));
        var attempts = new StringBuilder();
        var shut = seen.attemptsThatMayStillBePaid().stream().filter(attempt -> !stillProcessing.contains(attempt.number())).toList();
        if (!shut.isEmpty()) {
            values.put(":told", told(shut.stream().map(attempt -> Told.closed(attempt.number())).toArray(Told[]::new)));
        }
        for (var attempt : shut) {
            names.put("#n" + attempt.number(), Integer.toString(attempt.number()));
            attempts.append(", attempts.#n").append(attempt.number()).append(".#status = :closed");
        }
        return update(key(seen.tenant(), seen.orderId()), outbox.names(names), outbox.values(values),
                "SET #status = :closed, reason = :reason, decidedAt = :now, version = version + :one" + attempts + ", " + outbox.set() + (stillProcessing.isEmpty() ? " REMOVE pendingShard, askAt" : "")
                        + " ADD " + (shut.isEmpty() ? "" : "told :told, ") + outbox.add(),
                "#status = :open AND version = :version");
    }

    /** A decided row's attempt that we have closed at its provider since: to CLOSED, unless its money came meanwhile. */
    void closeAttemptOfDecided(PaymentId id) {
        var values = new HashMap<>(Map.of(":open", Items.s(Payment.Status.OPEN.name()), ":failed", Items.s(Attempt.Status.FAILED.name()), ":one", Items.n(1),
                ":closed", Items.s(Attempt.Status.CLOSED.name()), ":told", told(Told.closed(id.attempt()))));
        update(key(id), Map.of("#status", "status", "#n", Integer.toString(id.attempt())), values,
                "SET attempts.#n.#status = :closed, version = version + :one ADD told :told",
                "#status <> :open AND attempts.#n.#status IN (:open, :failed)");
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

    // ---- what a buyer is offered after a failure ----------------------------------------------------------------------------------

    /** Remembers what the buyer is offered, once per order, while the order can still be paid. */
    Write offerIfOpen(String tenant, String orderId, String couponCode, Event offered) {
        var outbox = Outbox.onUpdate(clock.instant(), offered);
        return update(key(tenant, orderId), outbox.names(Map.of("#status", "status")),
                outbox.values(Map.of(":open", Items.s(Payment.Status.OPEN.name()), ":one", Items.n(1),
                        ":offer", AttributeValue.fromM(Map.of("couponCode", Items.s(couponCode), "offeredAt", Items.instant(clock.instant()))))),
                "SET offer = :offer, version = version + :one, " + outbox.set() + " ADD " + outbox.add(),
                "#status = :open AND attribute_not_exists(offer)");
    }

    // -------------------------------------------------------------------------------------------------------------------------------

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
}
