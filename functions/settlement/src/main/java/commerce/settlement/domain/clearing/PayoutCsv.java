package commerce.settlement.domain.clearing;

import java.util.Comparator;
import java.util.stream.Stream;

/** A payout file's text: the same payouts make the same bytes, in whatever order they come. */
public final class PayoutCsv {

    private static final String HEADER = Csv.line("payout_id", "merchant_id", "settlement_id", "trade_date", "currency", "amount");

    private PayoutCsv() {}

    public static String of(Stream<Payout> payouts) {
        var text = new StringBuilder(HEADER);
        payouts.sorted(Comparator.comparing(Payout::merchantId).thenComparing(Payout::payoutId))
                .forEach(payout -> text.append(Csv.line(payout.payoutId(), payout.merchantId(), payout.settlementId(), payout.tradeDate(), payout.amount().currency(), payout.amount())));
        return text.toString();
    }
}
