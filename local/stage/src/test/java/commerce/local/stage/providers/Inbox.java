package commerce.local.stage.providers;

import commerce.local.stage.LocalStage;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a stage's payment table holds of notifications, read past every function. */
final class Inbox implements AutoCloseable {

    private final DynamoDbClient dynamoDb;
    private final String table;

    Inbox(LocalStage stage) {
        dynamoDb = DynamoDbClient.builder().endpointOverride(stage.awsEndpoint()).region(Region.of(stage.model().region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))).httpClient(UrlConnectionHttpClient.create()).build();
        table = stage.model().tables().keySet().stream().filter(name -> name.contains("PaymentTable")).findFirst().orElseThrow();
    }

    /** Empty if there is none. */
    Map<String, AttributeValue> find(String provider, String eventId) {
        return dynamoDb.getItem(get -> get.tableName(table).consistentRead(true)
                .key(Map.of("pk", AttributeValue.fromS("_platform#" + provider + "#" + eventId), "sk", AttributeValue.fromS("INBOX")))).item();
    }

    /** How many there are of all providers. */
    long size() {
        return dynamoDb.scanPaginator(scan -> scan.tableName(table).consistentRead(true).filterExpression("sk = :inbox").expressionAttributeValues(Map.of(":inbox", AttributeValue.fromS("INBOX"))))
                .items().stream().count();
    }

    @Override
    public void close() {
        dynamoDb.close();
    }
}
