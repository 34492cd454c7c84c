package commerce.local.stage.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.FaultInjector.InvocationFault;
import commerce.local.stage.FaultInjector.Point;
import commerce.local.stage.harness.TestStage;
import commerce.local.tools.client.HttpApi;
import java.time.LocalDate;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A date of the merchants alpha and beta on which a line of alpha's is changed behind everybody's back, after it was claimed. */
public final class UnevenClearing {

    private static final int UNTIL_MENDED = 1_000;
    /** Longer than a step's retries take together. */
    private static final int A_MOMENT = 90;

    private final TestStage stage;
    private final ShopToClear shop;
    private final LocalDate date;

    UnevenClearing(TestStage stage, ShopToClear shop, LocalDate date) {
        this.stage = stage;
        this.shop = shop;
        this.date = date;
    }

    /** Clears such a date of a shop of its own, for whom what is told of it counts. */
    public static void lived(TestStage stage) {
        var shop = new ShopToClear(new HttpApi(stage.url()));
        var date = shop.today();
        shop.sells("alpha", "beta");
        shop.sold(1, "alpha", "beta");
        shop.advanceTo(ShopToClear.cutOff(date));
        new UnevenClearing(stage, shop, date).clear(1);
    }

    /** Claims alpha's line as it is, and settles once it says something else; what the run has come to. */
    JsonNode clear(long net) {
        stage.stage().faults().arm(new InvocationFault("seal-settlements", Point.BEFORE, "java.lang.IllegalStateException", "out of order", UNTIL_MENDED));
        shop.start(date).expect(202);
        shop.controls().advance(A_MOMENT);
        stage.stage().faults().disarmAll();
        setNetOfAlphasLine(net);
        return shop.clear(date);
    }

    void setNetOfAlphasLine(long net) {
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        try (var dynamoDb = DynamoDbClient.builder().endpointOverride(stage.stage().awsEndpoint()).region(Region.of(stage.stage().model().region()))
                .credentialsProvider(credentials).httpClient(UrlConnectionHttpClient.create()).build()) {
            var table = dynamoDb.listTables().tableNames().stream().filter(name -> name.contains("SettlementTable")).findFirst().orElseThrow();
            var line = dynamoDb.query(query -> query.tableName(table).keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(shop.tenant() + "#PAYABLE#alpha#" + date)))).items().getFirst();
            dynamoDb.updateItem(update -> update.tableName(table).key(Map.of("pk", line.get("pk"), "sk", line.get("sk"))).updateExpression("SET net = :net")
                    .expressionAttributeValues(Map.of(":net", AttributeValue.fromN(String.valueOf(net)))));
        }
    }
}
