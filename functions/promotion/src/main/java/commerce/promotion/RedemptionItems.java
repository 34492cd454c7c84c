package commerce.promotion;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Outbox;
import commerce.promotion.domain.Redemption;
import commerce.promotion.domain.Used;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Redemptions as attributes, and back; and where they are kept. */
final class RedemptionItems {

    static final String REDEEMED = "REDEEMED";
    static final String RESTORED = "RESTORED";

    private RedemptionItems() {}

    private static String partition(String tenant, boolean offer, String code) {
        return offer ? tenant + "#OFFER#" + code : CouponItems.couponPartition(tenant, code);
    }

    static Map<String, AttributeValue> key(String tenant, boolean offer, String code, String orderId) {
        return Items.key(partition(tenant, offer, code), "ORDER#" + orderId);
    }

    /** Where the customer's redemptions are counted: a campaign counts those of all its codes, and the offers to new customers are counted together. */
    static Map<String, AttributeValue> customerKey(String tenant, boolean offer, String code, Optional<String> campaign, String customer) {
        return offer ? firstOrderKey(tenant, customer)
                : Items.key(campaign.map(id -> CouponItems.campaignPartition(tenant, id)).orElseGet(() -> CouponItems.couponPartition(tenant, code)), "CUSTOMER#" + customer);
    }

    /** Whether the customer has had what new customers are offered: its {@code count} is 1 from the checkout of that order on. */
    static Map<String, AttributeValue> firstOrderKey(String tenant, String customer) {
        return Items.key(tenant + "#FIRST_ORDER#" + customer, "CLAIM");
    }

    static Map<String, AttributeValue> redeemed(String tenant, Used used, String orderId, Redemption.Redeemed redemption, Event event, Instant now) {
        var item = Items.item(partition(tenant, used.offer(), used.code()), "ORDER#" + orderId, "redemption");
        item.put("status", Items.s(REDEEMED));
        item.put("customer", Items.s(redemption.customer()));
        redemption.campaign().ifPresent(campaign -> item.put("campaign", Items.s(campaign)));
        item.put("discount", Items.n(redemption.discount().minor()));
        item.put("currency", Items.s(redemption.discount().currency().getCurrencyCode()));
        Outbox.onPut(item, now, event);
        return item;
    }

    static Map<String, AttributeValue> tombstone(String tenant, boolean offer, String code, String orderId, Instant now) {
        var item = Items.item(partition(tenant, offer, code), "ORDER#" + orderId, "redemption");
        item.put("status", Items.s(RESTORED));
        item.put("restoredAt", Items.instant(now));
        return item;
    }

    static Redemption redemption(Map<String, AttributeValue> item) {
        return switch (Items.text(item, "status")) {
            case REDEEMED -> new Redemption.Redeemed(Items.text(item, "customer"), Items.findText(item, "campaign"), money(item, "discount"), money(item, "clawedBack"), money(item, "refunded"),
                    item.containsKey("refundIds") ? Set.copyOf(item.get("refundIds").ss()) : Set.of());
            case RESTORED -> new Redemption.Restored();
            default -> throw new IllegalStateException("a redemption in a status nobody writes: " + item.get(Items.PK) + " " + item.get(Items.SK));
        };
    }

    private static Money money(Map<String, AttributeValue> item, String name) {
        return Money.of(Items.findNumber(item, name).orElse(0L), Items.text(item, "currency"));
    }
}
