package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.FileStore;
import commerce.kernel.Json;
import commerce.kernel.Settings;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestFiles;
import commerce.payment.domain.Refund;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bills of providers that speak their real protocols, kept in S3. */
class FetchBillsTest {

    private JsonNode fetch(Till till) {
        return Lambda.invoke(till.fetchBills, Map.of(), till.environment);
    }

    private static TestFiles filesOf(Till till) {
        var files = TestFiles.create(till.aws.s3());
        till.environment.putAll(files.settings());
        return files;
    }

    private static List<JsonNode> lines(FileStore store, String key) {
        return new String(store.read(key), StandardCharsets.UTF_8).lines().map(Json::read).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay", "alipay", "adyen"})
    void aDaysBillIsKeptAsItCameAndLineByLineAndToldOnce(String provider) {
        try (var journey = new Journey(provider)) {
            var till = journey.till;
            var files = filesOf(till);
            var orderId = journey.open();
            journey.pay(orderId);
            till.refund(orderId, "k1", "{\"refundId\":\"part\",\"amount\":{\"amount\":3000,\"currency\":\"CNY\"}}");
            journey.awaitRefund(orderId, "part", Refund.Status.SUCCEEDED);
            var day = till.clock.instant().atZone(BillCalendar.of(provider).orElseThrow().zone()).toLocalDate();
            till.clock.advance(Duration.ofHours(48));

            assertEquals(0, fetch(till).path("waiting").asInt());
            assertEquals(0, fetch(till).path("bills").asInt(), "a bill that is stored is not fetched again");

            Settings.during(till.environment, () -> {
                check(till, files, provider, orderId, day);
                return null;
            });
        }
    }

    private static void check(Till till, TestFiles files, String provider, String orderId, LocalDate day) {
        var told = till.table.outbox().stream().filter(event -> event.type().equals("bill.fetched.v1") && event.subject().equals(provider + "/" + day)).toList();
        assertEquals(1, told.size());
        Contracts.assertMatchSchemas(told);
        assertEquals(2, told.getFirst().data().path("lines").asInt());
        var manifest = Json.read(new String(files.store().read(told.getFirst().data().path("manifest").asText()), StandardCharsets.UTF_8));
        assertTrue(manifest.path("files").size() > 0);
        manifest.path("files").forEach(raw -> assertEquals(raw.path("sha256").asText(), sha256(files.store().read(raw.path("key").asText()))));
        assertEquals("bills/" + provider + "/" + day + "/lines/" + Till.TENANT + ".jsonl", manifest.at("/parts/0/key").asText());
        var lines = lines(files.store(), manifest.at("/parts/0/key").asText());
        var payment = lines.stream().filter(line -> line.path("kind").asText().equals("PAYMENT")).findFirst().orElseThrow();
        var refund = lines.stream().filter(line -> line.path("kind").asText().equals("REFUND")).findFirst().orElseThrow();
        assertEquals(Till.id(orderId, 1).toString(), payment.path("paymentId").asText());
        assertEquals(8800, payment.at("/amount/amount").asLong());
        assertEquals(Till.id(orderId, 1).toString(), refund.path("paymentId").asText());
        assertEquals("part", refund.path("refundId").asText());
        assertEquals(-3000, refund.at("/amount/amount").asLong());
        assertEquals(day.toString(), payment.path("settleDate").asText());
        assertTrue(payment.path("raw").asText().length() > 20);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aBillThatIsNotThereYetIsFetchedLater() {
        try (var journey = new Journey("adyen")) {
            var till = journey.till;
            filesOf(till);
            till.environment.keySet().removeIf(name -> name.matches("(STRIPE|WECHATPAY|ALIPAY)_.*"));
            till.clock.advance(Duration.ofHours(12));
            var address = till.environment.put("ADYEN_BASE_URL", "http://127.0.0.1:1");
            var away = fetch(till);
            assertEquals(0, away.path("bills").asInt());
            assertTrue(away.path("waiting").asInt() > 0);
            till.environment.put("ADYEN_BASE_URL", address);
            assertEquals(away.path("waiting").asInt(), fetch(till).path("bills").asInt());
        }
    }

    @Test
    void disputesAreOfThePaymentWhoseTransactionTheyName() {
        try (var journey = new Journey("stripe")) {
            var till = journey.till;
            var files = filesOf(till);
            var orderId = journey.open();
            journey.pay(orderId);
            journey.providers.stripe.dispute(Till.id(orderId, 1).toString(), 1, Optional.empty());
            var day = till.clock.instant().atZone(ZoneId.of("UTC")).toLocalDate();
            till.clock.advance(Duration.ofHours(48));
            fetch(till);
            var dispute = Settings.during(till.environment, () -> lines(files.store(), "bills/stripe/" + day + "/lines/" + Till.TENANT + ".jsonl"))
                    .stream().filter(line -> line.path("kind").asText().equals("DISPUTE")).findFirst().orElseThrow();
            assertEquals(Till.id(orderId, 1).toString(), dispute.path("paymentId").asText());
        }
    }
}
