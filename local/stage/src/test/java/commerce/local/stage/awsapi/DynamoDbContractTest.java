package commerce.local.stage.awsapi;

import static commerce.local.stage.awsapi.Clients.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.LocalStage;
import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** DynamoDB and its streams by AWS's SDK: what the stage hands through to the engine arrives, and comes back, whole. */
@QuarkusTest
class DynamoDbContractTest {

    @Inject
    TestStage under;
    private final String table = "contract-" + UUID.randomUUID();
    private LocalStage stage;
    private DynamoDbClient dynamoDb;

    @BeforeEach
    void connect() {
        stage = under.stage();
        dynamoDb = Clients.of(DynamoDbClient.builder(), stage);
        dynamoDb.createTable(call -> call.tableName(table).billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute -> attribute.attributeName("pk").attributeType(ScalarAttributeType.S))
                .keySchema(key -> key.attributeName("pk").keyType(KeyType.HASH))
                .streamSpecification(stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    }

    @AfterEach
    void close() {
        dynamoDb.deleteTable(call -> call.tableName(table));
        dynamoDb.close();
    }

    private static Map<String, AttributeValue> item(String key, int number) {
        return Map.of("pk", AttributeValue.fromS(key), "n", AttributeValue.fromN(String.valueOf(number)));
    }

    @Test
    void everyTableOfTheTemplateIsThere() {
        var names = dynamoDb.listTablesPaginator().tableNames().stream().toList();
        assertTrue(names.containsAll(stage.model().tables().keySet()), names.toString());
    }

    @Test
    void itemsAreWrittenReadAndFound() {
        var put = dynamoDb.putItem(call -> call.tableName(table).item(item("a", 1)).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
        assertEquals(1.0, put.consumedCapacity().capacityUnits());
        dynamoDb.batchWriteItem(call -> call.requestItems(Map.of(table, List.of(
                software.amazon.awssdk.services.dynamodb.model.WriteRequest.builder().putRequest(write -> write.item(item("茶", 2))).build()))));
        assertEquals("1", dynamoDb.getItem(call -> call.tableName(table).key(Map.of("pk", AttributeValue.fromS("a"))).consistentRead(true)).item().get("n").n());
        assertEquals(1, dynamoDb.query(call -> call.tableName(table).keyConditionExpression("pk = :k").expressionAttributeValues(Map.of(":k", AttributeValue.fromS("茶")))).count());
        assertEquals(2, dynamoDb.scan(call -> call.tableName(table)).count());
        assertEquals("3", dynamoDb.updateItem(call -> call.tableName(table).key(Map.of("pk", AttributeValue.fromS("a"))).updateExpression("SET n = n + :two")
                .expressionAttributeValues(Map.of(":two", AttributeValue.fromN("2"))).returnValues("ALL_NEW")).attributes().get("n").n());
    }

    /** API Reference, PutItem: ConditionalCheckFailedException, with the item as it is if asked for. */
    @Test
    void aConditionThatDoesNotHoldIsRefusedWithTheItemAsItIs() {
        dynamoDb.putItem(call -> call.tableName(table).item(item("a", 1)));
        var refusal = refused(ConditionalCheckFailedException.class, 400, "ConditionalCheckFailedException", "The conditional request failed",
                () -> dynamoDb.putItem(call -> call.tableName(table).item(item("a", 2)).conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
        assertEquals("1", refusal.item().get("n").n());
    }

    /** API Reference, TransactWriteItems: cancelled as a whole, a reason for each item in order. */
    @Test
    void aTransactionIsCancelledAsAWholeWithAReasonForEachItem() {
        dynamoDb.putItem(call -> call.tableName(table).item(item("a", 1)));
        var refusal = refused(TransactionCanceledException.class, 400, "TransactionCanceledException", "Transaction cancelled",
                () -> dynamoDb.transactWriteItems(call -> call.transactItems(
                        write -> write.put(put -> put.tableName(table).item(item("b", 2))),
                        write -> write.put(put -> put.tableName(table).item(item("a", 2)).conditionExpression("attribute_not_exists(pk)")
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)))));
        assertEquals(List.of("None", "ConditionalCheckFailed"), refusal.cancellationReasons().stream().map(reason -> reason.code()).toList());
        assertEquals("1", refusal.cancellationReasons().get(1).item().get("n").n());
        assertEquals(1, dynamoDb.scan(call -> call.tableName(table)).count());
    }

    @Test
    void whatIsNotThereOrThereAlreadyOrNotValidIsRefused() {
        refused(ResourceNotFoundException.class, 400, "ResourceNotFoundException", "non-existent table",
                () -> dynamoDb.getItem(call -> call.tableName(table + "-missing").key(Map.of("pk", AttributeValue.fromS("a")))));
        refused(ResourceInUseException.class, 400, "ResourceInUseException", "", () -> dynamoDb.createTable(call -> call.tableName(table).billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute -> attribute.attributeName("pk").attributeType(ScalarAttributeType.S)).keySchema(key -> key.attributeName("pk").keyType(KeyType.HASH))));
        refused(DynamoDbException.class, 400, "ValidationException", "", () -> dynamoDb.putItem(call -> call.tableName(table).item(Map.of("n", AttributeValue.fromN("1")))));
        refused(DynamoDbException.class, 400, "ValidationException", "", () -> dynamoDb.query(call -> call.tableName(table).keyConditionExpression("pk >")));
    }

    @Test
    void aStreamTellsEveryChangeInOrder() {
        dynamoDb.putItem(call -> call.tableName(table).item(item("a", 1)));
        dynamoDb.putItem(call -> call.tableName(table).item(item("a", 2)));
        dynamoDb.deleteItem(call -> call.tableName(table).key(Map.of("pk", AttributeValue.fromS("a"))));
        try (var streams = Clients.of(DynamoDbStreamsClient.builder(), stage)) {
            var arn = streams.listStreams(call -> call.tableName(table)).streams().getFirst().streamArn();
            var shard = streams.describeStream(call -> call.streamArn(arn)).streamDescription().shards().getFirst();
            var start = streams.getShardIterator(call -> call.streamArn(arn).shardId(shard.shardId()).shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator();
            var records = streams.getRecords(call -> call.shardIterator(start)).records();
            assertEquals(List.of(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE), records.stream().map(each -> each.eventName()).toList());
            assertEquals("1", records.get(1).dynamodb().oldImage().get("n").n());
            assertEquals("2", records.get(1).dynamodb().newImage().get("n").n());
        }
    }
}
