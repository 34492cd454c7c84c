package commerce.settlement.domain.clearing;

import commerce.kernel.Money;
import java.time.LocalDate;
import java.util.List;

/**
 * A line of a payout file: what a merchant is paid of one settlement in one currency.
 *
 * @param payoutId names the ledger's transfer too
 * @param amount above zero
 */
public record Payout(String payoutId, String merchantId, String settlementId, LocalDate tradeDate, Money amount) {

    /** None if nothing is left to pay out. */
    public static List<Payout> of(Settlement settlement) {
        return settlement.claimed().totals().stream().map(Totals::payout).filter(Money::isPositive)
                .map(amount -> new Payout("payout." + settlement.settleId() + "." + amount.currency(), settlement.merchantId(), settlement.settleId(), settlement.tradeDate(), amount))
                .toList();
    }
}
