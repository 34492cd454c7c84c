package commerce.promotion;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Money;
import commerce.promotion.domain.Used;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * What becomes of coupons after the checkout: a confirmed order uses its codes up, a refunded one gives back its part of their budget.
 *
 * <p>In: {@code order.confirmed.v1} and {@code order.refunded.v1}, in any order, as often as they like. Out: one conditional write for each code; one read and
 * one transaction for each code and refund, with {@code coupon.clawed_back.v1}. Money that came too late or twice was never kept: its
 * refund gives nothing back. An order without coupons costs nothing here.
 */
@Singleton
@Named("settle-coupon")
public class SettleCoupon extends EventConsumer {

    private final Redemptions redemptions;

    public SettleCoupon(Redemptions redemptions) {
        this.redemptions = redemptions;
    }

    record Confirmed(String orderId, List<Used> coupons) {}

    record Refunded(String orderId, String refundId, Money amount, Money total, boolean late, List<Used> coupons) {}

    @Override
    protected void consume(Event event) {
        switch (event.type()) {
            case "order.confirmed.v1" -> {
                var order = event.data(Confirmed.class);
                redemptions.confirm(event.tenant(), order.orderId(), orNone(order.coupons()));
            }
            case "order.refunded.v1" -> {
                var refund = event.data(Refunded.class);
                if (!refund.late()) {
                    redemptions.clawBack(event.tenant(), refund.orderId(), orNone(refund.coupons()), refund.refundId(), refund.amount(), refund.total());
                }
            }
            default -> throw new IllegalArgumentException("no rule for what " + event.type() + " says of coupons");
        }
    }

    private static List<Used> orNone(List<Used> coupons) {
        return coupons == null ? List.of() : coupons;
    }
}
