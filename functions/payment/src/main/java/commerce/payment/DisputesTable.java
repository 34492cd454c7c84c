package commerce.payment;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import commerce.payment.domain.Dispute;
import commerce.payment.domain.PaymentId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The disputes in the payment table: every key and every expression.
 *
 * <pre>
 * pk &lt;tenant&gt;#ORDER#&lt;orderId&gt;  sk DISPUTE#&lt;disputeId&gt;  see {@link Dispute}
 * </pre>
 */
@Singleton
public class DisputesTable {

    private final DynamoDbClient dynamoDb;
    private final Clock clock;

    public DisputesTable(DynamoDbClient dynamoDb, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.clock = clock;
    }

    private static Map<String, AttributeValue> key(PaymentId id, String disputeId) {
        return Items.key(id.tenant() + "#ORDER#" + id.orderId(), "DISPUTE#" + disputeId);
    }

    Optional<Dispute> find(PaymentId id, String disputeId) {
        var item = dynamoDb.getItem(request -> request.tableName(Settings.require("TABLE_NAME")).key(key(id, disputeId)).consistentRead(true)).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(new Dispute(disputeId, PaymentId.parse(Items.text(item, "paymentId")).orElseThrow(), Items.text(item, "provider"),
                Money.of(Items.number(item, "amount"), Items.text(item, "currency")), Dispute.Status.valueOf(Items.text(item, "status"))));
    }

    /** @return false if it is known already: read again, decide again */
    boolean beginIfNew(Dispute dispute, Event... events) {
        var key = key(dispute.paymentId(), dispute.disputeId());
        var item = Items.item(key.get(Items.PK).s(), key.get(Items.SK).s(), "dispute");
        item.put("paymentId", Items.s(dispute.paymentId().toString()));
        item.put("provider", Items.s(dispute.provider()));
        item.put("amount", Items.n(dispute.amount().minor()));
        item.put("currency", Items.s(dispute.amount().currency().getCurrencyCode()));
        item.put("status", Items.s(dispute.status().name()));
        item.put("toldAt", Items.instant(clock.instant()));
        Outbox.onPut(item, clock.instant(), events);
        try {
            dynamoDb.putItem(request -> request.tableName(Settings.require("TABLE_NAME")).item(item).conditionExpression("attribute_not_exists(pk)"));
            return true;
        } catch (ConditionalCheckFailedException known) {
            return false;
        }
    }

    /** @return false if it is over already: read again, decide again */
    boolean endIfOpen(Dispute dispute, Event closed) {
        var outbox = Outbox.onUpdate(clock.instant(), closed);
        try {
            dynamoDb.updateItem(request -> request.tableName(Settings.require("TABLE_NAME")).key(key(dispute.paymentId(), dispute.disputeId()))
                    .updateExpression("SET #status = :to, endedAt = :now, version = version + :one, " + outbox.set() + " ADD " + outbox.add())
                    .conditionExpression("#status = :open").expressionAttributeNames(outbox.names(Map.of("#status", "status")))
                    .expressionAttributeValues(outbox.values(Map.of(":to", Items.s(dispute.status().name()), ":open", Items.s(Dispute.Status.OPEN.name()),
                            ":now", Items.instant(clock.instant()), ":one", Items.n(1)))));
            return true;
        } catch (ConditionalCheckFailedException over) {
            return false;
        }
    }
}
