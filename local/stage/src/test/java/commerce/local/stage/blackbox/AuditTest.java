package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.audit.Audit;
import commerce.local.stage.harness.TestStage;
import commerce.local.stage.harness.Told;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.demo.Demo;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code ./commerce audit} after a shop's day: every promise is kept; and once somebody has been at the tables, it says what is broken. */
@QuarkusTest
class AuditTest {

    @Inject
    TestStage stage;

    @Test
    void afterAShopsDayEveryPromiseIsKeptAndATamperedItemIsNamed() throws InterruptedException {
        stage.stage().reset();
        HttpApi api = new HttpApi(stage.url());
        Told day = new Told();
        assertEquals(List.of(), new Demo(api, day.stream()).run(), day::toString);

        Told kept = new Told();
        assertTrue(Audit.ofStage(api, kept.stream()), kept::toString);
        assertEquals(11, kept.toString().lines().filter(line -> line.startsWith("kept ")).count(), kept::toString);

        addAPieceOfTeaNobodyReceived();
        Told broken = new Told();
        assertFalse(Audit.ofStage(api, broken.stream()), broken::toString);
        assertTrue(broken.toString().contains("BROKEN never oversells"), broken::toString);
        assertTrue(broken.toString().contains("nobody SKU tea: received is 1, but receipts and adjustments sum to 0"), broken::toString);

        stage.stage().reset();
    }

    private void addAPieceOfTeaNobodyReceived() {
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        try (var dynamoDb = DynamoDbClient.builder().endpointOverride(stage.stage().awsEndpoint()).region(Region.of(stage.stage().model().region()))
                .credentialsProvider(credentials).httpClient(UrlConnectionHttpClient.create()).build()) {
            var table = dynamoDb.listTables().tableNames().stream().filter(name -> name.contains("InventoryTable")).findFirst().orElseThrow();
            dynamoDb.putItem(put -> put.tableName(table).item(Map.of(
                    "pk", AttributeValue.fromS("nobody#SKU#tea"), "sk", AttributeValue.fromS("STOCK"), "type", AttributeValue.fromS("stock"),
                    "received", AttributeValue.fromN("1"), "available", AttributeValue.fromN("1"), "reserved", AttributeValue.fromN("0"), "sold", AttributeValue.fromN("0"))));
        }
    }
}
