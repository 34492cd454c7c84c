package commerce.local.stage.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.StageModel;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.JsonClient;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The template's tables in the engine. */
public final class Tables {

    private static final long GLANCE_NANOS = 20_000_000;
    private static final String FIRST_RECORD = "_stage#FIRST_RECORD";

    private final JsonClient dynamoDb;
    private final Collection<StageModel.Table> tables;

    public Tables(JsonClient dynamoDb, Collection<StageModel.Table> tables) {
        this.dynamoDb = dynamoDb;
        this.tables = tables;
    }

    /**
     * Makes every table exist and be empty; tables of these names that are there already are replaced. Each stream begins with a put and a
     * delete of ours, see {@link #isOurs}: with every call DynamoDB Local looks for the first record of the table's stream, through the
     * records of all tables, and the longer they have none, the longer each call would take. Ours has an index for that, others have not.
     */
    public void createEmpty() {
        for (var table : tables) {
            remove(table);
            dynamoDb.call("CreateTable", table.definition());
        }
        for (var table : tables) {
            while (!describe(table.name()).path("TableStatus").asText().equals("ACTIVE")) {
                LockSupport.parkNanos(GLANCE_NANOS);
            }
        }
        tables.stream().filter(table -> table.definition().path("StreamSpecification").path("StreamEnabled").asBoolean()).forEach(this::beginStream);
    }

    private void beginStream(StageModel.Table table) {
        var key = JsonNodeFactory.instance.objectNode();
        for (var attribute : table.definition().path("KeySchema")) {
            key.putObject(attribute.path("AttributeName").asText()).put("S", FIRST_RECORD);
        }
        dynamoDb.call("PutItem", named(table.name()).set("Item", key));
        dynamoDb.call("DeleteItem", named(table.name()).set("Key", key));
    }

    /** Whether a stream's record is of the item that {@link #createEmpty} writes and deletes, which is nobody's business. */
    public static boolean isOurs(JsonNode partitionKey) {
        return partitionKey.path("S").asText().equals(FIRST_RECORD);
    }

    private void remove(StageModel.Table table) {
        try {
            dynamoDb.call("DeleteTable", named(table.name()));
            while (true) {
                describe(table.name());
                LockSupport.parkNanos(GLANCE_NANOS);
            }
        } catch (AwsError error) {
            if (!error.code().equals("ResourceNotFoundException")) {
                throw error;
            }
        }
    }

    /** The ARN of a table's stream as the engine names it; empty if the table has none. */
    public Optional<String> stream(String table) {
        var arn = describe(table).path("LatestStreamArn");
        return arn.isTextual() ? Optional.of(arn.asText()) : Optional.empty();
    }

    private JsonNode describe(String table) {
        return dynamoDb.call("DescribeTable", named(table)).path("Table");
    }

    private static ObjectNode named(String table) {
        return JsonNodeFactory.instance.objectNode().put("TableName", table);
    }
}
