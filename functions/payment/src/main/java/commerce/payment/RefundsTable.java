package commerce.payment;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.kernel.Transactions.Outcome;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import commerce.payment.domain.Told;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The refunds of the payment table: every key and every expression. What is refunded counts in the payment row, so both are written in one
 * transaction.
 *
 * <pre>
 * pk &lt;tenant&gt;#ORDER#&lt;orderId&gt;  sk REFUND#&lt;refundId&gt;  see {@link Refund}; requestedAt, finishedAt, and how the provider was asked: tries, trouble
 * </pre>
 *
 * While it is pending it is in the index of {@link PendingTable}.
 */
@Singleton
public class RefundsTable {

    private static final String PREFIX = "REFUND#";
    private static final String TRANSACTION = "transaction";

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final Clock clock;

    public RefundsTable(DynamoDbClient dynamoDb, Transactions transactions, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
        this.clock = clock;
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static Map<String, AttributeValue> key(PaymentId id, String refundId) {
        return Items.key(PaymentTable.partition(id.tenant(), id.orderId()), PREFIX + refundId);
    }

    Optional<Refund> find(PaymentId ofOrder, String refundId) {
        var item = dynamoDb.getItem(request -> request.tableName(table()).key(key(ofOrder, refundId)).consistentRead(true)).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(PaymentItems.refund(item));
    }

    /**
     * A refund, and how far it has come.
     *
     * @param refund what it is
     * @param requestedAt when it was asked for
     * @param finishedAt when its provider said what became of it; empty while it is pending
     * @param tries how often the provider did not take it
     * @param nextTryAt when the provider is asked next; empty once it has ended, or was given up
     * @param trouble why the provider did not take it the last time
     */
    record Progress(Refund refund, Instant requestedAt, Optional<Instant> finishedAt, long tries, Optional<Instant> nextTryAt, Optional<String> trouble) {}

    Optional<Progress> progress(String tenant, String orderId, String refundId) {
        var item = dynamoDb.getItem(request -> request.tableName(table()).key(key(new PaymentId(tenant, orderId, 1), refundId)).consistentRead(true)).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(PaymentItems.progress(item));
    }

    /** All of an order's, as many as there are: an order is paid once, and each gives back at least the smallest unit an operator meant. */
    List<Progress> all(String tenant, String orderId) {
        return dynamoDb.queryPaginator(request -> request.tableName(table()).consistentRead(true).keyConditionExpression("pk = :pk AND begins_with(sk, :refund)")
                .expressionAttributeValues(Map.of(":pk", Items.s(PaymentTable.partition(tenant, orderId)), ":refund", Items.s(PREFIX))))
                .items().stream().map(PaymentItems::progress).toList();
    }

    /**
     * Begins an ordinary refund if that much is left and its id is new.
     *
     * @return false if one of the guards did not hold: read again, decide again
     */
    boolean beginIfCovered(Payment seen, Refund refund, Event requested) {
        var whole = seen.terms().orElseThrow().amount();
        var sum = TransactWriteItem.builder().update(update -> update.tableName(table()).key(PaymentTable.key(seen.tenant(), seen.orderId()))
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
    boolean beginLateIfNew(Refund refund, Optional<String> transaction, Event receivedLate, Event requested) {
        var names = new HashMap<>(Map.of("#status", "status", "#n", Integer.toString(refund.paymentId().attempt())));
        var values = new HashMap<>(Map.of(":told", PaymentTable.told(Told.succeeded(refund.paymentId().attempt(), transaction)), ":succeeded", Items.s(Attempt.Status.SUCCEEDED.name()),
                ":open", Items.s(Payment.Status.OPEN.name()), ":one", Items.n(1)));
        transaction.ifPresent(named -> {
            names.put("#transaction", TRANSACTION);
            values.put(":transaction", Items.s(named));
        });
        var attempt = TransactWriteItem.builder().update(update -> update.tableName(table()).key(PaymentTable.key(refund.paymentId()))
                .updateExpression("SET attempts.#n.#status = :succeeded, " + (transaction.isPresent() ? "attempts.#n.#transaction = :transaction, " : "") + "version = version + :one ADD told :told")
                .conditionExpression("#status <> :open AND attribute_exists(attempts.#n)")
                .expressionAttributeNames(names).expressionAttributeValues(values)).build();
        return switch (transactions.write(List.of(attempt, newRefund(refund, receivedLate, requested)))) {
            case Outcome.Committed() -> true;
            case Outcome.Refused refused when refused.failed(1) -> false;
            case Outcome.Refused refused -> throw new IllegalStateException("money called late on a payment that is not decided: " + refund.paymentId());
        };
    }

    /**
     * Begins the refund of late money anew whose first one has failed: each failed one is replaced once, so that the money cannot go back twice.
     *
     * @return false if it has not failed, was replaced already, or the new id is taken
     */
    boolean replaceIfFailed(Refund failed, Refund replacement, Event requested) {
        var replaced = TransactWriteItem.builder().update(update -> update.tableName(table()).key(key(failed.paymentId(), failed.refundId()))
                .updateExpression("SET replacedBy = :replacement, version = version + :one")
                .conditionExpression("#status = :failed AND attribute_not_exists(replacedBy)")
                .expressionAttributeNames(Map.of("#status", "status"))
                .expressionAttributeValues(Map.of(":replacement", Items.s(replacement.refundId()), ":failed", Items.s(Refund.Status.FAILED.name()), ":one", Items.n(1)))).build();
        return transactions.write(List.of(replaced, newRefund(replacement, requested))) instanceof Outcome.Committed;
    }

    private TransactWriteItem newRefund(Refund refund, Event... events) {
        var key = key(refund.paymentId(), refund.refundId());
        var item = PaymentItems.item(key.get(Items.PK).s(), key.get(Items.SK).s(), refund, clock.instant());
        item.put("pendingShard", Items.s(PendingTable.shardOfRefund(refund.paymentId().orderId())));
        item.put("askAt", Items.instant(clock.instant().plus(PendingTable.PATIENCE)));
        Outbox.onPut(item, clock.instant(), events);
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)")).build();
    }

    /**
     * Moves a refund to its end. Where its amount counts against the payment, a failure gives it back in the same transaction, and a success
     * after a failure takes it again: the money is gone, whatever was refunded in between.
     *
     * @return false if the refund is no longer as it was seen
     */
    boolean finishIfUnchanged(Refund seen, Refund.Status to, Event event) {
        var outbox = Outbox.onUpdate(clock.instant(), event);
        var finish = TransactWriteItem.builder().update(update -> update.tableName(table()).key(key(seen.paymentId(), seen.refundId()))
                .updateExpression("SET #status = :to, finishedAt = :now, version = version + :one, " + outbox.set() + " REMOVE pendingShard, askAt ADD " + outbox.add())
                .conditionExpression("#status = :seen")
                .expressionAttributeNames(outbox.names(Map.of("#status", "status")))
                .expressionAttributeValues(outbox.values(Map.of(":to", Items.s(to.name()), ":seen", Items.s(seen.status().name()),
                        ":now", Items.instant(clock.instant()), ":one", Items.n(1))))).build();
        var change = seen.late() ? 0 : counted(to, seen.amount()) - counted(seen.status(), seen.amount());
        return transactions.write(change == 0 ? List.of(finish) : List.of(finish, refundingChange(seen.paymentId(), change))) instanceof Outcome.Committed;
    }

    /** Stores the provider's own id of a refund it has taken, whatever has become of it meanwhile. */
    void rememberThere(Refund refund, String providerReference) {
        dynamoDb.updateItem(request -> request.tableName(table()).key(key(refund.paymentId(), refund.refundId()))
                .updateExpression("SET providerReference = :reference").conditionExpression("attribute_exists(pk)")
                .expressionAttributeValues(Map.of(":reference", Items.s(providerReference))));
    }

    private static long counted(Refund.Status status, Money amount) {
        return status == Refund.Status.FAILED ? 0 : amount.minor();
    }

    private static TransactWriteItem refundingChange(PaymentId id, long change) {
        return TransactWriteItem.builder().update(update -> update.tableName(table()).key(PaymentTable.key(id))
                .updateExpression("SET refunding = refunding + :change, version = version + :one")
                .conditionExpression("attribute_exists(pk)")
                .expressionAttributeValues(Map.of(":change", Items.n(change), ":one", Items.n(1)))).build();
    }
}
