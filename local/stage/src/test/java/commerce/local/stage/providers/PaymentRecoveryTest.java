package commerce.local.stage.providers;

import static commerce.local.stage.providers.RecoveryShop.PIECES;
import static commerce.local.stage.providers.RecoveryShop.PRICE;
import static commerce.local.stage.providers.RecoveryShop.SKU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import commerce.local.stage.harness.TestStage;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Stock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payments that are refused, forgotten, told too late, told twice or never told, at every provider. */
@QuarkusTest
class PaymentRecoveryTest {

    private static final Money NOTHING = Money.cny(0);
    private static final long A_DAY = 86_400;

    @Inject
    TestStage stage;

    private RecoveryShop shop;

    @BeforeAll
    static void empty() {
        TestStage.current().emptied();
    }

    @BeforeEach
    void open() {
        shop = new RecoveryShop(stage.url());
    }

    @AfterEach
    void mend() {
        shop.mend();
    }

    private static void assertNotBefore(Instant failedAt, long seconds, Instant enteredAt) {
        assertFalse(enteredAt.isBefore(failedAt.plusSeconds(seconds)), () -> Duration.between(failedAt, enteredAt) + " after the refusal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simulator", "stripe", "adyen"})
    void aRefusedPaymentIsAskedAfterTwiceAndItsBuyerIsOfferedACouponOfTheirOwn(String provider) {
        var order = shop.offersOneCouponADay().order("alice", provider).refused().later(12).later(25);

        assertEquals("OFFERED", order.recovery(1));
        assertNotBefore(order.failedAt(1), 10, order.enteredAt(1, "Query payment", 1));
        assertNotBefore(order.failedAt(1), 30, order.enteredAt(1, "Query payment", 2));
        assertNotBefore(order.failedAt(1), 30, order.enteredAt(1, "Issue coupon", 1));
        var code = order.offeredCode(1);
        assertEquals(PRICE.amount() - 1_000, shop.quote("alice", code).expect(200, 201).json().path("total").path("amount").asLong());
        shop.quote("bob", code).expect(422);
        assertEquals("AWAITING_PAYMENT", order.see().status(), "it can still be paid, as it was");
        order.paid(order.paymentId(), 1).until("is confirmed", now -> now.status().equals("CONFIRMED"));
    }

    @Test
    void offersAreCappedPerCustomerAndPeriod() {
        shop.offersOneCouponADay();
        assertEquals("OFFERED", shop.order("alice", "simulator").refused().later(40).recovery(1));
        assertEquals("NO_OFFER", shop.order("alice", "simulator").refused().later(40).recovery(1), "who was offered one today");
        assertEquals("OFFERED", shop.order("bob", "simulator").refused().later(40).recovery(1), "another customer");
        shop.shop().controls().advance(A_DAY);
        assertEquals("OFFERED", shop.order("alice", "simulator").refused().later(40).recovery(1), "another day");
    }

    @Test
    void withoutACampaignNobodyIsOfferedAnything() {
        assertEquals("NO_OFFER", shop.order("alice", "simulator").refused().later(40).recovery(1));
    }

    @Test
    void whoPaidWithoutOurBeingToldIsFoundTenSecondsAfterTheRefusal() {
        var order = shop.offersOneCouponADay().order("alice", "stripe").refused();

        order.paid(order.paymentId(), 0).later(15);

        assertEquals("CONFIRMED", order.see().status());
        assertEquals("CAPTURED", order.recovery(1));
    }

    @ParameterizedTest
    @CsvSource({"simulator, stripe", "stripe, wechatpay", "wechatpay, alipay", "alipay, adyen", "adyen, simulator"})
    void aRefusedOrderIsPaidAtAnotherProviderAndASecondSuccessGoesBackByItself(String first, String second) {
        var order = shop.order("alice", first);
        var refused = order.refused().paymentId();
        order.triedAgainAt(second).paid(order.paymentId(), 1);
        var kept = order.see();
        assertEquals("CONFIRMED", kept.status());

        order.paid(refused, 2).until("gave the second money back", now -> shop.books(refused).equals(List.of(PRICE, PRICE)));

        assertEquals(List.of(PRICE, NOTHING), shop.books(kept.paymentId()));
        assertEquals("CONFIRMED", order.see().status());
        order.until("shows the refund", now -> order.refunds().path(0).path("status").asText().equals("SUCCEEDED"));
        assertEquals("late-1", order.refunds().path(0).path("refundId").asText());
        order.later(0);
        assertEquals(PRICE.amount(), shop.receivable(kept.orderId()));
        assertEquals(new Stock(SKU, PIECES, PIECES - 1, 0, 1), shop.stock());
    }

    @ParameterizedTest
    @ValueSource(strings = {"simulator", "stripe", "wechatpay", "alipay", "adyen"})
    void theEndOfTheWindowClosesAtTheProviderAndOnlyThenReleasesTheStock(String provider) {
        var order = shop.order("alice", provider);
        shop.breaks("close-payment");

        order.afterTheWindow();

        assertEquals(new Stock(SKU, PIECES, PIECES - 1, 1, 0), shop.stock(), "nobody knows yet whether it was paid");
        shop.mend();
        assertEquals("CANCELLED (PAYMENT_TIMEOUT)", order.until("ended", now -> now.isFinal()).verdict());
        assertEquals("CLOSED", shop.shop().controls().books(order.paymentId()).path("status").asText());
        assertEquals(new Stock(SKU, PIECES, PIECES, 0, 0), shop.stock());

        var late = order.paymentId();
        order.paid(late, 2).until("gave the late money back", now -> shop.books(late).equals(List.of(PRICE, PRICE)));
        order.until("shows the refund", now -> now.refunded().equals(PRICE));
        assertEquals("CANCELLED (PAYMENT_TIMEOUT)", order.see().verdict());
        order.later(0);
        assertEquals(0, shop.receivable(order.see().orderId()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"simulator", "stripe", "wechatpay", "alipay", "adyen"})
    void moneyOfWhichWeWereNotToldIsFoundByAsking(String provider) {
        var order = shop.order("alice", provider);

        order.paid(order.paymentId(), 0).until("is confirmed", now -> now.status().equals("CONFIRMED"));

        order.paid(order.paymentId(), 1).later(0);
        assertEquals(PRICE.amount(), shop.receivable(order.see().orderId()), "told after all, it changes nothing");
    }

    /** Adyen shows no refunds: its webhook, which it repeats for 30 days, is the only word of them. */
    @ParameterizedTest
    @ValueSource(strings = {"simulator", "stripe", "wechatpay", "alipay"})
    void aRefundOfWhichWeWereNotToldIsFoundByAsking(String provider) {
        var order = shop.order("alice", provider);
        order.paid(order.paymentId(), 1).until("is confirmed", now -> now.status().equals("CONFIRMED"));
        shop.breaks("payment-webhook");

        order.givenBack().until("shows the refund", now -> now.refunded().equals(PRICE));

        shop.mend();
        order.later(A_DAY);
        assertEquals(List.of(PRICE, PRICE), shop.books(order.paymentId()), "told after all, it changes nothing");
        assertEquals(0, shop.receivable(order.see().orderId()));
        assertEquals(PRICE, order.see().refunded());
    }
}
