package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.local.tools.client.Controls;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Reply;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A shop of its own whose products belong to several merchants, and what it shows of a business date's clearing over HTTP. */
final class ShopToClear {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    /** Longer than any test takes: its orders must be of one business date. */
    private static final Duration A_WHILE = Duration.ofMinutes(30);
    private static final long PRICE = 10_000;

    private final HttpApi api;
    private final Controls controls;
    private final String tenant = "clearing-" + UUID.randomUUID().toString().substring(0, 8);
    private final String merchant;
    private final String alice;

    ShopToClear(HttpApi api) {
        this.api = api;
        this.controls = new Controls(api);
        if (now().plus(A_WHILE).isAfter(cutOff(today()))) {
            advanceTo(cutOff(today()));
        }
        merchant = controls.token(tenant, "merchant", "admin");
        alice = controls.token(tenant, "alice", "shop");
    }

    String tenant() {
        return tenant;
    }

    // ---- its days

    Instant now() {
        return Instant.parse(controls.now());
    }

    LocalDate today() {
        return LocalDate.ofInstant(now(), SHANGHAI);
    }

    /** The moment the date is over. */
    static Instant cutOff(LocalDate date) {
        return date.plusDays(1).atStartOfDay(SHANGHAI).toInstant();
    }

    /** The moment the night's schedule is due: 02:00 in Shanghai, 18:00 UTC. */
    static Instant schedule(LocalDate date) {
        return cutOff(date).plus(Duration.ofHours(2));
    }

    void advanceTo(Instant moment) {
        controls.advance(Math.max(0, Duration.between(now(), moment).plusSeconds(1).toSeconds()));
    }

    // ---- its goods and orders

    /** Puts one product of each of these merchants on the shelf; it has the merchant's name. */
    void sells(String... merchants) {
        for (var owner : merchants) {
            send("PUT", "/admin/products/" + owner, merchant, "{'name':'" + owner + "','merchantId':'" + owner + "','price':{'amount':" + PRICE + ",'currency':'CNY'}}");
            send("POST", "/admin/products/" + owner + "/receipts", merchant, "{'receiptId':'opening-" + owner + "','quantity':100}");
        }
    }

    /** An order of some pieces of each of these merchants, paid and settled; its id. */
    String sold(int pieces, String... merchants) {
        var lines = String.join(",", List.of(merchants).stream().map(owner -> "{'sku':'" + owner + "','quantity':" + pieces + "}").toList());
        var orderId = send("POST", "/orders", alice, "{'lines':[" + lines + "],'paymentProvider':'simulator'}").path("orderId").asText();
        controls.advance(0);
        controls.pay(send("GET", "/orders/" + orderId, alice, null).path("payment").path("paymentId").asText(), 1);
        controls.advance(0);
        return orderId;
    }

    void refund(String orderId, long amount) {
        send("POST", "/admin/orders/" + orderId + "/refunds", merchant, "{'refundId':'back','amount':{'amount':" + amount + ",'currency':'CNY'}}");
        controls.advance(10);
    }

    private JsonNode send(String method, String path, String token, String body) {
        return api.send(method, path, token, body == null ? null : Json.read(body.replace('\'', '"')), Map.of("Idempotency-Key", UUID.randomUUID().toString())).expect(200, 201, 202).json();
    }

    // ---- its clearing

    Reply start(LocalDate date) {
        return api.send("POST", "/admin/clearings/" + date, merchant, null, Map.of());
    }

    Reply look(LocalDate date) {
        return get("/admin/clearings/" + date);
    }

    /** Starts it and waits; what it has come to. */
    JsonNode clear(LocalDate date) {
        start(date).expect(202);
        controls.advance(0);
        return look(date).expect(200).json();
    }

    Reply statement(LocalDate date, String merchantId, String format) {
        return get("/admin/clearings/" + date + "/statements/" + merchantId + "?format=" + format);
    }

    Reply payouts(LocalDate date, int file) {
        return get("/admin/clearings/" + date + "/payouts?file=" + file);
    }

    Controls controls() {
        return controls;
    }

    private Reply get(String path) {
        return api.send("GET", path, merchant, null, Map.of());
    }

    /** The lines of a CSV by the names in its heading. */
    static List<Map<String, String>> rows(String csv) {
        var lines = csv.split("\r\n");
        var names = lines[0].split(",");
        return List.of(lines).stream().skip(1).map(line -> {
            var fields = line.split(",");
            var row = new TreeMap<String, String>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], fields[i]);
            }
            return (Map<String, String>) row;
        }).toList();
    }

    /** An amount in major units, as CSV files have it, in fen. */
    static long fen(String amount) {
        return new BigDecimal(amount).movePointRight(2).longValueExact();
    }

    /** What the trial balance says of the accounts of one kind, by merchant, debit positive; those that are even are not in it. */
    Map<String, Long> balances(String kind) {
        var trial = get("/admin/ledger/trial-balance").expect(200).json();
        trial.path("currencies").forEach(currency -> assertEquals(0, currency.path("difference").asLong(), trial::toString));
        assertEquals(1, trial.path("currencies").size(), trial::toString);
        var found = new TreeMap<String, Long>();
        for (var account : trial.path("accounts")) {
            if (account.path("account").asText().startsWith(kind + ":")) {
                found.put(account.path("account").asText().substring(kind.length() + 1), account.path("debit").asLong() - account.path("credit").asLong());
            }
        }
        return found;
    }

    /** By merchant, what all of the date's payout files pay, each payout in one file only, each file as its hash says. */
    Map<String, Long> paidOut(LocalDate date) {
        var paid = new TreeMap<String, Long>();
        for (var file : look(date).expect(200).json().path("payoutFiles")) {
            var text = payouts(date, file.path("number").asInt()).expect(200).text();
            assertEquals(file.path("sha256").asText(), sha256(text));
            rows(text).forEach(row -> assertEquals(null, paid.put(row.get("merchant_id"), fen(row.get("amount"))), () -> "paid twice: " + row));
        }
        return paid;
    }

    /** By merchant, what the lines of its statement add up to; each is of that settlement only. */
    long stated(LocalDate date, String merchantId, String settlementId) {
        var rows = rows(statement(date, merchantId, "csv").expect(200).text());
        assertEquals(List.of(settlementId), rows.stream().map(row -> row.get("settlement_id")).distinct().toList());
        assertEquals(rows.size(), rows.stream().map(row -> row.get("line_id")).distinct().count(), rows::toString);
        return rows.stream().mapToLong(row -> fen(row.get("net"))).sum();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
