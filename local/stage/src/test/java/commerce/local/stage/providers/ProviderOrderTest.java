package commerce.local.stage.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An order through each provider, from the storefront to the ledger and back. */
@QuarkusTest
class ProviderOrderTest {

    @Inject
    TestStage stage;

    @ParameterizedTest
    @CsvSource({"simulator, REDIRECT", "stripe, REDIRECT", "wechatpay, QR_CODE", "alipay, QR_CODE", "adyen, REDIRECT"})
    void anOrderIsPaidAndGivenBackInPartsAndEverybodyAgrees(String provider, String action) {
        var purchase = new Purchase(stage.url(), provider);

        assertEquals(action, purchase.place().actionType());
        purchase.pay();
        assertEquals("CONFIRMED", purchase.refund("part", Purchase.PART, Purchase.PART).verdict());
        assertEquals("CONFIRMED", purchase.refund("rest", null, Purchase.TOTAL).verdict());

        purchase.quiet();
        purchase.assertAllAgree();
    }
}
