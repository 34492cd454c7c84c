package commerce.settlement;

import static commerce.kernel.Items.n;
import static commerce.kernel.Items.s;

import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The funds of accounts that must never be overdrawn: one item {@code t#FUNDS}, {@code currency#account} each, written in the transaction of
 * every entry that moves them. {@code available} is what may be taken, {@code pendingOut} what pending transfers have set aside; together
 * they are what has been posted. An item that does not exist holds nothing.
 */
final class Funds {

    private Funds() {}

    private static Map<String, AttributeValue> key(String tenant, String account, Money any) {
        return Items.key(tenant + "#FUNDS", any.currency() + "#" + account);
    }

    /** What may be taken of it, of the item that refused, if there is one. */
    static Money available(Optional<Map<String, AttributeValue>> item, Money any) {
        return new Money(item.flatMap(funds -> Items.findNumber(funds, "available")).orElse(0L), any.currency());
    }

    static TransactWriteItem add(String tenant, String account, Money amount) {
        return change(tenant, account, amount, amount.minor(), 0, "");
    }

    static TransactWriteItem takeIfAvailable(String tenant, String account, Money amount) {
        return change(tenant, account, amount, -amount.minor(), 0, "available >= :guard");
    }

    /** For a transfer that may be posted later. */
    static TransactWriteItem setAsideIfAvailable(String tenant, String account, Money amount) {
        return change(tenant, account, amount, -amount.minor(), amount.minor(), "available >= :guard");
    }

    /** A pending transfer is resolved: what was posted of it is gone, the rest is available again. */
    static TransactWriteItem resolve(String tenant, String account, Money pending, Money posted) {
        return change(tenant, account, pending, pending.minor() - posted.minor(), -pending.minor(), "pendingOut >= :guard");
    }

    private static TransactWriteItem change(String tenant, String account, Money guard, long available, long pendingOut, String condition) {
        return TransactWriteItem.builder().update(update -> {
            var values = new HashMap<>(Map.of(":type", s("funds"), ":available", n(available), ":pendingOut", n(pendingOut), ":one", n(1)));
            update.tableName(Settings.require("TABLE_NAME")).key(key(tenant, account, guard))
                    .updateExpression("SET #type = :type ADD available :available, pendingOut :pendingOut, #version :one")
                    .expressionAttributeNames(Map.of("#type", "type", "#version", "version"))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
            if (!condition.isEmpty()) {
                values.put(":guard", n(guard.minor()));
                update.conditionExpression(condition);
            }
            update.expressionAttributeValues(values);
        }).build();
    }
}
