package commerce.promotion;

import commerce.kernel.BatchReads;
import commerce.kernel.Items;
import commerce.kernel.Line;
import commerce.kernel.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Keys and expressions of the table {@code Promotion} for what sold in the last hour: pk {@code <tenant>#SALES#<sku>}, sk {@code HOUR#<hour>}, with
 * pieces by minute as {@code m00} to {@code m59}. The last sixty minutes lie in two such items; older ones expire.
 *
 * <p>All orders of one SKU write one item: about 500 a second on AWS, as its stock does.
 */
@Singleton
public class SalesTable {

    private static final int MINUTES = 60;
    private static final Duration KEPT = Duration.ofHours(3);

    private final BatchReads batches;

    public SalesTable(BatchReads batches) {
        this.batches = batches;
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static String partition(String tenant, String sku) {
        return tenant + "#SALES#" + sku;
    }

    private static Map<String, AttributeValue> key(String tenant, String sku, long hour) {
        return Items.key(partition(tenant, sku), "HOUR#" + hour);
    }

    private static long minute(Instant moment) {
        return Math.floorDiv(moment.getEpochSecond(), 60L);
    }

    /** What counts a sale, for a transaction that makes sure it is counted once. @param lines of distinct SKUs */
    List<TransactWriteItem> count(String tenant, List<Line> lines, Instant at) {
        var minute = minute(at);
        return lines.stream().map(line -> TransactWriteItem.builder().update(update -> update.tableName(table()).key(key(tenant, line.sku(), minute / MINUTES))
                .updateExpression("SET #type = :type, expiresAt = :expires ADD #minute :pieces, version :one")
                .expressionAttributeNames(Map.of("#type", "type", "#minute", attribute(minute)))
                .expressionAttributeValues(Map.of(":type", Items.s("sales"), ":pieces", Items.n(line.quantity()), ":one", Items.n(1),
                        ":expires", Items.n(at.truncatedTo(ChronoUnit.HOURS).plus(KEPT).getEpochSecond())))).build()).toList();
    }

    private static String attribute(long minute) {
        return "m%02d".formatted(minute % MINUTES);
    }

    /**
     * Pieces sold in the last sixty minutes, by SKU; zero where nothing was. One batch read.
     *
     * @param skus distinct, at most 50
     */
    Map<String, Long> ofLastHour(String tenant, List<String> skus, Instant now) {
        var last = minute(now);
        var keys = skus.stream().flatMap(sku -> Stream.of(last / MINUTES - 1, last / MINUTES).map(hour -> key(tenant, sku, hour))).toList();
        var sold = new HashMap<String, Long>();
        skus.forEach(sku -> sold.put(sku, 0L));
        for (var item : batches.read(table(), keys)) {
            var sku = Items.text(item, Items.PK).substring(partition(tenant, "").length());
            var hour = Long.parseLong(Items.text(item, Items.SK).substring("HOUR#".length()));
            sold.merge(sku, pieces(item, hour * MINUTES, last), Long::sum);
        }
        return sold;
    }

    private static long pieces(Map<String, AttributeValue> item, long firstMinute, long last) {
        return Stream.iterate(Math.max(firstMinute, last - MINUTES + 1), minute -> minute < firstMinute + MINUTES && minute <= last, minute -> minute + 1)
                .mapToLong(minute -> Items.findNumber(item, attribute(minute)).orElse(0L)).sum();
    }
}
