package commerce.settlement.domain.clearing;

/** A merchant's statement for programs and spreadsheets: a heading, then each line of the settlement; nothing is left out. */
public final class StatementCsv {

    private StatementCsv() {}

    public static String header() {
        return Csv.line("settlement_id", "trade_date", "line_id", "order_id", "business_date", "occurred_at", "currency", "gross", "commission", "fee", "net");
    }

    public static String line(Settlement settlement, PayableLine line) {
        return Csv.line(settlement.settleId(), settlement.tradeDate(), line.lineId(), line.orderId(), line.businessDate(), line.occurredAt(), line.net().currency(),
                line.gross(), line.commission(), line.fee(), line.net());
    }
}
