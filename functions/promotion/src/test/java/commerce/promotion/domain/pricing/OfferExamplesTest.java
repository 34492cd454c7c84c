package commerce.promotion.domain.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.promotion.domain.PricedProduct;
import commerce.promotion.domain.Target;
import commerce.promotion.domain.member.LoyaltyProgram;
import commerce.promotion.domain.member.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The three segments of SYSTEMS.md (PRO-03) as far as quotes know them, each at its edges. */
class OfferExamplesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final long THREE_DAYS = 72 * 3_600;
    private static final PricingRule NEW_CUSTOMER = rule("new", 1, new Effect.SegmentOffer(Optional.empty(), Optional.of(THREE_DAYS), Optional.empty(), Optional.empty(),
            Optional.of(cny(1_500)), Optional.empty(), false, Optional.empty(), "NEW_CUSTOMER"));
    private static final PricingRule HIGH_VALUE = rule("high", 2, new Effect.SegmentOffer(Optional.empty(), Optional.empty(), Optional.of(cny(500_000)), Optional.of(cny(29_900)),
            Optional.empty(), Optional.empty(), true, Optional.of(new Line("GIFT", 2)), "HIGH_VALUE"));
    private static final PricingRule SHIPPING = rule("shipping", 1, new Effect.Shipping(cny(1_000), Optional.empty()));

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    private static PricingRule rule(String id, int priority, Effect effect) {
        return new PricingRule(id, 7, true, priority, Optional.empty(), Optional.empty(), Target.ALL, effect);
    }

    private static PricedProduct product(String sku, long price) {
        return new PricedProduct(sku, sku, cny(price));
    }

    private static Signals newcomer(Optional<Instant> firstSeenAt, long paidOrders, boolean had) {
        return signals(new Member("alice", firstSeenAt, firstSeenAt, cny(0), cny(0), paidOrders, 0, 0, LoyaltyProgram.STANDARD.levels().getFirst()), had, 0);
    }

    private static Signals regular(long spentLast30Days, long giftsInStock) {
        return signals(new Member("alice", Optional.of(NOW), Optional.of(NOW), cny(spentLast30Days), cny(spentLast30Days), 3, 1, 0, LoyaltyProgram.STANDARD.levels().getFirst()), false, giftsInStock);
    }

    private static Signals signals(Member member, boolean had, long giftsInStock) {
        return new Signals(Optional.of(member), had, Map.of("GIFT", giftsInStock), Map.of(), Map.of("GIFT", product("GIFT", 5_000)));
    }

    private static Quote price(long amount, Signals signals, PricingRule... rules) {
        return price(List.of(new Line("A", 1)), List.of(product("A", amount)), signals, rules);
    }

    private static Quote price(List<Line> lines, List<PricedProduct> products, Signals signals, PricingRule... rules) {
        return ((Pricing.Outcome.Priced) Pricing.price(new Pricing.Question(lines, products, new RuleSet(3, List.of(rules)), signals, List.of()), NOW)).quote();
    }

    @Test
    void aNewCustomersFirstOrderIsFifteenOffAndSaysThatItIsGivenOnce() {
        var quote = price(8_800, newcomer(Optional.of(NOW), 0, false), NEW_CUSTOMER);
        assertEquals(cny(7_300), quote.total());
        assertEquals(List.of(new Quote.Discount("SEGMENT", "new", "NEW_CUSTOMER", cny(1_500), Optional.empty(), Optional.of(7L), List.of(new Quote.Share("A", cny(1_500))), true)), quote.discounts());
    }

    @Test
    void itIsForSeventyTwoHoursFromTheMomentTheShopFirstSawThem() {
        assertEquals(cny(7_300), price(8_800, newcomer(Optional.empty(), 0, false), NEW_CUSTOMER).total());
        assertEquals(cny(7_300), price(8_800, newcomer(Optional.of(NOW.minus(Duration.ofHours(72)).plusMillis(1)), 0, false), NEW_CUSTOMER).total());
        assertEquals(cny(8_800), price(8_800, newcomer(Optional.of(NOW.minus(Duration.ofHours(72))), 0, false), NEW_CUSTOMER).total());
    }

    @Test
    void itIsNotForWhoHasPaidBeforeOrHasTheOfferInAnotherOrder() {
        assertEquals(cny(8_800), price(8_800, newcomer(Optional.of(NOW), 1, false), NEW_CUSTOMER).total());
        assertEquals(cny(8_800), price(8_800, newcomer(Optional.of(NOW), 0, true), NEW_CUSTOMER).total());
        assertEquals(cny(8_800), price(8_800, Signals.NONE, NEW_CUSTOMER).total());
    }

    @Test
    void nothingIsClaimedWhereNothingIsTakenOff() {
        var floored = new PricedProduct("A", "A", cny(8_800), Optional.of(cny(8_800)), Optional.empty(), Optional.empty());
        var quote = price(List.of(new Line("A", 1)), List.of(floored), newcomer(Optional.of(NOW), 0, false), NEW_CUSTOMER);
        assertEquals(cny(8_800), quote.total());
        assertEquals(false, quote.discounts().getFirst().once());
        assertEquals(Optional.of(cny(1_500)), quote.discounts().getFirst().withheld());
    }

    @Test
    void whoSpentFiveThousandInThirtyDaysIsSentALargeOrderFreeAndWithAGift() {
        var quote = price(29_900, regular(500_000, 2), HIGH_VALUE, SHIPPING);
        assertEquals(cny(29_900), quote.total());
        assertEquals("FREE_SHIPPING", quote.fees().getFirst().reason());
        assertEquals(new Quote.QuotedLine("GIFT", "GIFT", 2, cny(0), cny(0), Optional.empty(), Optional.empty(), Optional.of(new Quote.Gift("SEGMENT", "high", "HIGH_VALUE", 7))), quote.lines().getLast());
        assertEquals(List.of(new Line("A", 1)), quote.bought());
    }

    @Test
    void aFenLessOfEitherEarnsNothing() {
        for (var quote : List.of(price(29_899, regular(500_000, 2), HIGH_VALUE, SHIPPING), price(29_900, regular(499_999, 2), HIGH_VALUE, SHIPPING))) {
            assertEquals(1, quote.lines().size());
            assertEquals("FLAT_RATE", quote.fees().getFirst().reason());
        }
    }

    @Test
    void aGiftThatIsNotToBeHadIsLeftOutAndShippingStaysFree() {
        var quote = price(29_900, regular(500_000, 1), HIGH_VALUE, SHIPPING);
        assertEquals(1, quote.lines().size());
        assertEquals("FREE_SHIPPING", quote.fees().getFirst().reason());

        var bought = List.of(new Line("GIFT", 6));
        assertEquals(1, price(bought, List.of(product("GIFT", 5_000)), regular(500_000, 7), HIGH_VALUE).lines().size(), "six are bought, and of the seventh there is one");
        var both = price(bought, List.of(product("GIFT", 5_000)), regular(500_000, 8), HIGH_VALUE);
        assertEquals(List.of(6L, 2L), both.lines().stream().map(Quote.QuotedLine::quantity).toList());
        assertEquals(cny(30_000), both.total());
    }

    @Test
    void theStockOfAGiftIsWatchedLikeThatOfWhatIsBought() {
        var watched = new PricingRule("low", 1, true, 1, Optional.empty(), Optional.empty(), new Target(List.of("GIFT"), List.of()), new Effect.Repricing(Optional.of(1L), Optional.empty(), 1_500, "LOW"));
        assertEquals(true, price(29_900, regular(500_000, 2), HIGH_VALUE, watched).watchesStock());
        assertEquals(false, price(29_900, regular(500_000, 1), HIGH_VALUE, watched).watchesStock());
    }

    @Test
    void anOfferOfNothingButAGiftThatIsGoneLeavesItsTurnToTheNext() {
        var giftOnly = rule("gift", 1, new Effect.SegmentOffer(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false,
                Optional.of(new Line("GIFT", 1)), "GIFT"));
        var all = rule("all", 2, new Effect.SegmentOffer(Optional.empty(), Optional.empty(), Optional.of(cny(10)), Optional.empty(), false, "ALL"));
        assertEquals(List.of("ALL"), price(100, regular(0, 0), giftOnly, all).discounts().stream().map(Quote.Discount::reason).toList());
        assertEquals(List.of(), price(100, regular(0, 1), giftOnly, all).discounts());
    }

    @Test
    void anOrderOfTheMostLinesThereCanBeHasNoRoomForAGift() {
        var lines = IntStream.range(0, Line.MAX_LINES).mapToObj(i -> new Line("S-" + i, 1)).toList();
        var products = lines.stream().map(line -> product(line.sku(), 1_000)).toList();
        assertEquals(Line.MAX_LINES, price(lines, products, regular(500_000, 9), HIGH_VALUE).lines().size());
        assertEquals(Line.MAX_LINES, price(lines.subList(1, Line.MAX_LINES), products, regular(500_000, 9), HIGH_VALUE).lines().size());
    }
}
