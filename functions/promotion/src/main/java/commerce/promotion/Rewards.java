package commerce.promotion;

import commerce.kernel.Event;
import commerce.kernel.Money;
import commerce.promotion.domain.campaign.Trigger;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What customers are given for coming back (PRO-06) or so that they do (PRO-03), and when it is taken back. */
@Singleton
public class Rewards {

    private final MembersTable members;
    private final CampaignTable campaigns;
    private final CouponIssuer issuer;
    private final Clock clock;

    public Rewards(MembersTable members, CampaignTable campaigns, CouponIssuer issuer, Clock clock) {
        this.members = members;
        this.campaigns = campaigns;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** The data of {@code coupon.withdrawn.v1}. */
    private record Withdrawn(String code, Trigger trigger, String customer, String cause) {}

    /**
     * A paid order of a customer who has paid for another one: the coupon is by the level before this order.
     *
     * @return empty if there is nothing to reward
     */
    Optional<CouponIssuer.Outcome> forOrder(String tenant, String orderId, String customer, Money total) {
        if (!total.isPositive()) {
            return Optional.empty();
        }
        var before = members.findWithout(tenant, customer, orderId);
        return Optional.of(before).filter(member -> member.paidOrders() > 0)
                .map(member -> issuer.issue(tenant, Trigger.REPURCHASE, customer, orderId, Optional.of(member.level().number()), Optional.of(members.checkNotRefundedInFull(tenant, orderId, total))));
    }

    /** A good customer stays away. @param cause the same for one absence */
    CouponIssuer.Outcome forComingBack(String tenant, String customer, String cause, int memberLevel) {
        return issuer.issue(tenant, Trigger.CHURN_RISK, customer, cause, Optional.of(memberLevel));
    }

    /** All that was paid for the order has gone back: so does its coupon, as far as no other order has it. */
    void withdraw(String tenant, String orderId, String customer) {
        campaigns.findIssued(tenant, customer, Trigger.REPURCHASE, orderId).ifPresent(code -> {
            var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            campaigns.withdrawIfInUse(tenant, code, Event.of("commerce.promotion", "coupon.withdrawn.v1", tenant, code, "", now, new Withdrawn(code, Trigger.REPURCHASE, customer, orderId)), now);
        });
    }
}
