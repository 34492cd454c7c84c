package commerce.settlement.domain;

import commerce.kernel.Money;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one order's money, and what each further fact posts. Settling and refunding may come in either order: a refund before
 * the settlement is booked against the merchant alone, and the settlement then takes only the commission on what is left.
 *
 * @param settled the order's total and the commission taken of it, once it is settled
 * @param refunded what has been refunded so far (late money not counted: it never was the order's)
 */
public record OrderSettlement(Optional<Settled> settled, Money refunded) {

    /**
     * @param total what the customer paid
     * @param commission the platform's share of it
     */
    public record Settled(Money total, Money commission) {}

    /**
     * @param next the state afterwards
     * @param postings what to post, sums to zero
     */
    public record Step(OrderSettlement next, List<Posting> postings) {}

    public static OrderSettlement nothingYet(Money anyAmount) {
        return new OrderSettlement(Optional.empty(), anyAmount.zero());
    }

    /**
     * The customer's payment becomes the merchant's, less commission and fee. The fee is the provider's for having moved the money and
     * stays whole whatever is refunded.
     */
    public Step settle(Money total, String provider, Rates rates) {
        var commission = total.basisPoints(rates.commissionBasisPoints());
        var fee = total.basisPoints(rates.providerFeeBasisPoints());
        var kept = commission.minus(commissionOn(refunded, total, commission));
        return new Step(new OrderSettlement(Optional.of(new Settled(total, commission)), refunded), List.of(
                Posting.debit(Account.CUSTOMER_PAYMENTS, total),
                Posting.credit(Account.MERCHANT_PAYABLE, total.minus(kept).minus(fee)),
                Posting.credit(Account.PLATFORM_COMMISSION, kept),
                Posting.credit(Account.providerFeesPayable(provider), fee)));
    }

    /**
     * The merchant gives the money back, and gets back the commission on it. The shares of partial refunds are differences of the running
     * total, so that after a full refund exactly the whole commission has gone back.
     */
    public Step refund(Money amount, String provider) {
        var refundedNow = refunded.plus(amount);
        var commissionBack = settled
                .map(order -> commissionOn(refundedNow, order.total(), order.commission()).minus(commissionOn(refunded, order.total(), order.commission())))
                .orElse(amount.zero());
        return new Step(new OrderSettlement(settled, refundedNow), List.of(
                Posting.debit(Account.MERCHANT_PAYABLE, amount.minus(commissionBack)),
                Posting.debit(Account.PLATFORM_COMMISSION, commissionBack),
                Posting.credit(Account.providerReceivable(provider), amount)));
    }

    private static Money commissionOn(Money part, Money total, Money commission) {
        return part.isZero() ? commission.zero() : commission.proRata(part, total);
    }
}
