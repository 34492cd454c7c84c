package commerce.settlement;

import static commerce.kernel.Items.s;

import commerce.kernel.Items;
import commerce.kernel.Settings;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Which bills we have been told of, and whose lines they ever had, in the settlement table. Every key and every expression.
 *
 * <pre>
 * pk _platform#BILLS#&lt;date&gt;       sk &lt;source&gt;    {zone, manifest}
 * pk _platform#SOURCE#&lt;source&gt;   sk &lt;tenant&gt;    a tenant that was on a bill of it
 * </pre>
 */
@Singleton
public class BillIndex {

    private final DynamoDbClient dynamoDb;

    public BillIndex(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** A bill that is kept. @param manifest its key in the bucket */
    record Bill(String source, LocalDate date, ZoneId zone, String manifest) {}

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static String day(LocalDate date) {
        return "_platform#BILLS#" + date;
    }

    /** The same however often. */
    void put(Bill bill) {
        var item = Items.item(day(bill.date()), bill.source(), "bill");
        item.put("zone", s(bill.zone().getId()));
        item.put("manifest", s(bill.manifest()));
        dynamoDb.putItem(request -> request.tableName(table()).item(item));
    }

    Optional<Bill> find(String source, LocalDate date) {
        var item = dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(Items.key(day(date), source))).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(bill(date, item));
    }

    /** Of all sources; there are few. */
    List<Bill> ofDay(LocalDate date) {
        return query(day(date)).stream().map(item -> bill(date, item)).toList();
    }

    private static Bill bill(LocalDate date, Map<String, AttributeValue> item) {
        return new Bill(Items.text(item, "sk"), date, ZoneId.of(Items.text(item, "zone")), Items.text(item, "manifest"));
    }

    /** Tenants that were on a bill of that source before. */
    Set<String> tenants(String source) {
        var tenants = new TreeSet<String>();
        query("_platform#SOURCE#" + source).forEach(item -> tenants.add(Items.text(item, "sk")));
        return tenants;
    }

    void remember(String source, String tenant) {
        dynamoDb.putItem(request -> request.tableName(table()).item(Items.item("_platform#SOURCE#" + source, tenant, "bill-tenant")));
    }

    private List<Map<String, AttributeValue>> query(String partition) {
        return dynamoDb.queryPaginator(request -> request.tableName(table()).consistentRead(true).keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", s(partition)))).items().stream().toList();
    }
}
