package commerce.promotion;

import commerce.kernel.Items;
import commerce.promotion.domain.campaign.Trigger;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Marks of what a shop rewards, written with its campaigns, so that the orders and members of other shops cost nothing. They stay when a
 * campaign ends: whether one is open is asked when there is something to reward.
 *
 * <ul>
 *   <li>pk {@code <tenant>#PRICING}, sk {@code REWARDS}: the shop has had a campaign for coming back; read with every quote.
 *   <li>pk {@code _platform#CHURN_RISK}, sk {@code <tenant>}: the shop has had a campaign for who stays away.
 * </ul>
 */
final class RewardItems {

    static final String CHURN_SHOPS = "_platform#CHURN_RISK";

    private RewardItems() {}

    static Map<String, AttributeValue> repurchaseKey(String tenant) {
        return Items.key(PricingTable.partition(tenant), "REWARDS");
    }

    /** The mark that goes with a campaign of that trigger. */
    static Optional<TransactWriteItem> promise(String tenant, Trigger trigger) {
        return switch (trigger) {
            case REPURCHASE -> Optional.of(Writes.put(Items.item(PricingTable.partition(tenant), "REWARDS", "rewards")));
            case CHURN_RISK -> Optional.of(Writes.put(Items.item(CHURN_SHOPS, tenant, "churnShop")));
            case MANUAL, PAYMENT_RECOVERY -> Optional.empty();
        };
    }
}
