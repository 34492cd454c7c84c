package commerce.payment.provider;

import commerce.kernel.Money;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Adyen's payments accounting report of one UTC day: CSV, a line for each step of each payment, whose columns are known by their names and
 * whose amounts are in the currency's own unit. Only the steps that move money are handed on.
 */
final class AdyenBill {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu_MM_dd");
    /** What Adyen keeps, each in a column of its own; which are there depends on the report's settings. */
    private static final List<String> FEES = List.of("Commission (SC)", "Markup (SC)", "Scheme Fees (SC)", "Interchange (SC)");

    private AdyenBill() {}

    /** @throws commerce.kernel.Busy while the report is not there yet: it is made on the next day */
    static void read(AdyenApi api, LocalDate day, BillReader bill) {
        var file = api.report(name(day));
        bill.file(name(day), file);
        parse(file, bill::line);
    }

    /** Its lines, for whoever keeps nothing of it. @throws commerce.kernel.Busy as above */
    static void lines(AdyenApi api, LocalDate day, Consumer<BillLine> each) {
        parse(api.report(name(day)), (line, raw) -> each.accept(line));
    }

    private static String name(LocalDate day) {
        return "payments_accounting_report_" + DAY.format(day) + ".csv";
    }

    private static void parse(byte[] file, BiConsumer<BillLine, String> each) {
        var csv = new String(file, StandardCharsets.UTF_8);
        var rows = csv.replace("\uFEFF", "").lines().toList();
        var names = values(rows.getFirst());
        var columns = new HashMap<String, Integer>();
        for (int column = 0; column < names.size(); column++) {
            columns.put(names.get(column), column);
        }
        rows.stream().skip(1).forEach(raw -> {
            var row = new Row(columns, values(raw));
            kind(row.text("Record Type")).ifPresent(kind -> each.accept(line(kind, row), raw));
        });
    }

    /** A value in quotes may hold commas, and quotes twice over. */
    private static List<String> values(String row) {
        var values = new ArrayList<String>();
        var value = new StringBuilder();
        var quoted = false;
        for (var character : row.toCharArray()) {
            if (character == '"') {
                quoted = !quoted;
            } else if (character == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(character);
            }
        }
        values.add(value.toString());
        return values;
    }

    private record Row(Map<String, Integer> columns, List<String> values) {

        Optional<String> find(String name) {
            return Optional.ofNullable(columns.get(name)).filter(column -> column < values.size()).map(values::get).filter(text -> !text.isEmpty());
        }

        String text(String name) {
            return find(name).orElseThrow(() -> new IllegalStateException("a report of adyen without " + name));
        }

        Money money(String name, String currencyColumn) {
            var currency = Currency.getInstance(text(currencyColumn));
            return new Money(find(name).map(BigDecimal::new).orElse(BigDecimal.ZERO).movePointRight(currency.getDefaultFractionDigits()).longValueExact(), currency);
        }
    }

    private static Optional<BillLine.Kind> kind(String type) {
        return switch (type) {
            case "Settled", "SettledReversed" -> Optional.of(BillLine.Kind.PAYMENT);
            case "Refunded", "RefundedReversed" -> Optional.of(BillLine.Kind.REFUND);
            case "Chargeback", "ChargebackReversed", "SecondChargeback" -> Optional.of(BillLine.Kind.DISPUTE);
            default -> Optional.empty();
        };
    }

    private static BillLine line(BillLine.Kind kind, Row row) {
        var fee = FEES.stream().map(column -> row.money(column, "Settlement Currency")).reduce(Money::plus).orElseThrow();
        return new BillLine(kind, row.find("Modification Psp Reference").orElseGet(() -> row.text("Psp Reference")), row.find("Merchant Reference"),
                row.find("Modification Merchant Reference"), row.money("Captured (PC)", "Payment Currency"), fee,
                LocalDateTime.parse(row.text("Booking Date"), TIME).toInstant(ZoneOffset.UTC));
    }
}
