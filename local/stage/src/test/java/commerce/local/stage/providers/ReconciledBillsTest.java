package commerce.local.stage.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Providers' bills against the ledger, over HTTP: one difference of each class is found with its evidence, and nothing else. */
@QuarkusTest
class ReconciledBillsTest {

    @Inject
    TestStage stage;

    private final Map<String, String> planted = new TreeMap<>();
    private BilledShop shop;

    private void plant(String what, String paymentId, String outcome) {
        shop.play(paymentId, outcome, 0);
        planted.put(paymentId, what);
    }

    private static Map<String, String> found(List<JsonNode> differences) {
        var found = new TreeMap<String, String>();
        differences.forEach(each -> assertEquals(null, found.put(each.path("paymentId").asText(), each.path("what").asText()), each::toString));
        return found;
    }

    @BeforeAll
    static void empty() {
        TestStage.current().emptied();
    }

    @Test
    void oneDifferenceOfEachClassIsFoundWithItsEvidenceAndNothingElseHoweverOftenItRuns() {
        shop = new BilledShop(stage.url());
        for (var provider : List.of("stripe", "wechatpay", "alipay", "adyen")) {
            shop.refunded(provider);
        }
        plant("MISSING_OURS", shop.unpaid("wechatpay"), "BILL_INVENTS");
        plant("MISSING_THEIRS", shop.paid("alipay"), "BILL_OMITS");
        plant("AMOUNT", shop.paid("stripe"), "BILL_MISCOUNTS");
        // The buyer's bank sends a refund back, and we are not told.
        plant("STATUS", shop.refunded("stripe"), "REFUND_RETURNED");
        plant("DUPLICATE", shop.paid("wechatpay"), "BILL_DOUBLES");
        plant("DAY_BOUNDARY", shop.paid("alipay"), "BILL_DELAYS");
        // The bills of the day and of the day after have come.
        shop.advanceTo(shop.date().plusDays(2));

        var differences = shop.differences(shop.date());
        assertEquals(planted, found(differences));
        differences.forEach(ReconciledBillsTest::assertEvident);
        for (var source : List.of("stripe", "wechatpay", "alipay")) {
            assertEquals("DIFFERENT", shop.source(source).path("state").asText());
        }
        assertEquals("BALANCED", shop.source("adyen").path("state").asText());
        assertEquals(shop.source("adyen").path("ours"), shop.source("adyen").path("theirs"));
        assertEquals(2, shop.source("adyen").path("lines").asInt());
        var late = differences.stream().filter(each -> each.path("what").asText().equals("DAY_BOUNDARY")).findFirst().orElseThrow();
        assertEquals(Map.of(late.path("paymentId").asText(), "DAY_BOUNDARY"), found(shop.differences(shop.date().plusDays(1))), "said on both days, and nothing else");

        resolvedOnceItStaysSo(differences);
    }

    private static void assertEvident(JsonNode difference) {
        var what = difference.path("what").asText();
        assertEquals(what.equals("DAY_BOUNDARY") ? "TOLERATED" : "OPEN", difference.path("status").asText(), difference::toString);
        var onBill = !what.equals("MISSING_THEIRS");
        assertEquals(onBill, difference.at("/theirs/raw").asText().length() > 20, difference::toString);
        assertEquals(onBill, difference.at("/theirs/file").asText().endsWith(".jsonl"), difference::toString);
        assertEquals(!Set.of("MISSING_OURS", "DUPLICATE").contains(what), difference.at("/ours/entryId").asText().contains("/"), difference::toString);
    }

    private void resolvedOnceItStaysSo(List<JsonNode> differences) {
        var id = differences.stream().filter(each -> each.path("what").asText().equals("AMOUNT")).findFirst().orElseThrow().path("id").asText();
        var resolved = shop.resolve(id, "CORRECTED_THEIRS").expect(200).json();
        assertEquals("operator", resolved.at("/resolution/by").asText(), resolved::toString);
        assertEquals(resolved, shop.resolve(id, "CORRECTED_THEIRS").expect(200).json());
        assertTrue(shop.resolve(id, "WRITTEN_OFF").expect(409).json().path("type").asText().endsWith(":difference-over"));

        var before = shop.differences(shop.date());
        assertEquals(differences.size(), before.size());
        for (int time = 0; time < 2; time++) {
            assertEquals(4, shop.runAgain().path("sources").size());
            assertEquals(before, shop.differences(shop.date()), "nothing is doubled, lost or opened again");
        }
        assertEquals(List.of(1, 1), List.of(shop.source("stripe").path("open").asInt(), shop.source("stripe").path("resolved").asInt()));
    }
}
