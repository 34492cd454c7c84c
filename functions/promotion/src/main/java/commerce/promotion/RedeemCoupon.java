package commerce.promotion;

import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.Money;
import commerce.kernel.Outcomes;
import commerce.kernel.TaskOperation;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.Redeeming;
import commerce.promotion.domain.Redemption;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Step "Redeem coupon" of the checkout: uses a coupon for an order, once.
 *
 * <p>In: {@code {"tenant", "orderId", "couponCode", "customer", "discount": Money}}, the discount as the order was quoted. Out:
 * {@code {"status": "REDEEMED"}}; redeeming again answers the same and changes nothing.
 *
 * <p>Errors: {@link CouponExhausted}, {@link CouponLimitReached}, {@link CouponRestored}, {@link CouponUnknown}, all of which changed
 * nothing; {@link Busy} to be retried.
 *
 * <p>Transaction boundary: the coupon's counters, the customer's count and the redemption with its {@code coupon.redeemed.v1}, all or
 * none. A coupon seen to be exhausted is refused without a transaction, so that those who come too late do not disturb those in time.
 */
@Singleton
@Named("redeem-coupon")
public class RedeemCoupon extends TaskOperation<RedeemCoupon.Input, RedeemCoupon.Output> {

    private static final int ATTEMPTS = 5;
    private static final Logger LOG = Logger.getLogger(RedeemCoupon.class);

    private final PromotionTable table;
    private final Clock clock;

    public RedeemCoupon(PromotionTable table, Clock clock) {
        super(Input.class);
        this.table = table;
        this.clock = clock;
    }

    public record Input(String tenant, String orderId, String couponCode, String customer, Money discount) {}

    public record Output(String status) {}

    @Override
    protected Output handle(Input input) {
        if (input.discount().isNegative()) {
            throw new IllegalArgumentException("a discount below zero: " + input.discount());
        }
        var code = input.couponCode().toUpperCase(Locale.ROOT);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            switch (attempt(input, code)) {
                case Redeeming.Done() -> {
                    count("REDEEMED");
                    return new Output("REDEEMED");
                }
                case Redeeming.Present(Redemption.Redeemed _) -> {
                    return new Output("REDEEMED");
                }
                case Redeeming.Present(Redemption.Restored()) -> throw new CouponRestored("order " + input.orderId() + " has given coupon " + code + " back");
                case Redeeming.Unknown() -> throw new CouponUnknown("there is no coupon " + code);
                case Redeeming.Exhausted(var why) -> {
                    count("EXHAUSTED");
                    throw new CouponExhausted("coupon " + code + ": " + why);
                }
                case Redeeming.CustomerLimit() -> {
                    count("LIMIT_REACHED");
                    throw new CouponLimitReached("coupon " + code + ": the customer has used it as often as one customer may");
                }
                case Redeeming.Overtaken() -> LOG.infof("coupon %s was overtaken, attempt %d", code, attempt);
            }
        }
        throw new Busy("coupon " + code + " kept changing", null);
    }

    private Redeeming attempt(Input input, String code) {
        var found = table.find(input.tenant(), code);
        if (found.isEmpty()) {
            return unlessPresent(input, code, new Redeeming.Unknown());
        }
        var coupon = found.get();
        return switch (coupon.allowance(input.discount())) {
            case Coupon.Allowance.Exhausted(var why) -> unlessPresent(input, code, new Redeeming.Exhausted(why));
            case Coupon.Allowance.Left() -> table.redeem(input.tenant(), coupon, input.orderId(), input.customer(), input.discount(), event(input, code), clock.instant());
        };
    }

    /** Read after the coupon: if it was this order that took the last of it, its redemption is seen here. */
    private Redeeming unlessPresent(Input input, String code, Redeeming refusal) {
        return table.findRedemption(input.tenant(), code, input.orderId()).<Redeeming>map(Redeeming.Present::new).orElse(refusal);
    }

    private Event event(Input input, String code) {
        return Event.of("commerce.promotion", "coupon.redeemed.v1", input.tenant(), code, input.orderId(), clock.instant(),
                new Told(code, input.orderId(), input.customer(), input.discount()));
    }

    /** The data of {@code coupon.redeemed.v1}. */
    private record Told(String code, String orderId, String customer, Money discount) {}

    private static void count(String outcome) {
        Outcomes.count("CouponRedemptions", "outcome", outcome);
    }
}
