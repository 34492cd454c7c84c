package commerce.ordering;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.HttpRequest;
import commerce.kernel.Money;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import commerce.kernel.ProblemException;
import commerce.ordering.domain.Discount;
import commerce.ordering.domain.Fee;
import commerce.ordering.domain.Order;
import commerce.ordering.domain.OrderLine;
import commerce.ordering.domain.OrderStatus;
import commerce.ordering.domain.PaymentStatus;
import commerce.ordering.domain.Repricing;
import commerce.ordering.domain.StatusChange;
import java.util.List;
import java.util.Optional;

/**
 * An order as the HTTP API shows it.
 *
 * @param orderId its id
 * @param status where it stands
 * @param reason why it was rejected or cancelled
 * @param lines the goods at the price they were ordered for
 * @param subtotal the sum of the lines
 * @param repricings why a line's unit price is not the list price, if one is not
 * @param discounts what was taken off
 * @param fees what is paid beside the goods, if there is anything
 * @param total what there is to pay
 * @param rulesVersion of the pricing rules it was priced by
 * @param couponCode the coupon it was placed with, if it is one
 * @param couponCodes all it was placed with
 * @param payment the latest attempt, once one was requested
 * @param refunded what went back; zero at first
 * @param history every status it had, oldest first
 */
public record OrderView(
        String orderId,
        OrderStatus status,
        Optional<String> reason,
        List<OrderLine> lines,
        Money subtotal,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Repricing> repricings,
        List<Discount> discounts,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Fee> fees,
        Money total,
        Optional<Long> rulesVersion,
        Optional<String> couponCode,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> couponCodes,
        Optional<PaymentView> payment,
        Money refunded,
        List<StatusChange> history) {

    /**
     * @param paymentId names the attempt
     * @param provider whom it goes through
     * @param status OPEN, FAILED, CAPTURED or CLOSED
     * @param action what the buyer has to do; its type is NONE when there is nothing
     */
    public record PaymentView(String paymentId, String provider, PaymentStatus status, JsonNode action) {}

    static OrderView of(Order order) {
        var placement = order.placement();
        var quote = placement.quote();
        var codes = quote.couponCodes();
        return new OrderView(placement.orderId(), order.status(), order.reason(), quote.lines(), quote.subtotal(),
                quote.repricings(), quote.discounts(), quote.fees(), quote.total(), quote.rulesVersion(), Optional.of(codes).filter(any -> any.size() == 1).map(List::getFirst), codes,
                order.payment().map(payment -> new PaymentView(payment.paymentId(), payment.provider(), payment.status(), payment.action())),
                order.refunds().total(), order.history());
    }

    /** The order a request's path names. */
    static String orderId(HttpRequest request) {
        return request.path("orderId", Names.ORDER_ID);
    }

    /** The same whether there is none, or it is another customer's: who asks must not learn which. */
    static ProblemException notFound(String orderId) {
        return Problem.notFound("order", "you have no order " + orderId).asException();
    }
}
