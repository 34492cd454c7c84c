package commerce.promotion.domain.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.promotion.domain.CouponDefinition;
import commerce.promotion.domain.PricedProduct;
import commerce.promotion.domain.pricing.Pricing.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricingTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    private static CouponDefinition amountOff(long minor) {
        return new CouponDefinition(Optional.of(cny(minor)), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static CouponDefinition percentOff(int basisPoints) {
        return new CouponDefinition(Optional.empty(), Optional.of(basisPoints), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static CouponDefinition window(Instant from, Instant until) {
        return new CouponDefinition(Optional.empty(), Optional.of(1), Optional.empty(), Optional.of(from), Optional.of(until), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Outcome price(List<Line> lines, List<PricedProduct> products, List<Pricing.Wish> wishes, Instant now) {
        return Pricing.price(new Pricing.Question(lines, products, RuleSet.NONE, Signals.NONE, wishes), now);
    }

    private static Outcome price(long unitPrice, CouponDefinition coupon) {
        return price(List.of(new Line("A", 1)), List.of(new PricedProduct("A", "A", cny(unitPrice))), List.of(new Pricing.Wish("C", Optional.of(coupon))), NOW);
    }

    private static Quote quote(Outcome outcome) {
        return ((Outcome.Priced) outcome).quote();
    }

    @Test
    void anAmountLargerThanTheSubtotalMakesTheOrderFree() {
        var quote = quote(price(999, amountOff(1_000)));
        assertEquals(cny(999), quote.discounts().getFirst().amount());
        assertEquals(cny(0), quote.total());
    }

    @ParameterizedTest(name = "{1} basis points of {0} are {2}")
    @CsvSource({"1000,1250,125", "4,1250,1", "3,1250,0", "999,5000,500", "1,10000,1", "1,4999,0", "1,5000,1", "12345,1,1", "0,10000,0"})
    void aPercentageIsRoundedHalfUpOnce(long subtotal, int basisPoints, long discount) {
        assertEquals(cny(discount), quote(price(subtotal, percentOff(basisPoints))).discounts().getFirst().amount());
    }

    @Test
    void thePercentageIsOfTheSubtotalAndNotOfEachLine() {
        var products = List.of(new PricedProduct("A", "A", cny(3)), new PricedProduct("B", "B", cny(3)));
        var quote = quote(price(List.of(new Line("A", 1), new Line("B", 1)), products, List.of(new Pricing.Wish("C", Optional.of(percentOff(2500)))), NOW));
        assertEquals(cny(2), quote.discounts().getFirst().amount());
    }

    @Test
    void theWindowOpensAtItsFirstMomentAndIsShutAtItsLast() {
        assertTrue(price(1, window(NOW, NOW.plusNanos(1))) instanceof Outcome.Priced);
        assertEquals(new Outcome.CouponNotYetValid("C", NOW.plusNanos(1)), price(1, window(NOW.plusNanos(1), NOW.plusNanos(2))));
        assertEquals(new Outcome.CouponExpired("C", NOW), price(1, window(NOW.minusNanos(1), NOW)));
    }

    @Test
    void theMinimumSpendIsMetByTheSubtotalItself() {
        var coupon = new CouponDefinition(Optional.of(cny(10)), Optional.empty(), Optional.of(cny(100)), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        assertTrue(price(100, coupon) instanceof Outcome.Priced);
        assertEquals(new Outcome.MinimumSpendNotMet("C", cny(100), cny(99)), price(99, coupon));
    }

    @Test
    void aPercentageWithoutAmountsIsGoodForAnyCurrency() {
        var outcome = price(List.of(new Line("A", 1)), List.of(new PricedProduct("A", "A", Money.of(100, "JPY"))), List.of(new Pricing.Wish("C", Optional.of(percentOff(1000)))), NOW);
        assertEquals(Money.of(90, "JPY"), quote(outcome).total());
    }

    @Test
    void anUnknownSkuIsToldBeforeAnythingIsSaidAboutTheCoupon() {
        var outcome = price(List.of(new Line("A", 1), new Line("B", 1)), List.of(new PricedProduct("A", "A", cny(1))), List.of(new Pricing.Wish("NONE", Optional.empty())), NOW);
        assertEquals(new Outcome.UnknownSkus(List.of("B")), outcome);
    }

    @Test
    void theLargestOrderThereCanBeDoesNotOverflow() {
        var lines = new ArrayList<Line>();
        var products = new ArrayList<PricedProduct>();
        for (int i = 0; i < Line.MAX_LINES; i++) {
            lines.add(new Line("S-" + i, Line.MAX_QUANTITY));
            products.add(new PricedProduct("S-" + i, "S", cny(1_000_000_000_000L)));
        }
        var quote = quote(price(lines, products, List.of(new Pricing.Wish("C", Optional.of(percentOff(10_000)))), NOW));
        assertEquals(cny(499_950_000_000_000_000L), quote.subtotal());
        assertEquals(cny(0), quote.total());
    }

    @RepeatedTest(200)
    void everyPriceAddsUpWhateverTheLines() {
        var seed = Long.getLong("seed", new Random().nextLong());
        var random = new Random(seed);
        var lines = new ArrayList<Line>();
        var products = new ArrayList<PricedProduct>();
        for (int i = 0; i <= random.nextInt(Line.MAX_LINES); i++) {
            lines.add(new Line("S-" + i, 1 + random.nextInt(9_999)));
            products.add(new PricedProduct("S-" + i, "Product " + i, cny(random.nextInt(1_000_000))));
        }
        var coupon = random.nextBoolean() ? amountOff(1 + random.nextInt(1_000_000_000)) : percentOff(1 + random.nextInt(10_000));
        var wish = List.of(new Pricing.Wish("C", Optional.of(coupon)));
        var quote = quote(price(lines, products, wish, NOW));

        var message = "-Dseed=" + seed;
        var discount = quote.discounts().getFirst().amount();
        assertEquals(quote.lines().stream().mapToLong(line -> line.amount().minor()).sum(), quote.subtotal().minor(), message);
        assertTrue(quote.lines().stream().allMatch(line -> line.amount().equals(line.unitPrice().times(line.quantity()))), message);
        assertEquals(quote.subtotal(), quote.total().plus(discount), message);
        assertTrue(!quote.total().isNegative() && !discount.isNegative(), message);
        coupon.amountOff().ifPresent(amount -> assertEquals(Math.min(amount.minor(), quote.subtotal().minor()), discount.minor(), message));
        coupon.percentOff().ifPresent(percent -> {
            var distance = discount.minor() * 10_000 - quote.subtotal().minor() * percent;
            assertTrue(distance > -5_000 && distance <= 5_000, message);
        });

        Collections.shuffle(products, random);
        assertEquals(quote, quote(price(lines, products, wish, NOW)), message);
    }
}
