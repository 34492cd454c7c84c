package commerce.local.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** An installation's tables, found by their names: {@code ...OrderingTable...} is ordering's, as CloudFormation and the stage name them. */
final class Tables {

    private static final List<String> CONTEXTS = List.of("Catalog", "Inventory", "Promotion", "Ordering", "Payment", "Settlement");

    private final DynamoDbClient dynamoDb;
    private final Map<String, String> names;

    private Tables(DynamoDbClient dynamoDb, Map<String, String> names) {
        this.dynamoDb = dynamoDb;
        this.names = names;
    }

    /**
     * @param prefix with which their names begin, where an account holds several installations; may be empty
     * @throws IllegalStateException unless there is exactly one table of each context
     */
    static Tables find(DynamoDbClient dynamoDb, String prefix) {
        var all = dynamoDb.listTablesPaginator().tableNames().stream().filter(name -> name.startsWith(prefix)).toList();
        var names = new TreeMap<String, String>();
        for (var context : CONTEXTS) {
            var fitting = all.stream().filter(name -> name.contains(context + "Table")).toList();
            if (fitting.size() != 1) {
                throw new IllegalStateException("there should be one table of " + context + (prefix.isEmpty() ? "" : ", beginning with " + prefix) + ", not " + fitting);
            }
            names.put(context.toLowerCase(), fitting.getFirst());
        }
        return new Tables(dynamoDb, names);
    }

    /** Shows every table and every item, each read strongly. */
    void show(Inspection inspection) {
        names.values().forEach(name -> inspection.see(shape(name)));
        names.forEach((context, name) -> dynamoDb.scanPaginator(scan -> scan.tableName(name).consistentRead(true)).items()
                .forEach(attributes -> inspection.see(new Item(context, attributes))));
    }

    private TableShape shape(String name) {
        var table = dynamoDb.describeTable(describe -> describe.tableName(name)).table();
        var paidByUse = table.billingModeSummary() != null && table.billingModeSummary().billingMode() == BillingMode.PAY_PER_REQUEST;
        var keys = table.globalSecondaryIndexes().stream().flatMap(index -> index.keySchema().stream()).filter(key -> key.keyType() == KeyType.HASH)
                .map(key -> key.attributeName()).collect(Collectors.toUnmodifiableSet());
        return new TableShape(name, paidByUse, keys);
    }
}
