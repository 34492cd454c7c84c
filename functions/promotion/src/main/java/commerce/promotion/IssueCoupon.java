package commerce.promotion;

import commerce.kernel.Outcomes;
import commerce.kernel.TaskOperation;
import commerce.promotion.domain.campaign.Trigger;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/**
 * Step of other workflows: issues a personal coupon of the campaign that has this trigger, once per trigger, customer and cause.
 *
 * <p>In: {@code {"tenant", "trigger": "PAYMENT_RECOVERY" | "REPURCHASE" | "CHURN_RISK", "customer", "cause", "memberLevel"?}}; the cause is the
 * order's id or whatever else makes this occasion the same when it is told again. Out: {@code {"issued": true, "couponCode",
 * "validUntil"?}}, the same for a repetition, or {@code {"issued": false, "reason": }{@link commerce.promotion.domain.campaign.Campaign.Refusal}{@code }}, which changed
 * nothing and may be another one later.
 *
 * <p>Errors: {@link commerce.kernel.Busy} to be retried. Transaction boundary: see {@link CouponIssuer}.
 */
@Singleton
@Named("issue-coupon")
public class IssueCoupon extends TaskOperation<IssueCoupon.Input, IssueCoupon.Output> {

    private final CouponIssuer issuer;

    public IssueCoupon(CouponIssuer issuer) {
        super(Input.class);
        this.issuer = issuer;
    }

    public record Input(String tenant, Trigger trigger, String customer, String cause, Optional<Integer> memberLevel) {}

    public record Output(boolean issued, Optional<String> couponCode, Optional<Instant> validUntil, Optional<String> reason) {}

    @Override
    protected Output handle(Input input) {
        if (input.trigger() == Trigger.MANUAL || input.cause().isBlank()) {
            throw new IllegalArgumentException("no trigger that issues coupons, or no cause: " + input);
        }
        var output = switch (issuer.issue(input.tenant(), input.trigger(), input.customer(), input.cause(), input.memberLevel())) {
            case CouponIssuer.Outcome.Issued(var coupon) -> new Output(true, Optional.of(coupon.code()), coupon.end(), Optional.empty());
            case CouponIssuer.Outcome.NotIssued(var why) -> new Output(false, Optional.empty(), Optional.empty(), Optional.of(why.name()));
        };
        Outcomes.count("CouponsIssued", "outcome", output.reason().orElse("ISSUED"));
        return output;
    }
}
