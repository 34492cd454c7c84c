package commerce.local.simulators.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Books.Movement;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Fees;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Money;
import commerce.local.simulators.Reply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What moved money: as balance transactions, and as the CSV file of a report run. */
final class StripeReports {

    private static final String REPORT = "balance_change_from_activity.itemized.";
    private static final List<String> COLUMNS = List.of("balance_transaction_id", "created_utc", "created", "available_on_utc", "available_on", "currency", "gross", "fee", "net",
            "reporting_category", "source_id", "description", "charge_id", "payment_intent_id");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int FEE_BASIS_POINTS = 290;

    private final Desk desk;
    private final StripeObjects objects;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    private record Run(String id, Form asked, Instant createdAt) {}

    /** A line: the movement, and what it is worth to the merchant. */
    private record Line(Movement movement, String category, String source, long gross, long fee) {

        String id() {
            return "txn_" + Ids.letters(24, "transaction " + category + " " + source);
        }

        long net() {
            return gross - fee;
        }

        String currency() {
            return movement.amount().currency();
        }
    }

    StripeReports(Desk desk, StripeObjects objects) {
        this.desk = desk;
        this.objects = objects;
    }

    private Line line(Movement movement) {
        var amount = movement.amount().amount();
        var payment = movement.payment();
        return switch (movement.kind()) {
            case PAYMENT -> new Line(movement, "charge", objects.chargeId(payment), amount, Fees.of(amount, FEE_BASIS_POINTS));
            case REFUND -> new Line(movement, "refund", movement.refund().key(), -amount, 0);
            case REFUND_RETURNED -> new Line(movement, "refund_failure", movement.refund().key(), amount, 0);
            case DISPUTE -> new Line(movement, "dispute", objects.dispute(payment).path("id").asText(), -amount, 0);
            case DISPUTE_WON -> new Line(movement, "dispute_reversal", objects.dispute(payment).path("id").asText(), amount, 0);
        };
    }

    /** The newest first; {@code created[gte]}, {@code created[gt]}, {@code created[lt]}, {@code created[lte]} bound them. */
    Reply balanceTransactions(Form query) {
        var from = bound(query, "gte", 0).isAfter(bound(query, "gt", 1)) ? bound(query, "gte", 0) : bound(query, "gt", 1);
        var until = bound(query, "lt", 0).isBefore(bound(query, "lte", 1)) ? bound(query, "lt", 0) : bound(query, "lte", 1);
        var expanded = query.at("expand").valueStream().anyMatch(path -> path.asText().equals("data.source"));
        var all = desk.books().journal(from, until).reversed().stream().map(this::line).map(line -> view(line, expanded)).toList();
        return Reply.json(200, StripeObjects.list("/v1/balance_transactions", all, query));
    }

    private static Instant bound(Form query, String operator, int oneMore) {
        if (query.at("created", operator).isMissingNode()) {
            return operator.startsWith("g") ? Instant.EPOCH : Instant.ofEpochSecond(1L << 40);
        }
        return Instant.ofEpochSecond(query.integer("created[" + operator + "]", "created", operator) + oneMore);
    }

    private ObjectNode view(Line line, boolean expanded) {
        var at = line.movement().at().getEpochSecond();
        var view = JsonNodeFactory.instance.objectNode()
                .put("id", line.id())
                .put("object", "balance_transaction")
                .put("amount", line.gross())
                .put("available_on", at)
                .put("created", at)
                .put("currency", line.currency().toLowerCase(Locale.ROOT))
                .put("fee", line.fee())
                .put("net", line.net())
                .put("reporting_category", line.category())
                .put("source", line.source())
                .put("status", "available")
                .put("type", line.category().startsWith("dispute") ? "adjustment" : line.category());
        view.putArray("fee_details");
        if (expanded) {
            view.set("source", source(line.movement()));
        }
        return view;
    }

    private ObjectNode source(Movement movement) {
        return switch (movement.kind()) {
            case PAYMENT -> objects.charge(movement.payment());
            case REFUND, REFUND_RETURNED -> objects.refund(movement.refund(), movement.payment());
            case DISPUTE, DISPUTE_WON -> objects.dispute(movement.payment());
        };
    }

