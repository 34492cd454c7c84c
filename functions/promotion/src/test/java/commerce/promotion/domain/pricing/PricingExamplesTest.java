package commerce.promotion.domain.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.promotion.domain.CouponDefinition;
import commerce.promotion.domain.PricedProduct;
import commerce.promotion.domain.Target;
import commerce.promotion.domain.member.Members;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked examples of SYSTEMS.md, and one for each turn of the pipeline. */
class PricingExamplesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final PricingRule LOW_STOCK = rule("low-stock", 1, new Effect.Repricing(Optional.of(10L), Optional.empty(), 1_500, "LOW_STOCK_URGENT"));
    private static final PricingRule PLATINUM = rule("platinum", 2, new Effect.Repricing(Optional.empty(), Optional.of(4), -1_500, "VIP_EXCLUSIVE"));
    private static final PricingRule TEN_PIECES = rule("ladder", 100, new Effect.Ladder(List.of(new Effect.Tier(10, 500), new Effect.Tier(100, 1_000))));

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    private static PricingRule rule(String id, int priority, Effect effect) {
        return new PricingRule(id, 7, true, priority, Optional.empty(), Optional.empty(), Target.ALL, effect);
    }

    private static PricedProduct product(String sku, long price) {
        return new PricedProduct(sku, sku, cny(price));
    }

    private static PricedProduct product(String sku, long price, long floor, long ceiling) {
        return new PricedProduct(sku, sku, cny(price), Optional.of(cny(floor)), Optional.of(cny(ceiling)), Optional.empty());
    }

    private static Quote price(List<Line> lines, List<PricedProduct> products, Signals signals, Optional<CouponDefinition> coupon, PricingRule... rules) {
        var question = new Pricing.Question(lines, products, new RuleSet(3, List.of(rules)), signals, coupon.map(definition -> new Pricing.Wish("C", Optional.of(definition))).stream().toList());
        return ((Pricing.Outcome.Priced) Pricing.price(question, NOW)).quote();
    }

    private static Quote price(long quantity, PricedProduct product, Signals signals, PricingRule... rules) {
        return price(List.of(new Line(product.sku(), quantity)), List.of(product), signals, Optional.empty(), rules);
    }

    private static Signals signals(int level, long stock) {
        return new Signals(Optional.of(Members.ofLevel(level)), Map.of("A", stock), Map.of());
    }

    @Test
    void scarceStockMakes8800Into10120() {
        var quote = price(1, product("A", 8_800), signals(1, 9), LOW_STOCK, PLATINUM);
        assertEquals(cny(10_120), quote.total());
        assertEquals(List.of(new Quote.Repricing("REPRICING", "low-stock", "LOW_STOCK_URGENT", cny(1_320), "A", cny(8_800), Optional.empty(), 7,
                Optional.of(new Quote.Seen(Optional.of(9L), Optional.empty(), Optional.empty())))), quote.repricings());
    }

    @Test
    void aPlatinumMemberPays7480() {
        var quote = price(1, product("A", 8_800), signals(4, 10), LOW_STOCK, PLATINUM);
        assertEquals(cny(7_480), quote.total());
        assertEquals("VIP_EXCLUSIVE", quote.repricings().getFirst().reason());
    }

    @Test
    void scarcityGoesBeforePlatinum() {
        assertEquals(cny(10_120), price(1, product("A", 8_800), signals(5, 9), LOW_STOCK, PLATINUM).total());
    }

    @Test
    void withoutAReasonNothingChanges() {
        var quote = price(1, product("A", 8_800), signals(3, 10), LOW_STOCK, PLATINUM);
        assertEquals(cny(8_800), quote.total());
        assertEquals(List.of(), quote.repricings());
        assertEquals(Optional.of(3L), quote.rulesVersion());
    }

    @Test
    void aRuleThatAsksForWhatIsNotKnownDoesNotFire() {
        assertEquals(cny(8_800), price(1, product("A", 8_800), Signals.NONE, LOW_STOCK, PLATINUM).total());
    }

    @Test
    void noRepricingLeavesTheProductsBand() {
        var dear = price(2, product("A", 8_800, 8_000, 9_000), signals(1, 9), LOW_STOCK);
        assertEquals(cny(18_000), dear.total());
        assertEquals(Optional.of("PRICE_CEILING"), dear.repricings().getFirst().limitedBy());
        assertEquals(cny(400), dear.repricings().getFirst().amount());

        var cheap = price(2, product("A", 8_800, 8_000, 9_000), signals(4, 99), PLATINUM);
        assertEquals(cny(16_000), cheap.total());
        assertEquals(Optional.of("PRICE_FLOOR"), cheap.repricings().getFirst().limitedBy());
    }

    /** 35 % stock, 40 % sales, 25 % member level; a band of 15 %. */
    @ParameterizedTest(name = "stock {0}, sales {1}, level {2}: {3}")
    @CsvSource({
        "0,   20, 1, 11125", // +1, +1, 0: 0.75 x 15 % = 11.25 %
        "200, 0,  5, 8500", // -1, -1, -1: all of the band down
        "100, 10, 1, 10000", // nothing says anything
        "50,  10, 1, 10263", // +0.5: 0.35 x 0.5 x 15 % = 2.625 %, half-up
        "150, 10, 3, 9550", // -0.5 and -0.5: -(0.175 + 0.125) x 15 %
        "900, 99, 1, 10075", // further away counts as 1: (0.4 - 0.35) x 15 %
    })
    void theWeightedPriceIsExactInIntegers(long stock, long sales, int level, long expected) {
        var dynamic = rule("dynamic", 1, new Effect.DynamicPrice(Effect.Scene.TIME_LIMITED, Effect.Scene.TIME_LIMITED.weights(), 1_500, 100, 10));
        var signals = new Signals(Optional.of(Members.ofLevel(level)), Map.of("A", stock), Map.of("A", sales));
        assertEquals(cny(expected), price(1, product("A", 10_000), signals, dynamic).total());
    }

    @Test
    void anEventGoesBeforeTheWeightedPrice() {
        var dynamic = rule("dynamic", 1, new Effect.DynamicPrice(Effect.Scene.FLASH_SALE, Effect.Scene.FLASH_SALE.weights(), 1_500, 100, 10));
        assertEquals("LOW_STOCK_URGENT", price(1, product("A", 8_800), signals(1, 9), dynamic, LOW_STOCK).repricings().getFirst().reason());
        assertEquals("FLASH_SALE", price(1, product("A", 8_800), signals(1, 10), dynamic, LOW_STOCK).repricings().getFirst().reason());
    }

    @ParameterizedTest(name = "{0} pieces of 101 are {1} off")
    @CsvSource({"9,0", "10,51", "99,500", "100,1010"})
    void tenPiecesAreFivePercentOff(long quantity, long off) {
        var quote = price(quantity, product("A", 101), Signals.NONE, TEN_PIECES);
        assertEquals(cny(101 * quantity - off), quote.total());
        assertEquals(off > 0 ? 1 : 0, quote.discounts().size());
    }

    @Test
    void aBundleTakesItsPiecesAndTheLeftOverOnesClimbTheLadder() {
        var bundle = rule("set", 1, new Effect.Bundle(List.of(new Line("A", 2), new Line("B", 1)), Optional.of(cny(250)), Optional.empty()));
        var quote = price(List.of(new Line("B", 2), new Line("A", 14)), List.of(product("A", 100), product("B", 100)), Signals.NONE, Optional.empty(), TEN_PIECES, bundle);
        assertEquals(List.of(
                new Quote.Discount("BUNDLE", "set", "BUNDLE_PRICE", cny(100), Optional.empty(), Optional.of(7L), List.of(new Quote.Share("A", cny(67)), new Quote.Share("B", cny(33)))),
                new Quote.Discount("LADDER", "ladder", "FROM_10", cny(50), Optional.empty(), Optional.of(7L), List.of(new Quote.Share("A", cny(50))))), quote.discounts());
        assertEquals(cny(1_450), quote.total());
    }

    @Test
    void aPercentageBundleIsOfWhatItsItemsCostApart() {
        var bundle = rule("set", 1, new Effect.Bundle(List.of(new Line("A", 1), new Line("B", 1)), Optional.empty(), Optional.of(1_000)));
        assertEquals(cny(675), price(List.of(new Line("A", 3), new Line("B", 1)), List.of(product("A", 100), product("B", 450)), Signals.NONE, Optional.empty(), bundle).total().minus(cny(20)));
    }

    @Test
    void aBundleThatWouldCostMoreIsNotMade() {
        var bundle = rule("set", 1, new Effect.Bundle(List.of(new Line("A", 2)), Optional.of(cny(201)), Optional.empty()));
        assertEquals(List.of(), price(2, product("A", 100), Signals.NONE, bundle).discounts());
    }

    @Test
    void everyStepWorksOnWhatTheOnesBeforeLeft() {
        var offer = rule("offer", 1, new Effect.SegmentOffer(Optional.empty(), Optional.of(cny(900)), Optional.of(cny(50)), Optional.empty(), false, "BIG_BASKET"));
        var coupon = new CouponDefinition(Optional.empty(), Optional.of(1_000), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        var quote = price(List.of(new Line("A", 10)), List.of(product("A", 100)), Signals.NONE, Optional.of(coupon), TEN_PIECES, offer);
        assertEquals(List.of(cny(50), cny(50), cny(90)), quote.discounts().stream().map(Quote.Discount::amount).toList());
        assertEquals(List.of("LADDER", "SEGMENT", "COUPON"), quote.discounts().stream().map(Quote.Discount::step).toList());
        assertEquals(cny(810), quote.total());
    }

    @Test
    void onlyTheFirstOfferThatIsEarnedIsGiven() {
        var members = rule("members", 1, new Effect.SegmentOffer(Optional.of(3), Optional.empty(), Optional.of(cny(30)), Optional.empty(), false, "MEMBERS"));
        var all = rule("all", 2, new Effect.SegmentOffer(Optional.empty(), Optional.empty(), Optional.of(cny(10)), Optional.empty(), false, "ALL"));
        assertEquals("MEMBERS", price(1, product("A", 100), signals(3, 1), members, all).discounts().getFirst().reason());
        assertEquals("ALL", price(1, product("A", 100), signals(2, 1), members, all).discounts().getFirst().reason());
        assertEquals("ALL", price(1, product("A", 100), Signals.NONE, members, all).discounts().getFirst().reason());
    }

    @Test
    void whatAFloorHoldsBackIsSaidAndBorneByTheOthers() {
        var coupon = new CouponDefinition(Optional.of(cny(100)), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        var floored = product("A", 100, 90, 100);
        var shared = price(List.of(new Line("A", 1), new Line("B", 1)), List.of(floored, product("B", 100)), Signals.NONE, Optional.of(coupon)).discounts().getFirst();
        assertEquals(List.of(new Quote.Share("A", cny(10)), new Quote.Share("B", cny(90))), shared.lines());
        assertEquals(Optional.empty(), shared.withheld());

        var alone = price(List.of(new Line("A", 1)), List.of(floored), Signals.NONE, Optional.of(coupon));
        assertEquals(cny(10), alone.discounts().getFirst().amount());
        assertEquals(Optional.of(cny(90)), alone.discounts().getFirst().withheld());
        assertEquals(cny(90), alone.total());
    }

    @Test
    void aCouponForSomeProductsIsSharedByThoseAlone() {
        var coupon = new CouponDefinition(Optional.empty(), Optional.of(5_000), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                new Target(List.of("B"), List.of("tea")), false, Optional.empty(), false);
        var tea = new PricedProduct("T", "T", cny(40), Optional.empty(), Optional.empty(), Optional.of("tea"));
        var quote = price(List.of(new Line("A", 1), new Line("B", 1), new Line("T", 1)), List.of(product("A", 100), product("B", 60), tea), Signals.NONE, Optional.of(coupon));
        assertEquals(List.of(new Quote.Share("B", cny(30)), new Quote.Share("T", cny(20))), quote.discounts().getFirst().lines());

        var question = new Pricing.Question(List.of(new Line("A", 1)), List.of(product("A", 100)), RuleSet.NONE, Signals.NONE, List.of(new Pricing.Wish("C", Optional.of(coupon))));
        assertTrue(Pricing.price(question, NOW) instanceof Pricing.Outcome.CouponNotApplicable);
    }

    @Test
    void shippingIsAFeeUntilTheGoodsReachItsThresholdOrAnOfferWaivesIt() {
        var shipping = rule("shipping", 1, new Effect.Shipping(cny(1_000), Optional.of(cny(200))));
        var paid = price(1, product("A", 100), Signals.NONE, shipping);
        assertEquals(List.of(new Quote.Fee("SHIPPING", "shipping", "FLAT_RATE", cny(1_000), 7)), paid.fees());
        assertEquals(cny(1_100), paid.total());
        assertEquals(cny(200), price(2, product("A", 100), Signals.NONE, shipping).total());

        var waived = rule("members", 1, new Effect.SegmentOffer(Optional.of(4), Optional.empty(), Optional.empty(), Optional.empty(), true, "MEMBERS"));
        assertEquals("FREE_SHIPPING", price(1, product("A", 100), signals(4, 1), shipping, waived).fees().getFirst().reason());
        assertEquals(List.of(), price(1, product("A", 100), Signals.NONE).fees());
    }

    @Test
    void aRuleHoldsWithinItsWindowIfItIsEnabled() {
        var ladder = new Effect.Ladder(List.of(new Effect.Tier(2, 1_000)));
        for (var rule : List.of(
                new PricingRule("r", 1, false, 1, Optional.empty(), Optional.empty(), Target.ALL, ladder),
                new PricingRule("r", 1, true, 1, Optional.of(NOW.plusNanos(1)), Optional.empty(), Target.ALL, ladder),
                new PricingRule("r", 1, true, 1, Optional.empty(), Optional.of(NOW), Target.ALL, ladder),
                new PricingRule("r", 1, true, 1, Optional.empty(), Optional.empty(), new Target(List.of("B"), List.of()), ladder))) {
            assertEquals(List.of(), price(2, product("A", 100), Signals.NONE, rule).discounts(), rule::toString);
        }
        assertEquals(1, price(2, product("A", 100), Signals.NONE, new PricingRule("r", 1, true, 1, Optional.of(NOW), Optional.of(NOW.plusNanos(1)), Target.ALL, ladder)).discounts().size());
    }

    @Test
    void amountsOfAnotherCurrencyAreNoneOfThisBasketsBusiness() {
        var yen = Money.of(10, "JPY");
        var rules = new PricingRule[] {
            rule("shipping", 1, new Effect.Shipping(yen, Optional.empty())),
            rule("offer", 1, new Effect.SegmentOffer(Optional.empty(), Optional.empty(), Optional.of(yen), Optional.empty(), false, "X")),
            rule("threshold", 1, new Effect.SegmentOffer(Optional.empty(), Optional.of(yen), Optional.empty(), Optional.of(100), false, "X")),
            rule("bundle", 1, new Effect.Bundle(List.of(new Line("A", 1)), Optional.of(yen), Optional.empty()))};
        assertEquals(cny(100), price(1, product("A", 100), Signals.NONE, rules).total());
    }
}
