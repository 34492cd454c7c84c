package commerce.local.stage.blackbox;

import static commerce.local.stage.blackbox.ShopToClear.cutOff;
import static commerce.local.stage.blackbox.ShopToClear.schedule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.harness.TestStage;
import commerce.local.tools.client.Crowd;
import commerce.local.tools.client.HttpApi;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A business date's orders become one settlement for each merchant, statements and a file of payouts, over HTTP. */
@QuarkusTest
class ClearingTest {

    /** Of 10,000 fen the provider keeps 0.6 %, the platform 5 %, which it gives back with a refund. */
    private static final Map<String, Long> OWED = Map.of("alpha", 28_320L, "beta", 9_440L, "gamma", 14_130L);

    @Inject
    TestStage stage;

    private ShopToClear shop;
    private LocalDate date;

    @BeforeEach
    void aDaysOrders() {
        shop = new ShopToClear(new HttpApi(stage.url()));
        date = shop.today();
        shop.sells("alpha", "beta", "gamma");
        shop.sold(1, "alpha", "beta");
        shop.sold(2, "alpha");
        shop.refund(shop.sold(2, "gamma"), 5_000);
    }

    private String settlement(String merchantId) {
        return merchantId + "_" + date.toString().replace("-", "") + "_001";
    }

    private void assertCleared() {
        var clearing = shop.look(date).expect(200).json();
        assertEquals(List.of("DONE", "3", "3", "0"), List.of(clearing.path("status").asText(), clearing.path("merchants").asText(), clearing.path("settled").asText(),
                clearing.path("failed").asText()), clearing::toString);
        assertEquals(OWED, shop.paidOut(date));
        OWED.forEach((merchantId, owed) -> assertEquals(owed, shop.stated(date, merchantId, settlement(merchantId)), merchantId));
        assertEquals(Map.of(), shop.balances("merchant_payable"), "nothing is owed that was not cleared");
        OWED.forEach((merchantId, owed) -> assertEquals(-owed, shop.balances("payout_clearing").get(merchantId), merchantId));
    }

    @Test
    void aDateIsClearedOnceItIsOverWithStatementsPayoutsAndALedgerThatAgree() throws Exception {
        assertEquals("business-date-not-finished", shop.start(date).expect(409).json().path("type").asText().replaceFirst(".*[/:#]", ""));
        shop.look(date).expect(404);
        shop.advanceTo(cutOff(date));
        shop.clear(date);
        assertCleared();
        assertEquals(List.of(), shop.balances("provider_receivable").keySet().stream().filter(account -> !account.equals("simulator")).toList());

        var page = shop.statement(date, "gamma", "html").expect(200);
        assertTrue(page.headers().firstValue("content-type").orElseThrow().startsWith("text/html"), page::toString);
        for (var text : List.of("<h1>gamma</h1>", settlement("gamma"), "200.00 CNY", "141.30 CNY", "Paid out", date.toString())) {
            assertTrue(page.text().contains(text), () -> text + " is not in " + page.text());
        }
        var kept = Files.createDirectories(Path.of("target", "statements"));
        Files.writeString(kept.resolve("gamma.html"), page.text());
        Files.writeString(kept.resolve("gamma.csv"), shop.statement(date, "gamma", "csv").text());
    }

    @Test
    void clearedAgainAndByManyAtOnceItStaysOneSettlementForEachMerchant() {
        shop.advanceTo(cutOff(date));
        var runs = Crowd.of(12, operator -> shop.start(date).expect(202).json().path("run").asInt());
        shop.controls().advance(0);
        assertCleared();
        assertTrue(runs.contains(1), runs::toString);
        var statement = shop.statement(date, "alpha", "csv").text();
        var clearing = shop.look(date).json();

        assertEquals("DONE", shop.clear(date).path("status").asText());
        assertCleared();
        assertEquals(statement, shop.statement(date, "alpha", "csv").text());
        assertEquals(clearing.path("payoutFiles"), shop.look(date).json().path("payoutFiles"));
        assertEquals(clearing.path("totals"), shop.look(date).json().path("totals"));
    }

    @Test
    void everyNightAtTwoInShanghaiTheDateThatIsOverIsClearedByItselfAndTheOrdersOfTheNightAreTheNextDates() {
        shop.advanceTo(cutOff(date));
        shop.sold(1, "beta");
        shop.advanceTo(schedule(date).minus(Duration.ofMinutes(1)));
        shop.look(date).expect(404);
        shop.advanceTo(schedule(date));
        assertEquals("DONE", shop.look(date).expect(200).json().path("status").asText());
        assertEquals(OWED, shop.paidOut(date));
        assertEquals(Map.of("beta", -9_440L), shop.balances("merchant_payable"));

        shop.advanceTo(schedule(date.plusDays(1)));
        assertEquals(Map.of("beta", 9_440L), shop.paidOut(date.plusDays(1)));
        shop.statement(date.plusDays(1), "alpha", "csv").expect(404);
        assertEquals(Map.of(), shop.balances("merchant_payable"));
    }
}