    Reply run(Form form) {
        var type = form.text("report_type", "report_type");
        if (!type.matches("balance_change_from_activity\\.itemized\\.[1-3]")) {
            throw StripeError.invalid(null, "report_type", "This simulator only knows the report type " + REPORT + "1 to 3.");
        }
        var from = form.integer("parameters[interval_start]", "parameters", "interval_start");
        if (from >= form.integer("parameters[interval_end]", "parameters", "interval_end")) {
            throw StripeError.invalid(null, "parameters[interval_start]", "interval_start must be before interval_end.");
        }
        var run = new Run("frr_" + Ids.letters(24, form.values() + " " + runs.size()), form, desk.now());
        runs.put(run.id(), run);
        return Reply.json(200, view(run, "pending"));
    }

    Reply show(String id) {
        return Reply.json(200, view(found(id), "succeeded"));
    }

    private Run found(String id) {
        var run = runs.get(id);
        if (run == null) {
            throw StripeError.unknown("reporting.report_run", "report_run", id);
        }
        return run;
    }

    private ObjectNode view(Run run, String status) {
        var view = JsonNodeFactory.instance.objectNode()
                .put("id", run.id())
                .put("object", "reporting.report_run")
                .put("created", run.createdAt().getEpochSecond())
                .put("livemode", objects.mode().equals("live"))
                .put("report_type", run.asked().at("report_type").asText())
                .put("status", status);
        view.putObject("parameters").put("interval_start", start(run).getEpochSecond()).put("interval_end", end(run).getEpochSecond());
        if (status.equals("succeeded")) {
            var file = run.id().replace("frr_", "file_");
            view.put("succeeded_at", run.createdAt().getEpochSecond());
            view.putObject("result").put("id", file).put("object", "file").put("type", "csv").put("purpose", "finance_report_run").put("url", desk.baseUrl() + "/v1/files/" + file + "/contents");
        }
        return view;
    }

    private static Instant start(Run run) {
        return Instant.ofEpochSecond(run.asked().at("parameters", "interval_start").asLong());
    }

    private static Instant end(Run run) {
        return Instant.ofEpochSecond(run.asked().at("parameters", "interval_end").asLong());
    }

    Reply contents(String file) {
        var run = found(file.replace("file_", "frr_"));
        var asked = run.asked().at("parameters", "columns");
        var columns = asked.isObject() ? asked.valueStream().map(column -> column.asText()).toList() : COLUMNS;
        var rows = desk.books().journal(start(run), end(run)).stream().map(this::line)
                .map(line -> columns.stream().map(column -> quoted(cell(line, column))).collect(Collectors.joining(",", "", "\n")))
                .collect(Collectors.joining());
        return Reply.text(200, "text/csv; charset=utf-8", columns.stream().map(StripeReports::quoted).collect(Collectors.joining(",", "", "\n")) + rows);
    }

    private String cell(Line line, String column) {
        var payment = line.movement().payment();
        return switch (column) {
            case "balance_transaction_id" -> line.id();
            case "created_utc", "created", "available_on_utc", "available_on" -> TIME.format(line.movement().at());
            case "currency" -> line.currency().toLowerCase(Locale.ROOT);
            case "gross" -> major(line.gross(), line.currency());
            case "fee" -> major(line.fee(), line.currency());
            case "net" -> major(line.net(), line.currency());
            case "reporting_category" -> line.category();
            case "source_id" -> line.source();
            case "description" -> "";
            case "charge_id" -> objects.chargeId(payment);
            case "payment_intent_id" -> payment.providerReference();
            default -> metadata(line, column);
        };
    }

    private String metadata(Line line, String column) {
        var name = column.replaceFirst("^(payment|refund)_metadata\\[(.*)]$", "$2");
        if (column.startsWith("payment_metadata[")) {
            return objects.intentMetadata(line.movement().payment()).path(name).asText("");
        }
        if (column.startsWith("refund_metadata[")) {
            return line.movement().refund() == null ? "" : line.movement().refund().request().path("metadata").path(name).asText("");
        }
        throw StripeError.invalid(null, "parameters[columns]", "Invalid column: " + column);
    }

    private static String major(long minor, String currency) {
        return Money.major(minor, StripeProtocol.exponent(currency));
    }

    private static String quoted(String cell) {
        return "\"" + cell.replace("\"", "\"\"") + "\"";
    }
}
