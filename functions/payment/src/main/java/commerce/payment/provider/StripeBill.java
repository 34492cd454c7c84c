package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;

/** Stripe's balance transactions of one UTC day, page by page: what it booked on our balance, with its fee. */
final class StripeBill {

    private static final int PAGE = 100;

    private StripeBill() {}

    static void read(StripeApi api, LocalDate day, BillReader bill) {
        var query = new LinkedHashMap<String, String>();
        query.put("created[gte]", Long.toString(day.atStartOfDay(ZoneOffset.UTC).toEpochSecond()));
        query.put("created[lt]", Long.toString(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond()));
        query.put("limit", Integer.toString(PAGE));
        query.put("expand[]", "data.source");
        for (int number = 1; ; number++) {
            var raw = api.page("/v1/balance_transactions", query);
            bill.file("balance_transactions-%04d.json".formatted(number), raw);
            var page = Json.read(new String(raw, StandardCharsets.UTF_8));
            for (var entry : page.path("data")) {
                bill.line(line(entry), entry.toString());
                query.put("starting_after", entry.path("id").asText());
            }
            if (!page.path("has_more").asBoolean()) {
                return;
            }
        }
    }

    private static BillLine line(JsonNode entry) {
        var source = entry.path("source");
        var metadata = source.path("metadata");
        return new BillLine(kind(entry.path("type").asText()), entry.path("id").asText(), SignedBody.text(metadata, "payment_id"), SignedBody.text(metadata, "refund_id"),
                StripeProvider.money(entry, "amount"), StripeProvider.money(entry, "fee"), Instant.ofEpochSecond(entry.path("created").asLong()),
                SignedBody.text(source, "payment_intent"), BillLine.Status.DONE);
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
