package commerce.settlement;

import static commerce.kernel.Items.n;
import static commerce.kernel.Items.s;

import commerce.kernel.Items;
import commerce.kernel.Settings;
import commerce.settlement.domain.clearing.BusinessCalendar;
import commerce.settlement.domain.clearing.PayableLine;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The clearing's part of the settlement table: every key and every expression.
 *
 * <pre>
 * pk                             sk               what
 * t#PAYABLE#merchant#date        LINE#lineId      a payable line; while unclaimed in GSI due (dueShard, dueKey)
 * </pre>
 *
 * The sparse index {@code due} holds what waits to be cleared and nothing else, spread by merchant: its keys lead from tenant to merchant
 * to date, so that whoever looks for merchants skips from one to the next and never reads their lines.
 */
@Singleton
public class ClearingTable {

    private static final String DUE_PREFIX = "_platform#DUE#";
    private static final int DUE_SHARDS = 8;

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    /** The calendar that dates belong to: the zone of {@code BUSINESS_ZONE}, or China's. */
    public static BusinessCalendar calendar() {
        return new BusinessCalendar(ZoneId.of(Settings.find("BUSINESS_ZONE").orElse("Asia/Shanghai")));
    }

    private static String linesPartition(String tenant, String merchantId, LocalDate date) {
        return tenant + "#PAYABLE#" + merchantId + "#" + date;
    }

    /** The write of a new line, for the transaction of the ledger entry it belongs to. Its condition: no such line yet. */
    public static TransactWriteItem putIfAbsent(String tenant, PayableLine line) {
        var item = lineItem(linesPartition(tenant, line.merchantId(), line.businessDate()), line);
        item.put("dueShard", s(DUE_PREFIX + Math.floorMod((tenant + "#" + line.merchantId()).hashCode(), DUE_SHARDS)));
        item.put("dueKey", s(String.join("#", tenant, line.merchantId(), line.businessDate().toString(), line.lineId())));
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)")).build();
    }

    private static Map<String, AttributeValue> lineItem(String partition, PayableLine line) {
        var item = Items.item(partition, "LINE#" + line.lineId(), "payableLine");
        item.put("orderId", s(line.orderId()));
        item.put("currency", s(line.net().currency().getCurrencyCode()));
        item.put("gross", n(line.gross().minor()));
        item.put("commission", n(line.commission().minor()));
        item.put("fee", n(line.fee().minor()));
        item.put("net", n(line.net().minor()));
        item.put("occurredAt", Items.instant(line.occurredAt()));
        return item;
    }
}
