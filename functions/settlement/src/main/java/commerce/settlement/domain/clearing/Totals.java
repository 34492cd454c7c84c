package commerce.settlement.domain.clearing;

import commerce.kernel.Money;

/**
 * What lines of one currency add up to.
 *
 * @param lines how many, those carried over included
 * @param gross of the orders
 * @param commission of the orders
 * @param fee of the orders
 * @param net of the orders: what they change in what the merchant is owed
 * @param carriedIn what earlier settlements left negative; zero or below
 */
public record Totals(long lines, Money gross, Money commission, Money fee, Money net, Money carriedIn) {

    static Totals of(PayableLine line) {
        var zero = line.net().zero();
        return line.isCarried()
                ? new Totals(1, zero, zero, zero, zero, line.net())
                : new Totals(1, line.gross(), line.commission(), line.fee(), line.net(), zero);
    }

    Totals plus(Totals other) {
        return new Totals(Math.addExact(lines, other.lines), gross.plus(other.gross), commission.plus(other.commission), fee.plus(other.fee), net.plus(other.net),
                carriedIn.plus(other.carriedIn));
    }

    /** What the merchant gets paid out; never below zero. */
    public Money payout() {
        var due = net.plus(carriedIn);
        return due.isNegative() ? due.zero() : due;
    }

    /** What is taken off the merchant's next settlement; never above zero. */
    public Money carriedOut() {
        var due = net.plus(carriedIn);
        return due.isNegative() ? due : due.zero();
    }
}
