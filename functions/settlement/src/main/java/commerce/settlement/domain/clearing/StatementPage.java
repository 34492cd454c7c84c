package commerce.settlement.domain.clearing;

import commerce.kernel.Money;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * A merchant's statement for people: one HTML page that needs nothing else, readable on paper too. It shows every sum and the first
 * {@value #SHOWN} lines; all of them are in the CSV.
 *
 * @param settlement a sealed one
 * @param zone in which times are shown
 */
public record StatementPage(Settlement settlement, ZoneId zone) {

    /** A page that people can still open and read. */
    public static final int SHOWN = 1_000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final String STYLE = """
            :root { color-scheme: light; --ink: #1c2430; --soft: #5c6878; --rule: #dde3ea; --tint: #f5f7fa; --minus: #a8321f; }
            body { margin: 0; background: var(--tint); color: var(--ink); font: 15px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; }
            main { max-width: 68rem; margin: 2rem auto; padding: 2.5rem; background: #fff; border: 1px solid var(--rule); border-radius: 10px; }
            header { display: flex; flex-wrap: wrap; gap: 1rem 3rem; justify-content: space-between; align-items: end; border-bottom: 2px solid var(--ink); padding-bottom: 1.25rem; }
            h1 { margin: 0; font-size: 1.7rem; line-height: 1.2; overflow-wrap: anywhere; } h2 { margin: 2.25rem 0 .5rem; font-size: 1.1rem; }
            dl { display: grid; grid-template-columns: auto auto; gap: .1rem 1.25rem; margin: 0; } dt { color: var(--soft); } dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
            .scroll { overflow-x: auto; } table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th { color: var(--soft); font-weight: 600; font-size: .82rem; text-align: left; } th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--rule); vertical-align: top; }
            .n { text-align: right; white-space: nowrap; } .minus { color: var(--minus); } .id { overflow-wrap: anywhere; font-size: .88rem; } .soft { color: var(--soft); }
            tr.due td { border-top: 2px solid var(--ink); border-bottom: 0; font-weight: 700; font-size: 1.1rem; }
            @media print { body { background: #fff; } main { border: 0; margin: 0; max-width: none; padding: 0; } thead { display: table-header-group; } tr { break-inside: avoid; } }
            """;

    /** Everything above the lines. */
    public String begin() {
        var page = new StringBuilder("""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Statement %s</title><style>
                %s</style></head><body><main>
                <header><div><div class="soft">Statement for</div><h1>%s</h1></div>
                <dl><dt>Settlement</dt><dd>%s</dd><dt>Business date</dt><dd>%s</dd><dt>Sealed</dt><dd>%s</dd></dl></header>
                """.formatted(text(settlement.settleId()), STYLE, text(settlement.merchantId()), text(settlement.settleId()), settlement.tradeDate(),
                settlement.endedAt().map(at -> TIME.format(at.atZone(zone)) + " " + zone).map(StatementPage::text).orElse("")));
        settlement.claimed().totals().forEach(totals -> page.append(summary(totals)));
        return page.append("""
                <h2>Lines</h2>
                <div class="scroll"><table><thead><tr><th>When</th><th>Order</th><th>What</th><th class="n">Gross</th><th class="n">Commission</th><th class="n">Fee</th><th class="n">Net</th></tr></thead><tbody>
                """).toString();
    }

    private static String summary(Totals totals) {
        var rows = new StringBuilder("<h2>Summary in ").append(totals.net().currency()).append("</h2>\n<div class=\"scroll\"><table><tbody>\n");
        rows.append(row("Paid by customers, less what they got back", totals.gross())).append(row("Commission of the platform", totals.commission().negated()))
                .append(row("Fees of the payment providers", totals.fee().negated()));
        var other = totals.net().minus(totals.gross().minus(totals.commission()).minus(totals.fee()));
        rows.append(other.isZero() ? "" : row("Shares of others", other)).append(row("Net of " + totals.lines() + (totals.lines() == 1 ? " line" : " lines"), totals.net()));
        rows.append(totals.carriedIn().isZero() ? "" : row("Carried over from earlier settlements", totals.carriedIn()));
        rows.append(totals.carriedOut().isZero() ? "" : row("Carried over to the next settlement", totals.carriedOut()));
        return rows.append("<tr class=\"due\"><td>Paid out</td>").append(cell(totals.payout())).append("</tr></tbody></table></div>\n").toString();
    }

    private static String row(String what, Money amount) {
        return "<tr><td>" + text(what) + "</td>" + cell(amount) + "</tr>\n";
    }

    /** One of the first lines. */
    public String line(PayableLine line) {
        var what = line.isCarried() ? "carried over" : line.lineId().startsWith(line.orderId() + "/") ? line.lineId().substring(line.orderId().length() + 1) : line.lineId();
        return "<tr><td class=\"soft\">" + TIME.format(line.occurredAt().atZone(zone)) + "</td><td class=\"id\">" + text(line.orderId()) + "</td><td class=\"id\">" + text(what) + "</td>"
                + cell(line.gross()) + cell(line.commission()) + cell(line.fee()) + cell(line.net()) + "</tr>\n";
    }

    /** Everything below the lines. */
    public String end() {
        var hidden = settlement.claimed().lines() - SHOWN;
        return "</tbody></table></div>\n" + (hidden > 0 ? "<p class=\"soft\">These are the first " + SHOWN + " lines; " + hidden + " more are in the CSV file of this statement.</p>\n" : "")
                + "</main></body></html>\n";
    }

    private static String cell(Money amount) {
        return "<td class=\"n" + (amount.isNegative() ? " minus" : "") + "\">" + grouped(amount) + " " + amount.currency() + "</td>";
    }

    private static String grouped(Money amount) {
        var plain = Csv.amount(amount);
        var from = plain.startsWith("-") ? 1 : 0;
        var to = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
        var grouped = new StringBuilder(plain);
        for (int at = to - 3; at > from; at -= 3) {
            grouped.insert(at, ',');
        }
        return from == 1 ? "\u2212" + grouped.substring(1) : grouped.toString();
    }

    /** Nothing that comes from outside can become markup. */
    private static String text(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
