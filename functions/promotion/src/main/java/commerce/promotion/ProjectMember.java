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
 * customer, the order's own item and the SKUs; one read and one transaction for a refund. Money that came too late or twice and goes back
 * lowers nothing, since it was never counted; a refund takes nothing off the last hour's sales, which say what was asked for. Gifts were not.
 */
@Singleton
@Named("project-member")
public class ProjectMember extends EventConsumer {

    private final MembersTable members;
    private final SalesTable sales;

    public ProjectMember(MembersTable members, SalesTable sales) {
        this.members = members;
        this.sales = sales;
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
                members.countOrder(event.tenant(), order.orderId(), order.customer(), order.total(), event.time(), sales.count(event.tenant(), order.bought(), event.time()));
            }
            case "refund.succeeded.v1" -> {
                var refund = event.data(Refunded.class);
                if (!refund.late()) {
                    members.countRefund(event.tenant(), refund.orderId(), refund.refundId(), refund.amount());
                }
            }
            default -> throw new IllegalArgumentException("no rule for what " + event.type() + " says of a customer");
        }
    }
}
