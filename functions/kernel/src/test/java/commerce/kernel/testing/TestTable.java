package commerce.kernel.testing;

import commerce.kernel.Event;
import commerce.kernel.Json;
import commerce.kernel.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A table of its own for one test class: {@code pk}, {@code sk}, the outbox's index, and the indexes the context asks for. */
public final class TestTable {

    /** A global secondary index; here it projects everything. */
    public record Index(String name, String hash, String range) {}

    private final DynamoDbClient dynamoDb;
    private final String name;

    private TestTable(DynamoDbClient dynamoDb, String name) {
        this.dynamoDb = dynamoDb;
        this.name = name;
    }

    public static TestTable create(DynamoDbClient dynamoDb, Index... own) {
        var name = "test-" + UUID.randomUUID();
        var indexes = Stream.concat(Stream.of(new Index("unpublished", "outboxShard", "outboxSince")), Arrays.stream(own)).toList();
        var attributes = new TreeSet<>(List.of("pk", "sk"));
        indexes.forEach(index -> attributes.addAll(List.of(index.hash(), index.range())));
        dynamoDb.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                .attributeDefinitions(attributes.stream().map(attribute -> AttributeDefinition.builder().attributeName(attribute).attributeType(ScalarAttributeType.S).build()).toList())
                .globalSecondaryIndexes(indexes.stream().map(index -> GlobalSecondaryIndex.builder().indexName(index.name())
                        .keySchema(key(index.hash(), KeyType.HASH), key(index.range(), KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL)).build()).toList()));
        return new TestTable(dynamoDb, name);
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }

    public String name() {
        return name;
    }

    /** The environment of a function on this table, with more variables as name, value, name, value. */
    public Map<String, String> environment(String... more) {
        var environment = new HashMap<>(Map.of("TABLE_NAME", name, "EVENT_BUS_NAME", "test-bus", "POWERTOOLS_METRICS_NAMESPACE", "CommerceFunctions", "POWERTOOLS_SERVICE_NAME", "test"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    /** Runs something as a function on this table would. */
    public <R, X extends Throwable> R during(ScopedValue.CallableOp<? extends R, X> call) throws X {
        return Settings.during(environment(), call);
    }

    public Map<String, AttributeValue> get(String pk, String sk) {
        return dynamoDb.getItem(request -> request.tableName(name).consistentRead(true).key(Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk)))).item();
    }

    /** Everything in the table, to prove that a refusal changed nothing. */
    public List<Map<String, AttributeValue>> all() {
        var items = new ArrayList<Map<String, AttributeValue>>();
        dynamoDb.scanPaginator(request -> request.tableName(name).consistentRead(true)).items().forEach(items::add);
        return items;
    }

    /** Every event that waits in an outbox of this table. */
    public List<Event> outbox() {
        return all().stream().flatMap(item -> item.entrySet().stream())
                .filter(attribute -> attribute.getKey().startsWith("outbox#"))
                .map(attribute -> Json.read(attribute.getValue().s(), Event.class)).toList();
    }
}
