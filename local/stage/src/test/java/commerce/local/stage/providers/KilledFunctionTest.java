package commerce.local.stage.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.harness.TestStage;
import commerce.local.stage.providers.Deaths.Death;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A function dies between any two of its calls to AWS, once, while an order is placed, paid and given back: afterwards order, payment,
 * stock, ledger and the provider's books agree. By default some of the ways, drawn anew each time; {@code -Dcommerce.deaths=all} tries every
 * one of them, {@code -Dcommerce.deaths=20 -Dcommerce.deaths.seed=1} the same twenty at each provider.
 */
@QuarkusTest
class KilledFunctionTest {

    private static final String HOW_MANY = System.getProperty("commerce.deaths", "8");
    private static final long SEED = Long.getLong("commerce.deaths.seed", System.nanoTime());

    @Inject
    TestStage stage;

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay", "alipay", "adyen"})
    void whereverAFunctionDiesMoneyIsKeptOnceAndGivenBackOnce(String provider) {
        var deaths = new Deaths(stage.stage(), provider);
        var all = deaths.all();
        assertTrue(all.size() > 100, () -> "so few ways to die: " + all);
        var chosen = HOW_MANY.equals("all") ? all : Deaths.sample(all, Integer.parseInt(HOW_MANY), SEED);
        System.out.printf("%s: %d of %d ways to die, seed %d%n", provider, chosen.size(), all.size(), SEED);

        var broken = new ArrayList<String>();
        var happened = 0;
        for (var death : chosen) {
            try {
                happened += survives(deaths, death) ? 1 : 0;
            } catch (RuntimeException | AssertionError failure) {
                broken.add(death + ": " + failure.getMessage());
            }
        }

        System.out.printf("%s: %d functions died%n", provider, happened);
        assertEquals(List.of(), broken, () -> "seed " + SEED + ":\n" + String.join("\n", broken));
        assertTrue(happened >= chosen.size() / 2, "most of the calls that were counted are made again");
    }

    private static boolean survives(Deaths deaths, Death death) {
        var purchase = deaths.purchase();
        var happened = deaths.happensIn(purchase, death);
        purchase.assertAllAgree();
        return happened;
    }
}
