package commerce.settlement.domain.clearing;

import commerce.kernel.Money;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What settlements of one currency came to. Unlike {@link Totals} it can be added over merchants: what one is left owing takes nothing from
 * what another is paid.
 *
 * @param lines how many
 * @param gross of the orders
 * @param commission of the orders
 * @param fee of the orders
 * @param net of the orders
 * @param carriedIn what earlier settlements had left below zero
 * @param payout what is paid out
 * @param carriedOut what is left below zero
 */
public record SettledSum(long lines, Money gross, Money commission, Money fee, Money net, Money carriedIn, Money payout, Money carriedOut) {

    /** Of one settlement. */
    public static List<SettledSum> of(Tally tally) {
        return tally.totals().stream().map(one -> new SettledSum(one.lines(), one.gross(), one.commission(), one.fee(), one.net(), one.carriedIn(), one.payout(), one.carriedOut()))
                .toList();
    }

    /** Of several, each currency by itself, sorted by its code. */
    public static List<SettledSum> sum(Stream<SettledSum> sums) {
        var byCurrency = new TreeMap<String, SettledSum>();
        sums.forEach(one -> byCurrency.merge(one.net().currency().getCurrencyCode(), one, SettledSum::plus));
        return byCurrency.values().stream().sorted(Comparator.comparing(one -> one.net().currency().getCurrencyCode())).toList();
    }

    private SettledSum plus(SettledSum other) {
        return new SettledSum(Math.addExact(lines, other.lines), gross.plus(other.gross), commission.plus(other.commission), fee.plus(other.fee), net.plus(other.net),
                carriedIn.plus(other.carriedIn), payout.plus(other.payout), carriedOut.plus(other.carriedOut));
    }
}
