package commerce.local.stage.host.isolated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.FaultInjector.CallFault;
import commerce.local.stage.LocalStage;
import commerce.local.stage.harness.IsolatedStage;
import commerce.local.stage.harness.TestStage;
import commerce.local.stage.harness.Told;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Patience;
import commerce.local.tools.client.Shop;
import commerce.local.tools.demo.Demo;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real zips, each function in a process of its own: what is packaged works, and works as it does in one JVM. */
@QuarkusTest
class IsolatedFunctionsTest {

    private static LocalStage isolated;

    @Inject
    TestStage inProcess;

    @BeforeAll
    static void start() {
        isolated = IsolatedStage.start();
    }

    @AfterAll
    static void noProcessOutlivesItsStage() {
        if (isolated != null) {
            assertFalse(IsolatedStage.functionProcesses().isEmpty());
            isolated.close();
            assertEquals(List.of(), IsolatedStage.functionProcesses());
        }
    }

    private static HttpApi api() {
        return new HttpApi(URI.create("http://127.0.0.1:" + isolated.port()));
    }

    @Test
    void anOrderIsPaidAndConfirmedByFunctionsThatStartWhenTheyAreInvoked() throws InterruptedException {
        Shop shop = new Shop(api(), "isolated-" + UUID.randomUUID().toString().substring(0, 8));
        shop.stock("tea", "Tea", Money.cny(8800), Map.of(), 10);
        var buyer = shop.buyer("mei");
        String orderId = buyer.order(Map.of("tea", 2), null);

        Order waiting = buyer.await(orderId, Patience.ALONE, "awaits a payment", Order::awaitsPayment);
        shop.controls().pay(waiting.paymentId(), 1);
        Order order = buyer.await(orderId, Patience.ALONE, "ends", Order::isFinal);

        assertEquals("CONFIRMED", order.verdict());
        assertEquals(2, shop.stockOf("tea").sold());
        isolated.scheduler().awaitQuiet(Patience.ALONE.limit());
        JsonNode counted = shop.controls().metrics();
        assertTrue(counted.path("coldStarts").path("reserve-stock").asInt() >= 1, counted::toPrettyString);
        assertTrue(counted.path("dynamodb").path("byFunction").path("reserve-stock").asInt() > 0, "their calls are counted as theirs");
        assertTrue(counted.path("dynamodb").path("writeUnits").asDouble() > 0, "and what they consumed");
        Patience.ALONE.until("the report that marks the cold start", IsolatedFunctionsTest::log, lines -> lines.stream().anyMatch(line ->
                line.contains("\"type\":\"platform.report\",\"function\":\"reserve-stock\"") && line.contains("\"initDurationMs\":")));
    }

    @Test
    void armedFaultsStrikeTheCallsOfTheFunctionTheyName() {
        Shop shop = new Shop(api(), "isolated-" + UUID.randomUUID().toString().substring(0, 8));
        shop.stock("tea", "Tea", Money.cny(8800), Map.of(), 10);
        isolated.faults().arm(new CallFault("reserve-stock", "DynamoDB", "*", false, 500, "InternalServerError", 2));
        var buyer = shop.buyer("mei");

        buyer.await(buyer.order(Map.of("tea", 1), null), Patience.ALONE, "awaits a payment, for the SDK tries again", Order::awaitsPayment);

        assertEquals(List.of(), isolated.faults().armed());
    }

    private static List<String> log() {
        try {
            return Files.readAllLines(isolated.functionLog());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theShopsDayIsToldTheSameOnBothHostsButForIdsAndTimes() {
        Told apart = new Told();
        Told together = new Told();

        assertEquals(List.of(), new Demo(api(), apart.stream()).runBriefly(), apart::toString);
        assertEquals(List.of(), new Demo(new HttpApi(inProcess.url()), together.stream()).runBriefly(), together::toString);

        assertEquals(withoutIdsAndTimes(together), withoutIdsAndTimes(apart));
    }

    /** Whether the night's clearing has been there meanwhile is a matter of the hour: what merchants are owed is on one account or the next. */
    private static String withoutIdsAndTimes(Told told) {
        return told.toString()
                .replaceAll("(?m)^ {3}(merchant_payable|payout_clearing):\\S+ .*\n", "")
                .replaceAll("\\d+ accounts", "ACCOUNTS")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "HOST")
                .replaceAll("demo-[0-9a-f]{8}", "TENANT")
                .replaceAll("[0-9A-HJKMNP-TV-Z]{26}", "ORDER")
                .replaceAll("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z", "TIME");
    }
}
