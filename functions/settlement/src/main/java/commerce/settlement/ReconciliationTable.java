package commerce.settlement;

import static commerce.kernel.Items.n;
import static commerce.kernel.Items.s;

import commerce.kernel.Items;
import commerce.kernel.Json;
import commerce.kernel.Page;
import commerce.kernel.Settings;
import commerce.settlement.ReconciliationView.Found;
import commerce.settlement.ReconciliationView.Resolution;
import commerce.settlement.ReconciliationView.Status;
import commerce.settlement.ReconciliationView.Summary;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * What comparing bills with the ledger found, in the settlement table. Every key and every expression.
 *
 * <pre>
 * pk                                sk                  what
 * t#RECONCILIATION#&lt;date&gt;     RUN#&lt;source&gt;       the number of the last run, and what it came to
 * t#RECONCILIATION#&lt;date&gt;     DIFF#&lt;id&gt;          a difference: what it is, since when, the last run that saw it, how it was resolved
 * </pre>
 *
 * A run numbers itself first. It writes a difference unless a later run has, and closes what it no longer sees unless a later run does; what
 * somebody has resolved stays as they resolved it. So runs may repeat and overlap. The tenant of what is nobody's is {@code _platform}.
 */
@Singleton
public class ReconciliationTable {

    private static final String RUN = "RUN#";
    private static final String DIFFERENCE = "DIFF#";
    private static final Map<String, String> STATUS = Map.of("#status", "status");

    private final DynamoDbClient dynamoDb;

