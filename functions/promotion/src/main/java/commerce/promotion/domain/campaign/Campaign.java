package commerce.promotion.domain.campaign;

import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.CouponDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A campaign with what has been made of it.
 *
 * @param id its key within the tenant
 * @param definition as it is in force
 * @param purse what all its codes were redeemed for, with the terms whose limits and budget hold for all of them, and their version
 * @param issued coupons that were issued, or unique codes that were made
 * @param codeRun of a UNIQUE campaign, once its codes were asked for
 */
public record Campaign(String id, CampaignDefinition definition, Coupon purse, long issued, Optional<CodeRun> codeRun) {

    /** What a campaign answers who asks it for a personal coupon. */
    public sealed interface Answer {

        /** @param promise what the coupon is good for */
        record Issue(CouponDefinition promise) implements Answer {}

        record No(Refusal why) implements Answer {}
    }

    /** Why no coupon is issued: stable names, told to who asked. */
    public enum Refusal {

        /** No campaign of that trigger is open now. */
        NO_CAMPAIGN,
        /** The customer was given as many as one customer is given in that time. */
        CAPPED,
        /** As many were issued as may be, or the budget is spent. */
        EXHAUSTED,
        /** Members of that level are given nothing. */
        NOTHING_FOR_LEVEL,
        /** The order it was to reward has been refunded. */
        NOT_EARNED
    }

    /** @param before when the customer was given coupons of this campaign */
    public Answer issue(Optional<Integer> memberLevel, List<Instant> before, Instant now) {
        if (!definition.isOpen(now)) {
            return new Answer.No(Refusal.NO_CAMPAIGN);
        }
        var promise = definition.promise(memberLevel, now);
        if (promise.isEmpty()) {
            return new Answer.No(Refusal.NOTHING_FOR_LEVEL);
        }
        if (definition.issueLimit().filter(limit -> limit.isReached(before, now)).isPresent()) {
            return new Answer.No(Refusal.CAPPED);
        }
        var soldOut = definition.maxIssued().filter(most -> issued >= most).isPresent();
        return soldOut || purse.isSpent() ? new Answer.No(Refusal.EXHAUSTED) : new Answer.Issue(promise.get());
    }

    /** Unique codes that were asked for and are not there yet. */
    public long toMake() {
        return codeRun.map(run -> Math.max(0, run.wanted() - issued)).orElse(0L);
    }

    public long version() {
        return purse.version();
    }
}
