package commerce.local.stage.providers;

import static commerce.local.stage.providers.RecoveryShop.PRICE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A buyer's bank takes money back: told twice, posted once, and its end too, at every provider that has disputes. */
@QuarkusTest
class DisputeTest {

    @Inject
    TestStage stage;

    @ParameterizedTest
    @CsvSource({"stripe, DISPUTE_WON", "stripe, DISPUTE_LOST", "adyen, DISPUTE_WON", "adyen, DISPUTE_LOST"})
    void aDisputeIsPostedOnceFromItsBeginningToItsEnd(String provider, String end) {
        var shop = new RecoveryShop(stage.url());
        var order = shop.order("alice", provider);
        order.paid(order.paymentId(), 1).until("is confirmed", now -> now.status().equals("CONFIRMED"));
        var orderId = order.see().orderId();
        order.until("is booked", now -> shop.receivable(orderId) == PRICE.amount());

        shop.bank(order.paymentId(), "DISPUTED", 2);
        order.until("is booked as disputed", now -> shop.balance(orderId, "disputed") == PRICE.amount());
        assertEquals(0, shop.receivable(orderId), "the provider has taken it back");

        shop.bank(order.paymentId(), end, 2);
        order.until("is over in the books", now -> shop.balance(orderId, "disputed") == 0);
        assertEquals(end.equals("DISPUTE_WON") ? PRICE.amount() : 0, shop.receivable(orderId));
        assertEquals("CONFIRMED", order.see().status(), "a dispute changes no order");
    }
}