    public ReconciliationTable(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static String partition(String tenant, LocalDate date) {
        return tenant + "#RECONCILIATION#" + date;
    }

    private static Map<String, AttributeValue> run(String tenant, LocalDate date, String source) {
        return Items.key(partition(tenant, date), RUN + source);
    }

    private static Map<String, AttributeValue> difference(String tenant, LocalDate date, String id) {
        return Items.key(partition(tenant, date), DIFFERENCE + id);
    }

    /** @return the number of a new run, greater than of any before */
    long begin(String tenant, LocalDate date, String source) {
        return Items.number(dynamoDb.updateItem(update -> update.tableName(table()).key(run(tenant, date, source))
                .updateExpression("SET #type = :type ADD #version :one").expressionAttributeNames(Map.of("#type", "type", "#version", "version"))
                .expressionAttributeValues(Map.of(":type", s("reconciliation"), ":one", n(1))).returnValues(ReturnValue.ALL_NEW)).attributes(), "version");
    }

    /** Writes down what a run came to, unless a later one has begun. */
    void finish(String tenant, long number, Summary summary) {
        unlessRefused(update -> update.key(run(tenant, summary.date(), summary.source())).updateExpression("SET summary = :summary").conditionExpression("#version = :number")
                .expressionAttributeNames(Map.of("#version", "version")).expressionAttributeValues(Map.of(":summary", Items.json(summary), ":number", n(number))));
    }

    /** A difference that this run sees. One that is resolved is only marked as seen. */
    void found(String tenant, long number, Found found) {
        var seen = unlessRefused(update -> update.key(difference(tenant, found.date(), found.id()))
                .updateExpression("SET #type = :type, #found = :found, #status = :status, lastRun = :run, foundAt = if_not_exists(foundAt, :now), #version = if_not_exists(#version, :one)")
                .conditionExpression("attribute_not_exists(pk) OR (#status <> :resolved AND lastRun <= :run)")
                .expressionAttributeNames(Map.of("#status", "status", "#type", "type", "#version", "version", "#found", "found"))
                .expressionAttributeValues(Map.of(":type", s("difference"), ":found", Items.json(found), ":status", s(found.status().name()), ":run", n(number),
                        ":now", Items.instant(found.foundAt()), ":one", n(1), ":resolved", s(Status.RESOLVED.name()))));
        if (!seen) {
            unlessRefused(update -> update.key(difference(tenant, found.date(), found.id())).updateExpression("SET lastRun = :run").conditionExpression("lastRun < :run")
                    .expressionAttributeValues(Map.of(":run", n(number))));
        }
    }

    /** Closes what this run did not see and nobody has resolved. @return how many there are now of each status */
    Map<Status, Integer> closeVanished(String tenant, LocalDate date, String source, long number, Instant now) {
        var counts = new EnumMap<Status, Integer>(Status.class);
        each(tenant, date, source, item -> {
            var status = Status.valueOf(Items.text(item, "status"));
            if ((status == Status.OPEN || status == Status.TOLERATED) && Items.number(item, "lastRun") < number && close(item, number, now)) {
                status = Status.CLOSED;
            }
            counts.merge(status, 1, Integer::sum);
        });
        return counts;
    }

    private boolean close(Map<String, AttributeValue> item, long number, Instant now) {
        return unlessRefused(update -> update.key(Items.keyOf(item)).updateExpression("SET #status = :closed, closedAt = :now")
                .conditionExpression("lastRun < :run AND #status <> :resolved").expressionAttributeNames(STATUS)
                .expressionAttributeValues(Map.of(":closed", s(Status.CLOSED.name()), ":now", Items.instant(now), ":run", n(number), ":resolved", s(Status.RESOLVED.name()))));
    }

    private void each(String tenant, LocalDate date, String source, Consumer<Map<String, AttributeValue>> each) {
        dynamoDb.queryPaginator(request -> request.tableName(table()).consistentRead(true).keyConditionExpression("pk = :pk AND begins_with(sk, :sk)")
                .expressionAttributeValues(Map.of(":pk", s(partition(tenant, date)), ":sk", s(DIFFERENCE + source + "-")))).items().forEach(each);
    }

    /** What came of wanting to resolve a difference. */
    sealed interface Resolving {

        record Resolved(Found found) implements Resolving {}

        /** It was resolved before, otherwise, or needs no resolution any more. */
        record Over(Found found) implements Resolving {}

        record Unknown() implements Resolving {}
    }

    /** Resolves what is open or tolerated; the same resolution again is the same. */
    Resolving resolve(String tenant, LocalDate date, String id, Resolution resolution) {
        try {
            var item = dynamoDb.updateItem(update -> update.tableName(table()).key(difference(tenant, date, id))
                    .updateExpression("SET #status = :resolved, resolution = :resolution").conditionExpression("#status IN (:open, :tolerated)").expressionAttributeNames(STATUS)
                    .expressionAttributeValues(Map.of(":resolved", s(Status.RESOLVED.name()), ":resolution", Items.json(resolution), ":open", s(Status.OPEN.name()),
                            ":tolerated", s(Status.TOLERATED.name())))
                    .returnValues(ReturnValue.ALL_NEW).returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).attributes();
            return new Resolving.Resolved(found(item));
        } catch (ConditionalCheckFailedException refused) {
            if (!refused.hasItem()) {
                return new Resolving.Unknown();
            }
            var found = found(refused.item());
            return found.resolution().filter(resolution::saysTheSameAs).isPresent() ? new Resolving.Resolved(found) : new Resolving.Over(found);
        }
    }

    /** One for each source that was ever compared for that date. */
    List<Summary> summaries(String tenant, LocalDate date) {
        return dynamoDb.queryPaginator(request -> request.tableName(table()).consistentRead(true).keyConditionExpression("pk = :pk AND begins_with(sk, :sk)")
                        .expressionAttributeValues(Map.of(":pk", s(partition(tenant, date)), ":sk", s(RUN))))
                .items().stream().filter(item -> item.containsKey("summary")).map(item -> Items.json(item, "summary", Summary.class)).toList();
    }

    /** The differences of a date, by source. @param status only those, if given */
    Page<Found> differences(String tenant, LocalDate date, Optional<Status> status, Page.Ask ask) {
        var partition = partition(tenant, date);
        var values = new HashMap<>(Map.of(":pk", s(partition), ":sk", s(DIFFERENCE)));
        status.ifPresent(wanted -> values.put(":status", s(wanted.name())));
        var page = dynamoDb.query(request -> {
            request.tableName(table()).consistentRead(true).limit(ask.limit()).keyConditionExpression("pk = :pk AND begins_with(sk, :sk)").expressionAttributeValues(values);
            status.ifPresent(wanted -> request.filterExpression("#status = :status").expressionAttributeNames(STATUS));
            ask.after().ifPresent(last -> {
                if (!last.startsWith(DIFFERENCE)) {
                    throw Page.badCursor();
                }
                request.exclusiveStartKey(Items.key(partition, last));
            });
        });
        return Page.of(page.items().stream().map(ReconciliationTable::found).toList(),
                page.hasLastEvaluatedKey() ? Optional.of(page.lastEvaluatedKey().get(Items.SK).s()) : Optional.empty());
    }

    private static Found found(Map<String, AttributeValue> item) {
        return Items.json(item, "found", Found.class).as(Status.valueOf(Items.text(item, "status")), Items.instant(item, "foundAt"),
                Items.findText(item, "closedAt").map(Instant::parse), Items.findText(item, "resolution").map(json -> Json.read(json, Resolution.class)));
    }

    private boolean unlessRefused(Consumer<UpdateItemRequest.Builder> update) {
        try {
            dynamoDb.updateItem(request -> {
                request.tableName(table());
                update.accept(request);
            });
            return true;
        } catch (ConditionalCheckFailedException refused) {
            return false;
        }
    }
}
