package commerce.settlement.domain.split;

import commerce.kernel.Money;

/**
 * What one payee gets of an order, or of what is left of it.
 *
 * @param payee a merchant, or a party of one
 * @param gross its part of what the customer paid
 * @param commission what the platform takes of it
 * @param channelCommission what the channels that brought the customer take of it
 * @param fee what the payment provider takes of it
 */
public record Share(String payee, Money gross, Money commission, Money channelCommission, Money fee) {

    /** What the payee is owed; negative if more is taken than there is, as the fee of an order that was refunded. */
    public Money net() {
        return gross.minus(commission).minus(channelCommission).minus(fee);
    }

    /** What is left of this after the other. Both are the same payee's. */
    public Share minus(Share other) {
        return new Share(payee, gross.minus(other.gross), commission.minus(other.commission), channelCommission.minus(other.channelCommission), fee.minus(other.fee));
    }

    public Share negated() {
        return new Share(payee, gross.negated(), commission.negated(), channelCommission.negated(), fee.negated());
    }

    public boolean isNothing() {
        return gross.isZero() && commission.isZero() && channelCommission.isZero() && fee.isZero();
    }
}
