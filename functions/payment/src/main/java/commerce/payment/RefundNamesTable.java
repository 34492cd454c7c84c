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
 * What providers call our refunds, where our own reference is too long for them, in the payment table. Every key and every expression.
 *
 * <pre>
 * pk _platform#&lt;provider&gt;#&lt;name there&gt;  sk REFUND   {paymentId, reference}
 * </pre>
 *
 * A provider's notification names no tenant, so this belongs to the installation as the inbox does.
 */
@Singleton
public class RefundNamesTable {

    private static final String SORT_KEY = "REFUND";

    private final DynamoDbClient dynamoDb;

    public RefundNamesTable(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** Whose refund a name is. */
    record Named(PaymentId paymentId, String reference) {}

    private static Map<String, AttributeValue> key(String provider, String nameThere) {
        return Items.key("_platform#" + provider + "#" + nameThere, SORT_KEY);
    }

    /** Remembers it; the same however often. */
    void remember(Refund refund, String nameThere) {
        var item = Items.item(key(refund.provider(), nameThere).get(Items.PK).s(), SORT_KEY, "refund-name");
        item.put("paymentId", Items.s(refund.paymentId().toString()));
        item.put("reference", Items.s(refund.reference()));
        dynamoDb.putItem(request -> request.tableName(Settings.require("TABLE_NAME")).item(item));
    }

    Optional<Named> find(String provider, String nameThere) {
        var item = dynamoDb.getItem(request -> request.tableName(Settings.require("TABLE_NAME")).key(key(provider, nameThere)).consistentRead(true)).item();
        return item.isEmpty() ? Optional.empty()
                : PaymentId.parse(Items.text(item, "paymentId")).map(id -> new Named(id, Items.text(item, "reference")));
    }
}
