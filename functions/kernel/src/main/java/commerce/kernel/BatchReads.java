package commerce.kernel;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads several items at once, as of this moment; what DynamoDB hands back unread is asked for again. */
@Singleton
public class BatchReads {

    private static final int ATTEMPTS = 6;
    private static final long FIRST_DELAY_MILLIS = 10;

    private final DynamoDbClient dynamoDb;
    private final RandomGenerator random;

    public BatchReads(DynamoDbClient dynamoDb, RandomGenerator random) {
        this.dynamoDb = dynamoDb;
        this.random = random;
    }

    /**
     * Those that exist, in no order.
     *
     * @param keys distinct, at most 100
     * @throws Busy if DynamoDB keeps leaving keys unread
     */
    public List<Map<String, AttributeValue>> read(String table, List<Map<String, AttributeValue>> keys) {
        var items = new ArrayList<Map<String, AttributeValue>>();
        var unread = keys;
        for (int attempt = 1; !unread.isEmpty(); attempt++) {
            var wanted = KeysAndAttributes.builder().keys(unread).consistentRead(true).build();
            var response = dynamoDb.batchGetItem(request -> request.requestItems(Map.of(table, wanted)));
            response.responses().values().forEach(items::addAll);
            unread = response.hasUnprocessedKeys() && response.unprocessedKeys().containsKey(table) ? response.unprocessedKeys().get(table).keys() : List.of();
            if (!unread.isEmpty()) {
                pause(attempt);
            }
        }
        return items;
    }

    private void pause(int attempt) {
        if (attempt == ATTEMPTS) {
            throw new Busy("the table is throttled", null);
        }
        try {
            Thread.sleep(random.nextLong(FIRST_DELAY_MILLIS << attempt) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy("interrupted while reading", e);
        }
    }
}
