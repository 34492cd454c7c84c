package commerce.promotion.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.kernel.Money;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CouponTest {

    private static final Currency CNY = Currency.getInstance("CNY");
    private static final Currency JPY = Currency.getInstance("JPY");
    private static final Currency USD = Currency.getInstance("USD");

    private static CouponDefinition percent(Optional<Long> maxRedemptions, Optional<Money> budget) {
        return new CouponDefinition(Optional.empty(), Optional.of(1000), Optional.empty(), Optional.empty(), Optional.empty(), maxRedemptions, Optional.empty(), budget);
    }

    private static Coupon coupon(CouponDefinition definition, long redeemed, Map<Currency, Long> spent) {
        return new Coupon("C", definition, 1, redeemed, spent);
    }

    @Test
    void theBudgetIsUsedToItsLastUnit() {
        var coupon = coupon(percent(Optional.empty(), Optional.of(Money.of(100, "CNY"))), 1, Map.of(CNY, 90L));
        assertEquals(new Coupon.Allowance.Left(), coupon.allowance(Money.of(10, "CNY")));
        assertTrue(coupon.allowance(Money.of(11, "CNY")) instanceof Coupon.Allowance.Exhausted);
    }

    @Test
    void redemptionsAreUsedToTheLast() {
        assertEquals(new Coupon.Allowance.Left(), coupon(percent(Optional.of(2L), Optional.empty()), 1, Map.of()).allowance(Money.of(1, "CNY")));
        assertTrue(coupon(percent(Optional.of(2L), Optional.empty()), 2, Map.of()).allowance(Money.of(1, "CNY")) instanceof Coupon.Allowance.Exhausted);
    }

    @Test
    void aBudgetInOneCurrencyHasNothingInAnother() {
        var coupon = coupon(percent(Optional.empty(), Optional.of(Money.of(100, "CNY"))), 0, Map.of());
        assertTrue(coupon.allowance(Money.of(0, "JPY")) instanceof Coupon.Allowance.Exhausted);
    }

    @Test
    void spendingShowsTheCouponsOwnCurrencyFirst() {
        var own = percent(Optional.empty(), Optional.of(Money.of(100, "USD")));
        assertEquals(List.of(Money.of(0, "USD"), Money.of(5, "JPY")), coupon(own, 1, Map.of(JPY, 5L)).spending(CNY));
        var free = percent(Optional.empty(), Optional.empty());
        assertEquals(List.of(Money.of(0, "CNY")), coupon(free, 0, Map.of()).spending(CNY));
        assertEquals(List.of(Money.of(0, "CNY")), coupon(free, 0, Map.of(JPY, 0L)).spending(CNY));
        assertEquals(List.of(Money.of(5, "JPY"), Money.of(7, "USD")), coupon(free, 2, Map.of(USD, 7L, JPY, 5L)).spending(CNY));
        assertEquals(List.of(Money.of(7, "USD"), Money.of(5, "JPY")), coupon(free, 2, Map.of(USD, 7L, JPY, 5L)).spending(USD));
    }

    @Test
    void aDefinitionSurvivesItsStorage() {
        var full = new CouponDefinition(Optional.of(Money.of(5, "CNY")), Optional.empty(), Optional.of(Money.of(1, "CNY")), Optional.of(Instant.parse("2026-11-21T02:00:00.123456789Z")),
                Optional.of(Instant.parse("2026-11-22T02:00:00Z")), Optional.of(7L), Optional.of(1L), Optional.of(Money.of(9, "CNY")));
        assertEquals(full, Json.read(Json.write(full), CouponDefinition.class));
        var sparse = percent(Optional.empty(), Optional.empty());
        assertEquals(sparse, Json.read(Json.write(sparse), CouponDefinition.class));
        assertEquals("{\"percentOff\":1000,\"target\":{},\"deactivated\":false}", Json.write(sparse));
    }
}
