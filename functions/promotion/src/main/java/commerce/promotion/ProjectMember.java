package commerce.promotion;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Line;
import commerce.kernel.Money;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Counts what customers buy and what sells: their history, from which score and level follow, and each SKU's last hour.
 *
 * <p>In: {@code order.confirmed.v1}, {@code refund.succeeded.v1}; in any order, as often as they like. Out: one transaction for a confirmed order with the
 * customer, the order's own item and the SKUs; one read and one transaction for a refund, and when all has gone back the order's coupon for coming back
 * is taken back. Money that came too late or twice and goes back
 * lowers nothing, since it was never counted; a refund takes nothing off the last hour's sales, which say what was asked for. Gifts were not.
 */
@Singleton
@Named("project-member")
public class ProjectMember extends EventConsumer {

    private final MembersTable members;
    private final SalesTable sales;
    private final Rewards rewards;

    public ProjectMember(MembersTable members, SalesTable sales, Rewards rewards) {
        this.members = members;
        this.sales = sales;
        this.rewards = rewards;
    }

    record Confirmed(String orderId, String customer, List<OrderedLine> lines, Money total) {

        record OrderedLine(String sku, long quantity, Optional<Object> gift) {}

        List<Line> bought() {
            return Line.merge(lines.stream().filter(line -> line.gift == null || line.gift.isEmpty()).map(line -> new Line(line.sku, line.quantity)).toList());
        }
    }

    record Refunded(String orderId, String refundId, Money amount, boolean late) {}

    @Override
    protected void consume(Event event) {
        switch (event.type()) {
            case "order.confirmed.v1" -> {
                var order = event.data(Confirmed.class);
                var sold = sales.count(event.tenant(), order.bought(), event.time());
                if (members.countOrder(event.tenant(), order.orderId(), order.customer(), order.total(), event.time(), sold)) {
                    rewards.withdraw(event.tenant(), order.orderId(), order.customer());
                }
            }
            case "refund.succeeded.v1" -> {
                var refund = event.data(Refunded.class);
                if (!refund.late()) {
                    members.countRefund(event.tenant(), refund.orderId(), refund.refundId(), refund.amount())
                            .ifPresent(customer -> rewards.withdraw(event.tenant(), refund.orderId(), customer));
                }
            }
            default -> throw new IllegalArgumentException("no rule for what " + event.type() + " says of a customer");
        }
    }
}
