package commerce.promotion;

import commerce.kernel.Money;
import commerce.kernel.Outcomes;
import commerce.kernel.TaskOperation;
import commerce.promotion.domain.Used;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * Compensation "Restore coupon" of the checkout: what the order's redemptions took is there again for others.
 *
 * <p>In: {@code {"tenant", "orderId", "coupons": [}{@link Used}{@code ]}}, or {@code "couponCode"} as {@link RedeemCoupon} says. Out:
 * {@code {"status": "RESTORED"}}, always: restoring again changes nothing, and restoring what was never redeemed leaves tombstones that refuse
 * a late redemption. A coupon that has expired or was replaced since is restored all the same: its counters are, not its window; but a code
 * that is used once stays usable for its campaign's grace, if it has one.
 *
 * <p>Errors: {@link commerce.kernel.Busy} to be retried.
 *
 * <p>Transaction boundary: for each of them the counters, the customer's count and the redemption's status with its
 * {@code coupon.restored.v1}, all or none; or the tombstones alone, which tell no event.
 */
@Singleton
@Named("restore-coupon")
public class RestoreCoupon extends TaskOperation<RestoreCoupon.Input, RestoreCoupon.Output> {

    /** What to give back is read from the redemption; in executions of before, the input does not say. */
    private static final Money UNSAID = Money.zero(Currency.getInstance("XXX"));

    private final Redemptions redemptions;

    public RestoreCoupon(Redemptions redemptions) {
        super(Input.class);
        this.redemptions = redemptions;
    }

    public record Input(String tenant, String orderId, List<Used> coupons, Optional<String> couponCode) {}

    public record Output(String status) {}

    @Override
    protected Output handle(Input input) {
        if (redemptions.restore(input.tenant(), input.orderId(), Redemptions.used(input.coupons(), input.couponCode(), code -> Used.coupon(code, UNSAID)))) {
            Outcomes.count("CouponRedemptions", "outcome", "RESTORED");
        }
        return new Output("RESTORED");
    }
}
