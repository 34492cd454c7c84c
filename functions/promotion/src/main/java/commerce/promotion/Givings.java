package commerce.promotion;

import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.promotion.Takings.Taking;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.CouponState;
import commerce.promotion.domain.Issue;
import commerce.promotion.domain.campaign.Campaign;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The other way round of {@link Takings}: actions that give back what was counted, guarded so that no counter goes below zero. */
final class Givings {

    private Givings() {}

    /** @param whole whether the redemption counts no more at all; else only its money comes back */
    static List<TransactWriteItem> back(String tenant, Taking taking, String customer, Money money, boolean whole, Instant now) {
        var actions = new ArrayList<TransactWriteItem>();
        var code = taking.used().code();
        var grace = taking.campaign().flatMap(campaign -> campaign.definition().graceSeconds()).map(now::plusSeconds);
        taking.coupon().ifPresent(coupon -> actions.add(uncount(CouponItems.couponKey(tenant, code), money, whole, whole && isUsedOnce(coupon) ? Optional.of(coupon) : Optional.empty(), grace)));
        taking.campaign().ifPresent(campaign -> actions.add(uncount(CouponItems.campaignKey(tenant, campaign.id()), money, whole, Optional.empty(), Optional.empty())));
        if (whole) {
            actions.add(uncountCustomer(RedemptionItems.customerKey(tenant, taking.used().offer(), code, taking.campaign().map(Campaign::id), customer)));
        }
        return actions;
    }

    private static boolean isUsedOnce(Coupon coupon) {
        return coupon.issue().flatMap(Issue::state).isPresent();
    }

    /** @param unlocked the code that can be used again */
    private static TransactWriteItem uncount(Map<String, AttributeValue> key, Money money, boolean whole, Optional<Coupon> unlocked, Optional<Instant> grace) {
        var values = new HashMap<String, AttributeValue>(Map.of(":money", Items.n(money.minor()), ":minusMoney", Items.n(-money.minor())));
        var names = new HashMap<>(Map.of("#spent", CouponItems.spentIn(money)));
        if (whole) {
            values.put(":one", Items.n(1));
            values.put(":minusOne", Items.n(-1));
        }
        var set = "";
        if (unlocked.isPresent()) {
            names.put("#state", "state");
            values.put(":restored", Items.s(CouponState.RESTORED.name()));
            grace.ifPresent(until -> values.put(":grace", Items.instant(until)));
            set = "SET #state = :restored" + (grace.isPresent() ? ", graceUntil = :grace" : "") + " REMOVE orderId ";
        }
        return Writes.update(Update.builder().key(key)
                .updateExpression(set + "ADD #spent :minusMoney" + (whole ? ", redeemed :minusOne" : ""))
                .conditionExpression("#spent >= :money" + (whole ? " AND redeemed >= :one" : ""))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values));
    }

    private static TransactWriteItem uncountCustomer(Map<String, AttributeValue> key) {
        return Writes.update(Update.builder().key(key)
                .updateExpression("ADD #count :minusOne, version :one")
                .conditionExpression("#count >= :one")
                .expressionAttributeNames(Map.of("#count", "count"))
                .expressionAttributeValues(Map.of(":one", Items.n(1), ":minusOne", Items.n(-1))));
    }
}
