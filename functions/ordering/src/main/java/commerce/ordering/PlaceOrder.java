package commerce.ordering;

import commerce.kernel.Busy;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Idempotency;
import commerce.kernel.Money;
import commerce.kernel.OrderIds;
import commerce.kernel.Problem;
import commerce.kernel.Transactions;
import commerce.ordering.domain.Order;
import commerce.ordering.domain.OrderEvents;
import commerce.ordering.domain.OrderStatus;
import commerce.ordering.domain.Placement;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * {@code POST /orders}, with Idempotency-Key: accepts an order at today's price, or at that of a quote it carries.
 *
 * <p>Body {lines: [{sku, quantity}], couponCode? | couponCodes?, paymentProvider, quoteId?, expectedTotal?, channelId?, returnUrl?}; 202 {orderId, status: "PENDING", total} and a Location.
 * Problems: 400 invalid-input; 422 unknown-payment-provider, payment-not-possible, price-changed (with the current {@code quote}), and
 * whatever quote-price finds; 503 if the key's lease was lost on the way.
 *
 * <p>One transaction holds the order, its event order.placed.v1 and the answer to the key: there is never one without the others. The
 * checkout is started right after it; if that fails, start-checkout does it from the event.
 */
@Singleton
@Named("place-order")
public class PlaceOrder extends HttpOperation {

    private static final Logger LOG = Logger.getLogger(PlaceOrder.class);

    private final Idempotency idempotency;
    private final Quotes quotes;
    private final OrderingTable table;
    private final Transactions transactions;
    private final CheckoutExecutions checkouts;
    private final Orders orders;
    private final RandomGenerator random;

    public PlaceOrder(Idempotency idempotency, Quotes quotes, OrderingTable table, Transactions transactions, CheckoutExecutions checkouts, Orders orders, RandomGenerator random) {
        this.idempotency = idempotency;
        this.quotes = quotes;
        this.table = table;
        this.transactions = transactions;
        this.checkouts = checkouts;
        this.orders = orders;
        this.random = random;
    }

    /** What the customer is told at once. */
    public record Accepted(String orderId, OrderStatus status, Money total) {}

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var wish = OrderRequest.read(request);
        return idempotency.once(request, claim -> place(request.tenant(), request.subject(), wish, claim));
    }

    private HttpResponse place(String tenant, String customer, OrderRequest wish, Idempotency.Claim claim) {
        var quoted = quotes.quote(tenant, customer, wish);
        refuseDrift(wish, quoted);
        refuseUnpayable(tenant, wish, quoted.quote().total());
        var quote = quoted.quote();
        var now = orders.now();
        var order = Order.place(new Placement(tenant, OrderIds.next(now, random), customer, now, quote, wish.paymentProvider(), wish.channelId(), wish.returnUrl()));
        var orderId = order.placement().orderId();
        var answer = HttpResponse.accepted("/orders/" + orderId, new Accepted(orderId, order.status(), quote.total()));
        switch (transactions.write(List.of(table.putIfNew(order, OrderEvents.placed(order.placement())), claim.completion(answer)))) {
            case Transactions.Outcome.Committed() -> startEarly(tenant, orderId);
            case Transactions.Outcome.Refused refused when refused.failed(0) -> throw new IllegalStateException("the order id " + orderId + " was drawn twice");
            case Transactions.Outcome.Refused(var _) -> throw new Busy("a later request with this Idempotency-Key has taken over", null);
        }
        return answer;
    }

    private static void refuseDrift(OrderRequest wish, Quotes.Quoted quoted) {
        var total = quoted.quote().total();
        wish.expectedTotal().filter(expected -> !expected.equals(total)).ifPresent(expected -> {
            throw Problem.unprocessable("price-changed", "The price has changed",
                    "the total is " + total + " by now, not " + expected + "; show the customer the quote and ask again", "expectedTotal").with("quote", quoted.shown()).asException();
        });
    }

    private static void refuseUnpayable(String tenant, OrderRequest wish, Money total) {
        PaymentProviders.whyNot(wish.paymentProvider(), tenant, total).ifPresent(why -> {
            throw Problem.unprocessable("payment-not-possible", "The provider cannot take this payment", why, "paymentProvider").asException();
        });
    }

    /** The order is accepted, whatever happens here. */
    private void startEarly(String tenant, String orderId) {
        try {
            checkouts.start(tenant, orderId);
        } catch (SdkException failure) {
            LOG.warnf(failure, "the checkout of %s was not started early; start-checkout will do it", orderId);
        }
    }
}
