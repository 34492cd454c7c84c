package commerce.payment;

import commerce.kernel.Items;
import commerce.kernel.Settings;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What providers call our payments and refunds where they do not use our own reference, in the payment table. Every key and every
 * expression.
 *
 * <pre>
 * pk _platform#&lt;provider&gt;#&lt;name there&gt;    sk REFUND        {paymentId, reference}   our reference is too long for the provider
 * pk _platform#&lt;provider&gt;#&lt;transaction&gt;   sk TRANSACTION   {paymentId}              a dispute names nothing else
 * </pre>
 *
 * A provider's notification names no tenant, so this belongs to the installation as the inbox does.
 */
@Singleton
public class ReferencesTable {

    private static final String REFUND = "REFUND";
    private static final String TRANSACTION = "TRANSACTION";

    private final DynamoDbClient dynamoDb;

    public ReferencesTable(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** Whose refund a name is. */
    record NamedRefund(PaymentId paymentId, String reference) {}

    private static Map<String, AttributeValue> key(String provider, String nameThere, String kind) {
        return Items.key("_platform#" + provider + "#" + nameThere, kind);
    }

    /** Remembers it; the same however often. */
    void rememberRefund(Refund refund, String nameThere) {
        put(key(refund.provider(), nameThere, REFUND), "refund-name", refund.paymentId().toString(), Optional.of(refund.reference()));
    }

    Optional<NamedRefund> findRefund(String provider, String nameThere) {
        return find(key(provider, nameThere, REFUND)).flatMap(item -> PaymentId.parse(Items.text(item, "paymentId")).map(id -> new NamedRefund(id, Items.text(item, "reference"))));
    }

    /** Remembers it; the same however often. @param paymentId as the provider names it: what is none of ours is judged later */
    void rememberTransaction(String provider, String transaction, String paymentId) {
        put(key(provider, transaction, TRANSACTION), "transaction", paymentId, Optional.empty());
    }

    Optional<PaymentId> findTransaction(String provider, String transaction) {
        return find(key(provider, transaction, TRANSACTION)).flatMap(item -> PaymentId.parse(Items.text(item, "paymentId")));
    }

    private void put(Map<String, AttributeValue> key, String type, String paymentId, Optional<String> reference) {
        var item = Items.item(key.get(Items.PK).s(), key.get(Items.SK).s(), type);
        item.put("paymentId", Items.s(paymentId));
        reference.ifPresent(text -> item.put("reference", Items.s(text)));
        dynamoDb.putItem(request -> request.tableName(Settings.require("TABLE_NAME")).item(item));
    }

    private Optional<Map<String, AttributeValue>> find(Map<String, AttributeValue> key) {
        var item = dynamoDb.getItem(request -> request.tableName(Settings.require("TABLE_NAME")).key(key).consistentRead(true)).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(item);
    }
}
