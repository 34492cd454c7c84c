package commerce.ordering;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.kernel.TaskOperation;
import commerce.ordering.domain.OrderStatus;
import commerce.ordering.domain.UsedCoupon;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Workflow task and read-only invoke: what other contexts need to know of an order. Workflows carry ids and ask here.
 *
 * <p>Input {tenant, orderId}; output {@link Description}. Error: {@link OrderUnknown}. One consistent read.
 */
@Singleton
@Named("describe-order")
public class DescribeOrder extends TaskOperation<DescribeOrder.Input, DescribeOrder.Description> {

    private final Orders orders;

    public DescribeOrder(Orders orders) {
        super(Input.class);
        this.orders = orders;
    }

    public record Input(String tenant, String orderId) {}

    /**
     * @param orderId its id
     * @param status where it stands now
     * @param customer who ordered
     * @param lines what to reserve
     * @param watched whether prices change when the stock of these lines crosses a mark
     * @param coupons what to redeem, all of it or nothing; often empty
     * @param total what to pay; zero for a free order
     * @param paymentProvider whom the customer wants to pay through
     * @param returnUrl where the customer goes after paying, or null: always there, because a workflow's expression fails on an absent field
     */
    public record Description(
            String orderId,
            OrderStatus status,
            String customer,
            List<Line> lines,
            boolean watched,
            List<UsedCoupon> coupons,
            Money total,
            String paymentProvider,
            @JsonInclude(JsonInclude.Include.ALWAYS) String returnUrl) {}

    @Override
    protected Description handle(Input input) {
        var order = orders.get(input.tenant(), input.orderId());
        var placement = order.placement();
        var quote = placement.quote();
        return new Description(placement.orderId(), order.status(), placement.customer(), quote.quantities(), quote.watchesStock(), quote.used(), quote.total(), placement.paymentProvider(), placement.returnUrl().orElse(null));
    }
}
