package commerce.local.stage.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.audit.Audit;
import commerce.local.stage.harness.TestStage;
import commerce.local.stage.providers.Deaths.Death;
import commerce.local.tools.client.HttpApi;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions die between any two of their calls to AWS while an order is placed, paid and given back: afterwards order, payment, stock, ledger
 * and the provider's books agree, and every promise that the audit knows is kept. Those that handle money die before and after each of their
 * writes. Of all other ways to die some are drawn anew each time, one in a purchase; {@code -Dcommerce.deaths=all} tries every one of them,
 * {@code -Dcommerce.deaths=20 -Dcommerce.deaths.seed=1} the same twenty at each provider.
 */
@QuarkusTest
class KilledFunctionTest {

    private static final String HOW_MANY = System.getProperty("commerce.deaths", "3");
    private static final long SEED = Long.getLong("commerce.deaths.seed", System.nanoTime());

    @Inject
    TestStage stage;

    @BeforeEach
    void nobodyHasBoughtYet() {
        stage.emptied();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay", "alipay", "adyen"})
    void whateverWriteFunctionsDieAtMoneyIsKeptOnceAndGivenBackOnce(String provider) {
        var deaths = new Deaths(stage.stage(), provider);
        var waves = deaths.atEveryWrite();
        assertTrue(waves.stream().mapToInt(List::size).sum() > 30, () -> "so few writes: " + waves);

        assertMoneyIsKeptOnceAndGivenBackOnce(deaths, waves);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay", "alipay", "adyen"})
    void whereverAFunctionDiesMoneyIsKeptOnceAndGivenBackOnce(String provider) {
        var deaths = new Deaths(stage.stage(), provider);
        var all = deaths.atEveryCall();
        assertTrue(all.size() > 100, () -> "so few ways to die: " + all);
        System.out.printf("%s: %s of %d ways to die, seed %d%n", provider, HOW_MANY, all.size(), SEED);

        assertMoneyIsKeptOnceAndGivenBackOnce(deaths, Deaths.oneByOne(all, HOW_MANY.equals("all") ? all.size() : Integer.parseInt(HOW_MANY), SEED));
    }

    /** @param purchases who dies in each */
    private void assertMoneyIsKeptOnceAndGivenBackOnce(Deaths deaths, List<List<Death>> purchases) {
        var broken = new ArrayList<String>();
        var happened = 0;
        for (var dying : purchases) {
            try {
                var purchase = deaths.purchase();
                happened += deaths.happeningIn(purchase, dying);
                purchase.assertAllAgree();
            } catch (RuntimeException | AssertionError failure) {
                broken.add(dying + ": " + failure.getMessage());
            }
        }
        assertEquals(List.of(), broken, () -> "seed " + SEED + ":\n" + String.join("\n", broken));
        var meant = purchases.stream().mapToInt(List::size).sum();
        System.out.printf("%d of %d functions died, in %d purchases%n", happened, meant, purchases.size());
        assertTrue(happened >= meant / 2, "most of the calls that were counted are made again");
        assertEveryPromiseIsKept();
    }

    private void assertEveryPromiseIsKept() {
        var told = new ByteArrayOutputStream();
        assertTrue(Audit.ofStage(new HttpApi(stage.url()), new PrintStream(told, true, StandardCharsets.UTF_8)), () -> told.toString(StandardCharsets.UTF_8));
    }
}
