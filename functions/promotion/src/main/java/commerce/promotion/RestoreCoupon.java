package commerce.promotion;

import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.Outcomes;
import commerce.kernel.TaskOperation;
import commerce.promotion.domain.Redemption;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Locale;

/**
 * Compensation "Restore coupon" of the checkout: what the order's redemption took is there again for others.
 *
 * <p>In: {@code {"tenant", "orderId", "couponCode"}}. Out: {@code {"status": "RESTORED"}}, always: restoring again changes nothing, and
 * restoring what was never redeemed leaves a tombstone that refuses a late redemption. A coupon that has expired or was replaced since
 * is restored all the same: its counters are, not its window.
 *
 * <p>Errors: {@link Busy} to be retried.
 *
 * <p>Transaction boundary: the coupon's counters, the customer's count and the redemption's status with its {@code coupon.restored.v1},
 * all or none; or the tombstone alone, which tells no event.
 */
@Singleton
@Named("restore-coupon")
public class RestoreCoupon extends TaskOperation<RestoreCoupon.Input, RestoreCoupon.Output> {

    private static final int ATTEMPTS = 5;

    private final PromotionTable table;
    private final Clock clock;

    public RestoreCoupon(PromotionTable table, Clock clock) {
        super(Input.class);
        this.table = table;
        this.clock = clock;
    }

    public record Input(String tenant, String orderId, String couponCode) {}

    public record Output(String status) {}

    @Override
    protected Output handle(Input input) {
        var code = input.couponCode().toUpperCase(Locale.ROOT);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var redemption = table.findRedemption(input.tenant(), code, input.orderId());
            var restored = switch (redemption.orElse(null)) {
                case null -> table.buryIfAbsent(input.tenant(), code, input.orderId(), clock.instant());
                case Redemption.Restored() -> true;
                case Redemption.Redeemed redeemed -> restore(input, code, redeemed);
            };
            if (restored) {
                return new Output("RESTORED");
            }
        }
        throw new Busy("the redemption of coupon " + code + " by order " + input.orderId() + " kept changing", null);
    }

    private boolean restore(Input input, String code, Redemption.Redeemed redeemed) {
        var now = clock.instant();
        var event = Event.of("commerce.promotion", "coupon.restored.v1", input.tenant(), code, input.orderId(), now, new Told(code, input.orderId()));
        var restored = table.restoreIfRedeemed(input.tenant(), code, input.orderId(), redeemed, event, now);
        if (restored) {
            Outcomes.count("CouponRedemptions", "outcome", "RESTORED");
        }
        return restored;
    }

    /** The data of {@code coupon.restored.v1}. */
    private record Told(String code, String orderId) {}
}
