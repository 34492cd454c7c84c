package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.function.Consumer;

/** Stripe's balance transactions of one UTC day, page by page: what it booked on our balance, with its fee. */
final class StripeBill {

    private static final int PAGE = 100;

    private StripeBill() {}

    static void read(StripeApi api, LocalDate day, Consumer<BillLine> lines) {
        var query = new LinkedHashMap<String, String>();
        query.put("created[gte]", Long.toString(day.atStartOfDay(ZoneOffset.UTC).toEpochSecond()));
        query.put("created[lt]", Long.toString(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond()));
        query.put("limit", Integer.toString(PAGE));
        query.put("expand[]", "data.source");
        while (true) {
            switch (api.get("/v1/balance_transactions", query)) {
                case StripeApi.Answer.Refused(var status, var why) -> throw new IllegalStateException("stripe does not show its books: " + why);
                case StripeApi.Answer.Done(var page) -> {
                    for (var entry : page.path("data")) {
                        lines.accept(line(entry));
                        query.put("starting_after", entry.path("id").asText());
                    }
                    if (!page.path("has_more").asBoolean()) {
                        return;
                    }
                }
            }
        }
    }

    private static BillLine line(JsonNode entry) {
        var metadata = entry.path("source").path("metadata");
        return new BillLine(kind(entry.path("type").asText()), entry.path("id").asText(), SignedBody.text(metadata, "payment_id"), SignedBody.text(metadata, "refund_id"),
                StripeProvider.money(entry, "amount"), StripeProvider.money(entry, "fee"), Instant.ofEpochSecond(entry.path("created").asLong()));
    }

    private static BillLine.Kind kind(String type) {
        return switch (type) {
            case "charge", "payment" -> BillLine.Kind.PAYMENT;
            case "refund", "payment_refund", "refund_failure", "payment_failure_refund" -> BillLine.Kind.REFUND;
            case "adjustment" -> BillLine.Kind.DISPUTE;
            default -> BillLine.Kind.OTHER;
        };
    }
}
