package commerce.promotion;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Outbox;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.CouponState;
import commerce.promotion.domain.Issue;
import commerce.promotion.domain.Redemption;
import commerce.promotion.domain.Used;
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

/** The actions of redeeming one thing; every limit is the condition of one of them. */
final class Takings {

    private static final long ONCE = 1;

    private Takings() {}

    /** What an action is there for: how its refusal is to be understood. */
    sealed interface Role {

        /** @param coupon what is counted, as it was read */
        record Counters(Coupon coupon) implements Role {}

        record Customer(String code) implements Role {}

        record OwnRedemption() implements Role {}
    }

    record Action(Role role, TransactWriteItem write) {}

    /**
     * What an order takes, with what counts it.
     *
     * @param coupon empty for an offer
     * @param campaign whose code it is
     */
    record Taking(Used used, Optional<Coupon> coupon, Optional<Campaign> campaign) {

        /** Everything that counts money: the code, and the campaign behind it. */
        List<Coupon> purses() {
            var purses = new ArrayList<Coupon>();
            coupon.ifPresent(purses::add);
            campaign.ifPresent(behind -> purses.add(behind.purse()));
            return purses;
        }
    }

    static List<Action> of(String tenant, Taking taking, String orderId, String customer, Event event, Instant now) {
        var used = taking.used();
        var actions = new ArrayList<Action>();
        taking.coupon().ifPresent(coupon -> actions.add(new Action(new Role.Counters(coupon), countIfLeft(CouponItems.couponKey(tenant, used.code()), coupon, used.discount(), orderId))));
        taking.campaign().ifPresent(campaign -> actions.add(new Action(new Role.Counters(campaign.purse()),
                countIfLeft(CouponItems.campaignKey(tenant, campaign.id()), campaign.purse(), used.discount(), orderId))));
        var most = used.offer() ? Optional.of(ONCE) : taking.purses().getLast().definition().maxPerCustomer();
        actions.add(new Action(new Role.Customer(used.code()), countCustomerIfBelow(RedemptionItems.customerKey(tenant, used.offer(), used.code(), taking.campaign().map(Campaign::id), customer), most)));
        var redemption = new Redemption.Redeemed(customer, taking.campaign().map(Campaign::id), used.discount());
        actions.add(new Action(new Role.OwnRedemption(), Writes.putIfAbsent(RedemptionItems.redeemed(tenant, used, orderId, redemption, event, now))));
        return actions;
    }

    /** A code that is used once is locked by the same write. */
    private static TransactWriteItem countIfLeft(Map<String, AttributeValue> key, Coupon purse, Money discount, String orderId) {
        var guard = new StringBuilder("version = :version");
        var values = new HashMap<String, AttributeValue>(Map.of(":version", Items.n(purse.version()), ":one", Items.n(1), ":discount", Items.n(discount.minor())));
        var names = new HashMap<>(Map.of("#spent", CouponItems.spentIn(discount)));
        purse.definition().maxRedemptions().ifPresent(most -> {
            guard.append(" AND redeemed < :mostRedemptions");
            values.put(":mostRedemptions", Items.n(most));
        });
        purse.definition().budget().ifPresent(budget -> {
            guard.append(" AND (attribute_not_exists(#spent) OR #spent <= :budgetLessDiscount)");
            values.put(":budgetLessDiscount", Items.n(budget.minus(discount).minor()));
        });
        var lock = purse.issue().flatMap(Issue::state).isPresent() ? "SET #state = :locked, orderId = :order " : "";
        if (!lock.isEmpty()) {
            names.put("#state", "state");
            values.put(":locked", Items.s(CouponState.LOCKED.name()));
            values.put(":order", Items.s(orderId));
        }
        return Writes.update(Update.builder().key(key)
                .updateExpression(lock + "ADD redeemed :one, #spent :discount")
                .conditionExpression(guard.toString())
                .expressionAttributeNames(names)
                .expressionAttributeValues(values));
    }

    private static TransactWriteItem countCustomerIfBelow(Map<String, AttributeValue> key, Optional<Long> limit) {
        var values = new HashMap<String, AttributeValue>(Map.of(":type", Items.s("couponCustomer"), ":one", Items.n(1)));
        var update = Update.builder().key(key)
                .updateExpression("SET #type = :type ADD #count :one, version :one")
                .expressionAttributeNames(Map.of("#type", "type", "#count", "count"));
        limit.ifPresent(most -> {
            update.conditionExpression("attribute_not_exists(#count) OR #count < :mostPerCustomer");
            values.put(":mostPerCustomer", Items.n(most));
        });
        return Writes.update(update.expressionAttributeValues(values));
    }
}
