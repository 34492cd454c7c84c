package commerce.ordering;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.FunctionInvoker;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Problem;
import commerce.ordering.domain.Order;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /admin/orders/{orderId}}: 200 {@link Inspection}, all that is known of any order of the shop; 404 order-not-found. One
 * consistent read here, the checkout's execution from Step Functions, the refunds from the payment context, the ledger's entries from the
 * settlement context.
 */
@Singleton
@Named("inspect-order")
public class InspectOrder extends HttpOperation {

    private final Orders orders;
    private final CheckoutExecutions checkouts;
    private final FunctionInvoker functions;

    public InspectOrder(Orders orders, CheckoutExecutions checkouts, FunctionInvoker functions) {
        this.orders = orders;
        this.checkouts = checkouts;
        this.functions = functions;
    }

    /**
     * @param order as its customer sees it, its fields beside the following
     * @param customer who ordered
     * @param placedAt when
     * @param paymentProvider whom the customer asked to pay through
     * @param channelId who brought the customer, if the shop said so
     * @param cancellationRequested whether the customer asked for its end
     * @param repairs how often its checkout was started again
     * @param execution its checkout; absent if it was not started, or so long ago that Step Functions has forgotten it
     * @param refunds of its money, the oldest first, and how far each has come
     * @param ledger the journal entries about it
     */
    public record Inspection(
            @JsonUnwrapped OrderView order,
            String customer,
            Instant placedAt,
            String paymentProvider,
            Optional<String> channelId,
            boolean cancellationRequested,
            long repairs,
            Optional<CheckoutExecutions.Execution> execution,
            List<JsonNode> refunds,
            List<JsonNode> ledger) {}

    record Question(String tenant, String orderId) {}

    record Refunds(List<JsonNode> refunds) {}

    record Ledger(List<JsonNode> entries) {}

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var orderId = OrderView.orderId(request);
        return orders.find(tenant, orderId)
                .map(order -> HttpResponse.ok(inspect(tenant, orderId, order)))
                .orElseThrow(() -> Problem.notFound("order", "the shop has no order " + orderId).asException());
    }

    private Inspection inspect(String tenant, String orderId, Order order) {
        var question = new Question(tenant, orderId);
        var refunds = functions.invoke("READ_REFUNDS_FUNCTION", question, Refunds.class);
        var ledger = functions.invoke("READ_LEDGER_ENTRIES_FUNCTION", question, Ledger.class);
        var placement = order.placement();
        return new Inspection(OrderView.of(order), placement.customer(), placement.placedAt(), placement.paymentProvider(), placement.channelId(), order.cancellationRequested(),
                order.repairs().count(), checkouts.describe(orderId), refunds.refunds(), ledger.entries());
    }
}
