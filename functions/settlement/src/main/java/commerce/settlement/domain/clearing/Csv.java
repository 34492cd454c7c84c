package commerce.settlement.domain.clearing;

import commerce.kernel.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines of CSV as RFC 4180 has them, that a spreadsheet reads as what they are: a text that would be taken for a formula is marked as text.
 */
final class Csv {

    private static final String FORMULA_BEGINS = "=+-@\t\r";

    private Csv() {}

    /** Texts from anywhere, amounts as {@link #amount} writes them. */
    static String line(Object... fields) {
        return List.of(fields).stream().map(field -> field instanceof Money money ? amount(money) : quoted(guarded(String.valueOf(field)))).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** In major units with all decimals: {@code -1234.50}. */
    static String amount(Money money) {
        return BigDecimal.valueOf(money.minor(), Math.max(0, money.currency().getDefaultFractionDigits())).toPlainString();
    }

    private static String guarded(String text) {
        return !text.isEmpty() && FORMULA_BEGINS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r') ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
