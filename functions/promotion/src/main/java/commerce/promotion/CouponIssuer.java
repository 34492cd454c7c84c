package commerce.promotion;

import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.Money;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.CouponDefinition;
import commerce.promotion.domain.CouponState;
import commerce.promotion.domain.Issue;
import commerce.promotion.domain.campaign.Campaign;
import commerce.promotion.domain.campaign.Trigger;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Issues personal coupons. Of several campaigns with the same trigger the first by id that has something for the customer is the one.
 *
 * <p>Transaction boundary: the code with its {@code coupon.issued.v1}, the campaign's count, what the customer was given, and the mark of
 * the cause, all or none. What was decided on is the condition of the write.
 */
@Singleton
public class CouponIssuer {

    private static final int ATTEMPTS = 8;

    private final CampaignTable campaigns;
    private final PromotionTable coupons;
    private final RandomGenerator random;
    private final Clock clock;

    public CouponIssuer(CampaignTable campaigns, PromotionTable coupons, RandomGenerator random, Clock clock) {
        this.campaigns = campaigns;
        this.coupons = coupons;
        this.random = random;
        this.clock = clock;
    }

    /** What came of it. */
    sealed interface Outcome {

        /** By this call or an earlier one. */
        record Issued(Coupon coupon) implements Outcome {}

        record NotIssued(Campaign.Refusal why) implements Outcome {}
    }

    /** The data of {@code coupon.issued.v1}. */
    private record Told(String code, String campaign, Trigger trigger, String customer, String cause, Optional<Money> amountOff, Optional<Integer> percentOff, Optional<Instant> validUntil) {}

    /** @param memberLevel of the customer, if it is known */
    Outcome issue(String tenant, Trigger trigger, String customer, String cause, Optional<Integer> memberLevel) {
        return issue(tenant, trigger, customer, cause, memberLevel, Optional.empty());
    }

    /** As above. @param earned the condition that there is something to reward */
    Outcome issue(String tenant, Trigger trigger, String customer, String cause, Optional<Integer> memberLevel, Optional<TransactWriteItem> earned) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var present = campaigns.findIssued(tenant, customer, trigger, cause);
            if (present.isPresent()) {
                return issued(tenant, present.get());
            }
            var outcome = choose(tenant, trigger, customer, cause, memberLevel, earned);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        throw new Busy("the campaigns of " + trigger + " kept changing", null);
    }

    private Outcome.Issued issued(String tenant, String code) {
        return new Outcome.Issued(coupons.find(tenant, code).orElseThrow());
    }

    /** @return empty if others were faster somewhere: read again */
    private Optional<Outcome> choose(String tenant, Trigger trigger, String customer, String cause, Optional<Integer> memberLevel, Optional<TransactWriteItem> earned) {
        var why = Campaign.Refusal.NO_CAMPAIGN;
        for (var campaign : campaigns.of(tenant, trigger)) {
            var before = campaigns.issuedTo(tenant, campaign.id(), customer);
            var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            switch (campaign.issue(memberLevel, before.at(), now)) {
                case Campaign.Answer.Issue(var promise) -> {
                    return write(tenant, campaign, promise, trigger, customer, cause, before, earned, now);
                }
                // A closed campaign says less than one that is open and has nothing for this customer.
                case Campaign.Answer.No(var refusal) -> why = refusal == Campaign.Refusal.NO_CAMPAIGN ? why : refusal;
            }
        }
        return Optional.of(new Outcome.NotIssued(why));
    }

    private Optional<Outcome> write(String tenant, Campaign campaign, CouponDefinition promise, Trigger trigger, String customer, String cause, CampaignTable.IssuedTo before, Optional<TransactWriteItem> earned, Instant now) {
        var coupon = new Coupon(CouponCodes.draw(random), promise, 1, 0, Map.of(),
                Optional.of(new Issue(campaign.id(), Optional.of(customer), Optional.of(CouponState.ISSUED), Optional.empty(), now, Optional.empty())));
        var event = Event.of("commerce.promotion", "coupon.issued.v1", tenant, coupon.code(), "", now,
                new Told(coupon.code(), campaign.id(), trigger, customer, cause, promise.amountOff(), promise.percentOff(), promise.validUntil()));
        var counting = campaign.definition().issueLimit().map(limit -> limit.counting(before.at(), now)).orElse(List.of());
        return switch (campaigns.issue(tenant, campaign, coupon, trigger, cause, before, counting, earned, event)) {
            case CampaignTable.Issuing.Done() -> Optional.of(new Outcome.Issued(coupon));
            case CampaignTable.Issuing.Present(var code) -> Optional.of(issued(tenant, code));
            case CampaignTable.Issuing.NotEarned() -> Optional.of(new Outcome.NotIssued(Campaign.Refusal.NOT_EARNED));
            case CampaignTable.Issuing.Overtaken() -> Optional.empty();
        };
    }
}
