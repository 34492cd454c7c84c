package commerce.promotion;

import commerce.kernel.Busy;
import commerce.kernel.Money;
import commerce.kernel.Outcomes;
import commerce.kernel.TaskOperation;
import commerce.promotion.domain.Redeeming;
import commerce.promotion.domain.Redemption;
import commerce.promotion.domain.Used;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Step "Redeem coupon" of the checkout: uses coupons, and offers that are given once, for an order; all of them or none, once.
 *
 * <p>In: {@code {"tenant", "orderId", "customer", "coupons": [}{@link Used}{@code ]}}, discounts as the order was quoted; or, from executions started
 * before an order could have several, {@code "couponCode"} and {@code "discount"} instead. Out: {@code {"status": "REDEEMED"}}; redeeming again
 * answers the same and changes nothing. A code that can be used once is LOCKED from here until its order is confirmed.
 *
 * <p>Errors: {@link CouponExhausted}, {@link CouponLimitReached}, {@link CouponRestored}, {@link CouponUnknown}, all of which changed
 * nothing; {@link Busy} to be retried.
 *
 * <p>Transaction boundary: for each of them the coupon's counters and its campaign's, the customer's count and the redemption with its
 * {@code coupon.redeemed.v1}, all or none.
 */
@Singleton
@Named("redeem-coupon")
public class RedeemCoupon extends TaskOperation<RedeemCoupon.Input, RedeemCoupon.Output> {

    private final Redemptions redemptions;

    public RedeemCoupon(Redemptions redemptions) {
        super(Input.class);
        this.redemptions = redemptions;
    }

    public record Input(String tenant, String orderId, String customer, List<Used> coupons, Optional<String> couponCode, Optional<Money> discount) {}

    public record Output(String status) {}

    @Override
    protected Output handle(Input input) {
        var used = Redemptions.used(input.coupons(), input.couponCode(), code -> Used.coupon(code, input.discount().orElseThrow()));
        return switch (redemptions.redeem(input.tenant(), input.orderId(), input.customer(), used)) {
            case Redeeming.Done() -> {
                count("REDEEMED");
                yield new Output("REDEEMED");
            }
            case Redeeming.Present(Redemption.Redeemed _) -> new Output("REDEEMED");
            case Redeeming.Present(Redemption.Restored()) -> throw new CouponRestored("order " + input.orderId() + " has given its coupons back");
            case Redeeming.Unknown(var code) -> throw new CouponUnknown("there is no coupon " + code);
            case Redeeming.Exhausted(var why) -> {
                count("EXHAUSTED");
                throw new CouponExhausted(why);
            }
            case Redeeming.CustomerLimit(var code) -> {
                count("LIMIT_REACHED");
                throw new CouponLimitReached(code + ": the customer has used it as often as one customer may");
            }
            case Redeeming.Overtaken() -> throw new Busy("the coupons of order " + input.orderId() + " kept changing", null);
        };
    }

    private static void count(String outcome) {
        Outcomes.count("CouponRedemptions", "outcome", outcome);
    }
}
