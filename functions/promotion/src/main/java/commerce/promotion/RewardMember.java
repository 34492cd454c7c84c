package commerce.promotion;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Money;
import commerce.kernel.Outcomes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Issues the personal coupons that customers earn: for coming back, by the level before the order that did; and for staying away.
 *
 * <p>In: {@code order.confirmed.v1} of orders in shops that reward coming back; {@code member.churn_risk.v1}; in any order, as often as they like. Out:
 * at most one coupon for an order, and one for an absence, with {@code coupon.issued.v1}; see {@link CouponIssuer}. An order that was refunded in full
 * by then earns nothing, and one that is refunded later loses its coupon again ({@link ProjectMember}).
 */
@Singleton
@Named("reward-member")
public class RewardMember extends EventConsumer {

    private final Rewards rewards;

    public RewardMember(Rewards rewards) {
        this.rewards = rewards;
    }

    record Confirmed(String orderId, String customer, Money total) {}

    record AtRisk(String customer, String absentSince, int memberLevel) {}

    @Override
    protected void consume(Event event) {
        switch (event.type()) {
            case "order.confirmed.v1" -> {
                var order = event.data(Confirmed.class);
                rewards.forOrder(event.tenant(), order.orderId(), order.customer(), order.total()).ifPresent(RewardMember::count);
            }
            case "member.churn_risk.v1" -> {
                var member = event.data(AtRisk.class);
                count(rewards.forComingBack(event.tenant(), member.customer(), member.absentSince(), member.memberLevel()));
            }
            default -> throw new IllegalArgumentException("no reward for " + event.type());
        }
    }

    private static void count(CouponIssuer.Outcome outcome) {
        Outcomes.count("CouponsIssued", "outcome", switch (outcome) {
            case CouponIssuer.Outcome.Issued _ -> "ISSUED";
            case CouponIssuer.Outcome.NotIssued(var why) -> why.name();
        });
    }
}
