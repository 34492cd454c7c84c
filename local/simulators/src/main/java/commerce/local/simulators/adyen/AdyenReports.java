package commerce.local.simulators.adyen;

import commerce.local.simulators.Books.Movement;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Fees;
import commerce.local.simulators.Money;
import commerce.local.simulators.Reply;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The payments accounting report of a day in UTC, {@code payments_accounting_report_2026_11_20.csv}, there from the next day on: a line
 * for each step of each payment's money, in the currency's own unit.
 */
final class AdyenReports {

    private static final Pattern NAME = Pattern.compile("payments_accounting_report_([0-9]{4}_[0-9]{2}_[0-9]{2})\\.csv");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int COMMISSION_BASIS_POINTS = 120;
    private static final List<String> COLUMNS = List.of("Company Account", "Merchant Account", "Psp Reference", "Merchant Reference", "Payment Method", "Booking Date", "TimeZone", "Main Currency",
            "Main Amount", "Record Type", "Payment Currency", "Captured (PC)", "Settlement Currency", "Payable (SC)", "Commission (SC)", "Modification Psp Reference", "Modification Merchant Reference");

    private final Desk desk;
    private final AdyenAccount account;

    AdyenReports(Desk desk, AdyenAccount account) {
        this.desk = desk;
        this.account = account;
    }

    Reply download(String file) {
        var name = NAME.matcher(file);
        try {
            if (name.matches()) {
                var start = LocalDate.parse(name.group(1).replace('_', '-')).atStartOfDay(ZoneOffset.UTC).toInstant();
                var end = start.plusSeconds(86_400);
                if (!desk.now().isBefore(end)) {
                    var rows = desk.books().journal(start, end).stream().map(this::row).collect(Collectors.joining());
                    return Reply.text(200, "text/csv; charset=utf-8", String.join(",", COLUMNS) + "\n" + rows);
                }
            }
        } catch (DateTimeParseException noDate) {
            // not found, as below
        }
        throw AdyenError.notFound("There is no report " + file + ".");
    }

    private String row(Movement movement) {
        var payment = movement.payment();
        var refund = movement.refund();
        var amount = movement.amount();
        var incoming = movement.kind() == Movement.Kind.PAYMENT || movement.kind() == Movement.Kind.REFUND_RETURNED || movement.kind() == Movement.Kind.DISPUTE_WON;
        var commission = movement.kind() == Movement.Kind.PAYMENT ? Fees.of(amount.amount(), COMMISSION_BASIS_POINTS) : 0;
        var signed = incoming ? amount.amount() : -amount.amount();
        var type = switch (movement.kind()) {
            case PAYMENT -> "Settled";
            case REFUND -> "Refunded";
            case REFUND_RETURNED -> "RefundedReversed";
            case DISPUTE -> "Chargeback";
            case DISPUTE_WON -> "ChargebackReversed";
        };
        return List.of(account.merchantAccount(), account.merchantAccount(), payment.providerReference(), payment.paymentId(), "visa", TIME.format(movement.at()), "UTC", amount.currency(),
                major(amount.amount(), amount), type, amount.currency(), major(signed, amount), amount.currency(), major(signed - commission, amount), major(commission, amount),
                refund == null ? "" : refund.key(), refund == null ? "" : refund.request().path("reference").asText(""))
                .stream().map(value -> value.contains(",") ? "\"" + value.replace("\"", "\"\"") + "\"" : value).collect(Collectors.joining(",", "", "\n"));
    }

    private static String major(long minor, Money money) {
        return Money.major(minor, AdyenProtocol.exponent(money.currency()));
    }
}
