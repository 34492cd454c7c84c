package commerce.settlement.domain.clearing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What merchants and banks read: exact to the last unit, and never anything but text. */
class StatementTest {

    private static final LocalDate DATE = LocalDate.parse("2026-11-20");
    private static final Instant NOON = Instant.parse("2026-11-20T04:00:00Z");

    private static PayableLine line(String id, long net, String currency) {
        return new PayableLine("tea", DATE, id, id, Money.of(net, currency), Money.of(0, currency), Money.of(0, currency), Money.of(net, currency), NOON);
    }

    private static Settlement settlementOf(List<PayableLine> lines) {
        return Settlement.open("tea", DATE, 1, NOON).claim(lines);
    }

    @ParameterizedTest
    @CsvSource({"0,CNY,0.00", "5,CNY,0.05", "-5,CNY,-0.05", "-123450,CNY,-1234.50", "300,JPY,300", "1234,KWD,1.234", "9223372036854775807,CNY,92233720368547758.07"})
    void amountsAreInMajorUnitsWithAllTheirDecimals(long minor, String currency, String text) {
        assertEquals(text, Csv.amount(Money.of(minor, currency)));
    }

    @Test
    void aTextThatASpreadsheetWouldCalculateIsMarkedAsTextAndQuotesAreDoubled() {
        assertEquals("'=HYPERLINK(1),\"a\"\"b\",\"a,b\",plain\r\n", Csv.line("=HYPERLINK(1)", "a\"b", "a,b", "plain"));
        for (var begin : List.of("=", "+", "-", "@", "\t")) {
            assertTrue(Csv.line(begin + "1").startsWith("'"), begin);
        }
    }

    @Test
    void thePayoutFileIsTheSameInWhateverOrderPayoutsCome() {
        var payouts = IntStream.range(0, 5).mapToObj(i -> new Payout("p" + i, "m" + i % 2, "s" + i, DATE, Money.of(i + 1, "CNY"))).toList();
        assertEquals(PayoutCsv.of(payouts.stream()), PayoutCsv.of(payouts.reversed().stream()));
        assertEquals(6, PayoutCsv.of(payouts.stream()).lines().count());
    }

    @Test
    void nothingIsPaidOutOfWhatIsZeroOrBelow() {
        assertEquals(List.of(), Payout.of(settlementOf(List.of(line("a", 5, "CNY"), line("b", -5, "CNY"), line("c", -1, "JPY")))));
    }

    @Test
    void thePageShowsEverySumAndEscapesWhatComesFromOutside() {
        var nasty = new PayableLine("tea", DATE, "<b>/settlement", "<b>", Money.of(1_234_567, "CNY"), Money.of(61_728, "CNY"), Money.of(7_407, "CNY"), Money.of(1_165_432, "CNY"), NOON);
        var page = new StatementPage(settlementOf(List.of(nasty)), ZoneId.of("Asia/Shanghai"));
        var html = page.begin() + page.line(nasty) + page.end();
        for (var text : List.of("12,345.67 CNY", "\u2212617.28 CNY", "11,654.32 CNY", "2026-11-20 12:00", "&lt;b&gt;")) {
            assertTrue(html.contains(text), text + " in " + html);
        }
        assertFalse(html.contains("<b>"), html);
    }

    @Test
    void whatThePageDoesNotShowItSays() {
        var many = IntStream.rangeClosed(0, StatementPage.SHOWN).mapToObj(i -> line("o" + i, 1, "CNY")).toList();
        assertTrue(new StatementPage(settlementOf(many), ZoneId.of("Asia/Shanghai")).end().contains("1 more are in the CSV"));
        assertFalse(new StatementPage(settlementOf(many.subList(1, many.size())), ZoneId.of("Asia/Shanghai")).end().contains("more are"));
    }

    @Test
    void sumsOfManyMerchantsDoNotNetOneAgainstAnother() {
        var sums = SettledSum.sum(Stream.of(settlementOf(List.of(line("a", 10, "CNY"))), settlementOf(List.of(line("b", -500, "CNY")))).flatMap(one -> SettledSum.of(one.claimed()).stream()));
        assertEquals(List.of(Money.of(10, "CNY"), Money.of(-500, "CNY"), Money.of(-490, "CNY")), List.of(sums.getFirst().payout(), sums.getFirst().carriedOut(), sums.getFirst().net()));
    }
}
