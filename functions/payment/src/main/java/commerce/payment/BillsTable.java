package commerce.payment;

import static commerce.kernel.Items.n;
import static commerce.kernel.Items.s;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Which bills are stored, in the payment table. Every key and every expression.
 *
 * <pre>
 * pk _platform#BILL#&lt;provider&gt;    sk &lt;date&gt;    {manifest, lines, fetchedAt}   put once, with its event
 * </pre>
 *
 * A bill is of the provider's account, which is the installation's.
 */
@Singleton
public class BillsTable {

    private final DynamoDbClient dynamoDb;

    public BillsTable(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    private static String partition(String provider) {
        return "_platform#BILL#" + provider;
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    boolean isStored(String provider, LocalDate day) {
        return dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(Items.key(partition(provider), day.toString()))).hasItem();
    }

    private record Fetched(String source, LocalDate date, String zone, String manifest, long lines) {}

    /** Says that the bill is stored; whoever says it second changes nothing. */
    void storedIfNew(String provider, LocalDate day, ZoneId zone, String manifest, long lines, Instant now) {
        var item = Items.item(partition(provider), day.toString(), "bill");
        item.put("manifest", s(manifest));
        item.put("lines", n(lines));
        item.put("fetchedAt", Items.instant(now));
        Outbox.onPut(item, now, Event.of("commerce.payment", "bill.fetched.v1", "_platform", provider + "/" + day, "", now, new Fetched(provider, day, zone.getId(), manifest, lines)));
        try {
            dynamoDb.putItem(put -> put.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)"));
        } catch (ConditionalCheckFailedException alreadyStored) {
            // Both stored the same bill.
            return;
        }
    }
}
