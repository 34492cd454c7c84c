package commerce.payment;

import commerce.kernel.Items;
import commerce.kernel.Settings;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * What a provider may still have to say, and when it is asked next: the sparse index {@value #INDEX} ({@code pendingShard}, {@code askAt})
 * over the payment rows and refunds of the payment table. An item enters it with the write that asks the provider for something, and leaves
 * it with the write that ends the matter, so that an order that is paid in time costs no call more.
 *
 * <pre>
 * pendingShard _platform#PENDING_PAYMENT#0..7   rows that are open, or decided while another of their attempts may still bring money
 *              _platform#PENDING_REFUND#0..7    refunds that are PENDING and not given up
 * </pre>
 */
@Singleton
public class PendingTable {

    static final String INDEX = "pending";
    /** A provider tells by itself within seconds; who is asked earlier than this would mostly have told. */
    static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PAYMENTS = "_platform#PENDING_PAYMENT#";
    private static final String REFUNDS = "_platform#PENDING_REFUND#";
    private static final String ORDER = "#ORDER#";
    private static final String REFUND = "REFUND#";
    /** Spreads the index: one partition of it takes 1,000 writes a second, and its back-pressure would reach the table. */
    private static final int SHARDS = 8;

    private final DynamoDbClient dynamoDb;
    private final Clock clock;

    public PendingTable(DynamoDbClient dynamoDb, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.clock = clock;
    }

    static String shardOfPayment(String orderId) {
        return PAYMENTS + Math.floorMod(orderId.hashCode(), SHARDS);
    }

    static String shardOfRefund(String orderId) {
        return REFUNDS + Math.floorMod(orderId.hashCode(), SHARDS);
    }

    /** Whose payment is due. */
    record DuePayment(String tenant, String orderId) {}

    /** Which refund is due. */
    record DueRefund(String tenant, String orderId, String refundId) {}

    /** Payments that are to be asked after now, those first that have waited longest, at most {@code limit} a shard. */
    List<DuePayment> duePayments(int limit) {
        return due(PAYMENTS, limit).stream().map(key -> new DuePayment(tenantOf(key), orderOf(key))).toList();
    }

    /** Refunds that are to be asked after now; see {@link #duePayments}. */
    List<DueRefund> dueRefunds(int limit) {
        return due(REFUNDS, limit).stream().map(key -> new DueRefund(tenantOf(key), orderOf(key), key.get(Items.SK).s().substring(REFUND.length()))).toList();
    }

    private List<Map<String, AttributeValue>> due(String shards, int limit) {
        var found = new ArrayList<Map<String, AttributeValue>>();
        for (var shard : IntStream.range(0, SHARDS).mapToObj(number -> shards + number).toList()) {
            found.addAll(dynamoDb.query(request -> request.tableName(Settings.require("TABLE_NAME")).indexName(INDEX).limit(limit)
                    .keyConditionExpression("pendingShard = :shard AND askAt <= :now")
                    .expressionAttributeValues(Map.of(":shard", Items.s(shard), ":now", Items.instant(clock.instant())))).items());
        }
        return found;
    }

    private static String tenantOf(Map<String, AttributeValue> key) {
        var partition = key.get(Items.PK).s();
        return partition.substring(0, partition.lastIndexOf(ORDER));
    }

    private static String orderOf(Map<String, AttributeValue> key) {
        var partition = key.get(Items.PK).s();
        return partition.substring(partition.lastIndexOf(ORDER) + ORDER.length());
    }

    /** Asks again at that time, unless the matter has ended meanwhile. */
    void postpone(Payment payment, Instant askAt) {
        change(PaymentTable.key(payment.tenant(), payment.orderId()), "SET askAt = :at", "attribute_exists(pendingShard)", Map.of(), Map.of(":at", Items.instant(askAt)));
    }

    /** Nothing more can come of this payment that we would not be told. */
    void leave(Payment decided) {
        change(PaymentTable.key(decided.tenant(), decided.orderId()), "REMOVE pendingShard, askAt", "#status <> :open", Map.of("#status", "status"),
                Map.of(":open", Items.s(Payment.Status.OPEN.name())));
    }

    /** As {@link #postpone(Payment, Instant)}. */
    void postpone(Refund refund, Instant askAt) {
        change(refundKey(refund), "SET askAt = :at", "attribute_exists(pendingShard)", Map.of(), Map.of(":at", Items.instant(askAt)));
    }

    /** The provider did not take it this time: counted and remembered, and asked again at that time. */
    void remember(Refund refund, String trouble, Instant askAt) {
        change(refundKey(refund), "SET askAt = :at, tries = if_not_exists(tries, :zero) + :one, trouble = :trouble", "attribute_exists(pendingShard)", Map.of(),
                Map.of(":at", Items.instant(askAt), ":zero", Items.n(0), ":one", Items.n(1), ":trouble", Items.s(trouble)));
    }

    /** The provider did not take it too often: it stays PENDING, since nobody knows better, until somebody asks for it again. */
    void giveUp(Refund refund, String trouble) {
        change(refundKey(refund), "SET tries = if_not_exists(tries, :zero) + :one, trouble = :trouble REMOVE pendingShard, askAt", "attribute_exists(pendingShard)", Map.of(),
                Map.of(":zero", Items.n(0), ":one", Items.n(1), ":trouble", Items.s(trouble)));
    }

    /** Somebody asks for a refund again that was given up. @return whether it was */
    boolean resume(Refund refund) {
        return change(refundKey(refund), "SET pendingShard = :shard, askAt = :now, tries = :zero", "#status = :pending AND attribute_not_exists(pendingShard)", Map.of("#status", "status"),
                Map.of(":shard", Items.s(shardOfRefund(refund.paymentId().orderId())), ":now", Items.instant(clock.instant()), ":zero", Items.n(0),
                        ":pending", Items.s(Refund.Status.PENDING.name())));
    }

    private static Map<String, AttributeValue> refundKey(Refund refund) {
        PaymentId id = refund.paymentId();
        return Items.key(PaymentTable.partition(id.tenant(), id.orderId()), REFUND + refund.refundId());
    }

    private boolean change(Map<String, AttributeValue> key, String change, String guard, Map<String, String> names, Map<String, AttributeValue> values) {
        try {
            dynamoDb.updateItem(request -> {
                request.tableName(Settings.require("TABLE_NAME")).key(key).updateExpression(change).conditionExpression(guard).expressionAttributeValues(values);
                if (!names.isEmpty()) {
                    request.expressionAttributeNames(names);
                }
            });
            return true;
        } catch (ConditionalCheckFailedException ended) {
            return false;
        }
    }
}
