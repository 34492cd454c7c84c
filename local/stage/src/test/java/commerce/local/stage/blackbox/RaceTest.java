package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.local.stage.harness.TestStage;
import commerce.local.stage.harness.Told;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Stock;
import commerce.local.tools.race.Race;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Many buyers at the same moment, over HTTP: never one too many, never one too few. */
@QuarkusTest
class RaceTest {

    @Inject
    TestStage stage;

    @Test
    void ofThreeHundredBuyersOfAHundredPiecesExactlyAHundredAreConfirmedAndTheOthersRejected() {
        Told told = new Told();

        Race.Outcome outcome = new Race(new HttpApi(stage.url()), told.stream()).stockRace(300, 100);

        assertEquals(Map.of("CONFIRMED", 100L, "REJECTED (OUT_OF_STOCK)", 200L), outcome.verdicts(), told::toString);
        assertEquals(new Stock("scarce", 100, 0, 0, 100), outcome.stock());
    }

    @Test
    void aCouponWithABudgetForAHundredIsRedeemedExactlyAHundredTimesByTwoHundredOrders() {
        Told told = new Told();

        Race.Outcome outcome = new Race(new HttpApi(stage.url()), told.stream()).couponRace(200, Money.cny(1_000), Money.cny(10));

        assertEquals(Map.of("CONFIRMED", 100L, "REJECTED (COUPON_EXHAUSTED)", 100L), outcome.verdicts(), told::toString);
        assertEquals(100, outcome.coupon().path("redeemed").asLong());
        assertEquals(Money.cny(1_000), Money.of(outcome.coupon().path("spent")));
        assertEquals(new Stock("scarce", 200, 100, 0, 100), outcome.stock());
    }
}
