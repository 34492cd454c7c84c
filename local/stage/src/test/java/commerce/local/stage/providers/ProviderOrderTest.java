package commerce.local.stage.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.local.stage.contracts.BusWitness;
import commerce.local.stage.harness.TestStage;
import commerce.local.stage.hygiene.Outputs;
import commerce.local.tools.client.HttpApi;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An order through each provider, from the storefront to the ledger and back. */
@QuarkusTest
class ProviderOrderTest {

    private static final Set<String> SECRET = Set.of("signingSecret", "apiKey", "platformPrivateKey", "apiV3Key", "merchantPrivateKey", "alipayPrivateKey", "appPrivateKey", "hmacKey");

    @Inject
    TestStage stage;

    @Inject
    BusWitness bus;

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
        assertNoSecretIsTold();
    }

    /** Whatever was signed, encrypted and asked for: by none of these does anybody else get to know our secrets. */
    private void assertNoSecretIsTold() {
        var api = new HttpApi(stage.url());
        var secrets = Stream.of("stripe", "wechatpay", "alipay", "adyen")
                .flatMap(each -> api.send("GET", "/local/keys/" + each, null, null, Map.of("Accept", "application/json")).expect(200).json().properties().stream())
                .filter(key -> SECRET.contains(key.getKey())).map(key -> recognizable(key.getValue().asText())).toList();
        assertEquals(9, secrets.size());
        assertEquals(List.of(), new Outputs(stage.stage(), bus).all().stream().filter(text -> secrets.stream().anyMatch(text::contains)).toList());
    }

    /** Of a key as PEM, a line in its middle. */
    private static String recognizable(String secret) {
        return secret.lines().skip(secret.lines().count() / 2).findFirst().orElseThrow();
    }
}
