package commerce.promotion;

import commerce.kernel.BatchReads;
import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Outbox;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Finds members of the table {@code Promotion} by the day on which they last came, in the index {@code byActivity}: hash {@code activeOn} =
 * {@code <tenant>#ACTIVE#<date>}, range {@code customer}, keys only. A member moves there once a day at most, and a day of one shop takes 1,000
 * members a second. Of a member's item it writes {@code churnToldOn}, the day since which the absence lasts that was told, with its event; all else
 * is {@link MembersTable}'s.
 */
@Singleton
public class ChurnTable {

    static final String BY_ACTIVITY = "byActivity";

    private final DynamoDbClient dynamoDb;
    private final BatchReads batches;

    public ChurnTable(DynamoDbClient dynamoDb, BatchReads batches) {
        this.dynamoDb = dynamoDb;
        this.batches = batches;
    }

    static String activeOn(String tenant, LocalDate day) {
        return tenant + "#ACTIVE#" + day;
    }

    /** One page of the shops that reward coming back from an absence, by name. @param after where the page before ended */
    List<String> shops(int limit, Optional<String> after) {
        return dynamoDb.query(request -> request.tableName(Writes.table()).limit(limit)
                .keyConditionExpression("pk = :shops AND sk > :after")
                .expressionAttributeValues(Map.of(":shops", Items.s(RewardItems.CHURN_SHOPS), ":after", Items.s(after.orElse(" "))))).items().stream()
                .map(item -> Items.text(item, Items.SK)).toList();
    }

    /** One page of those who last came on that day, by name; the index may be a second behind. @param limit at most 100 */
    List<String> lastCameOn(String tenant, LocalDate day, int limit, Optional<String> after) {
        return dynamoDb.query(request -> request.tableName(Writes.table()).indexName(BY_ACTIVITY).limit(limit)
                .keyConditionExpression("activeOn = :day AND customer > :after")
                .expressionAttributeValues(Map.of(":day", Items.s(activeOn(tenant, day)), ":after", Items.s(after.orElse(" "))))).items().stream()
                .map(item -> Items.text(item, "customer")).toList();
    }

    /** Their items as of this moment, but for those who have been told of already; one batch read. @param day on which they last came */
    List<Map<String, AttributeValue>> untold(String tenant, LocalDate day, List<String> customers) {
        return batches.read(Writes.table(), customers.stream().map(customer -> MembersTable.key(tenant, customer)).toList()).stream()
                .filter(item -> Items.findText(item, "churnToldOn").filter(day.toString()::equals).isEmpty()).toList();
    }

    /**
     * Tells once that a member stays away since that day.
     *
     * @return false if it was told before, or the member has come since
     */
    boolean tellIfStillAway(String tenant, String customer, LocalDate day, Event event, Instant now) {
        var outbox = Outbox.onUpdate(now, event);
        try {
            dynamoDb.updateItem(request -> request.tableName(Writes.table()).key(MembersTable.key(tenant, customer))
                    .updateExpression("SET churnToldOn = :day, " + outbox.set() + " ADD version :one, " + outbox.add())
                    .conditionExpression("activeOn = :activeOn AND (attribute_not_exists(churnToldOn) OR churnToldOn <> :day)")
                    .expressionAttributeNames(outbox.names(Map.of()))
                    .expressionAttributeValues(outbox.values(Map.of(":day", Items.s(day.toString()), ":activeOn", Items.s(activeOn(tenant, day)), ":one", Items.n(1)))));
            return true;
        } catch (ConditionalCheckFailedException toldOrBack) {
            return false;
        }
    }
}
