package commerce.promotion;

import commerce.kernel.Items;
import commerce.kernel.Settings;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Actions of transactions on this context's table that tell, if their condition fails, which item was in the way. */
final class Writes {

    private Writes() {}

    static String table() {
        return Settings.require("TABLE_NAME");
    }

    static TransactWriteItem putIfAbsent(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item)
                .conditionExpression("attribute_not_exists(" + Items.PK + ")")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).build();
    }

    /** Over whatever is there: only for items that hold no counter and no event. */
    static TransactWriteItem put(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item)).build();
    }

    /** @param update all but the table */
    static TransactWriteItem update(Update.Builder update) {
        return TransactWriteItem.builder().update(update.tableName(table()).returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD).build()).build();
    }
}
