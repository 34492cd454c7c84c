package commerce.promotion.domain.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.promotion.domain.PricedProduct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;

/** What holds of every price, whatever the shop, the basket and the rules. A failure prints the seed that replays it. */
class PricingPropertiesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");

    private long seed;
    private Random random;
    private RandomShop shop;

    @BeforeEach
    void seed() {
        seed = Long.getLong("seed", new Random().nextLong());
        random = new Random(seed);
        shop = new RandomShop(random);
    }

    private String replay() {
        return "-Dseed=" + seed;
    }

    private Quote price(Pricing.Question question) {
        return ((Pricing.Outcome.Priced) Pricing.price(question, NOW)).quote();
    }

    @RepeatedTest(400)
    void thePartsSumToTheWholeAndNoLineIsBelowItsFloor() {
        var question = shop.question(true);
        var quote = price(question);

        var off = new HashMap<String, Money>();
        for (var discount : quote.discounts()) {
            assertEquals(discount.amount(), discount.lines().stream().map(Quote.Share::amount).reduce(discount.amount().zero(), Money::plus), replay());
            assertTrue(!discount.amount().isNegative() && discount.lines().stream().allMatch(share -> share.amount().isPositive()), replay());
            assertEquals(discount.lines().stream().map(Quote.Share::sku).sorted().distinct().toList(), discount.lines().stream().map(Quote.Share::sku).toList(), replay());
            discount.lines().forEach(share -> off.merge(share.sku(), share.amount(), Money::plus));
        }
        var zero = quote.subtotal().zero();
        var discounts = quote.discounts().stream().map(Quote.Discount::amount).reduce(zero, Money::plus);
        var fees = quote.fees().stream().map(Quote.Fee::amount).reduce(zero, Money::plus);
        assertEquals(quote.subtotal().minus(discounts).plus(fees), quote.total(), replay());
        assertEquals(off.values().stream().reduce(zero, Money::plus), discounts, replay());
        for (var gift : quote.lines().stream().filter(line -> line.gift().isPresent()).toList()) {
            assertTrue(gift.unitPrice().isZero() && gift.amount().isZero() && question.signals().stockOf(gift.sku()).orElseThrow() >= gift.quantity(), replay());
        }
        for (var line : quote.lines().stream().filter(line -> line.gift().isEmpty()).toList()) {
            var product = question.products().stream().filter(one -> one.sku().equals(line.sku())).findFirst().orElseThrow();
            assertEquals(line.unitPrice().times(line.quantity()), line.amount(), replay());
            assertTrue(line.unitPrice().compareTo(product.floor()) >= 0, replay());
            assertTrue(product.priceCeiling().filter(ceiling -> line.unitPrice().compareTo(ceiling) > 0).isEmpty(), replay());
            assertTrue(line.amount().minus(off.getOrDefault(line.sku(), zero)).compareTo(product.floor().times(line.quantity())) >= 0, replay());
            var repriced = quote.repricings().stream().filter(one -> one.sku().equals(line.sku())).map(Quote.Repricing::amount).findFirst().orElse(zero);
            assertEquals(product.price().times(line.quantity()).plus(repriced), line.amount(), replay());
        }
    }

    @RepeatedTest(200)
    void theOrderOfLinesProductsAndRulesChangesNothing() {
        var question = shop.question(true);
        var lines = new ArrayList<>(question.lines());
        var products = new ArrayList<>(question.products());
        var rules = new ArrayList<>(question.rules().rules());
        Collections.shuffle(lines, random);
        Collections.shuffle(products, random);
        Collections.shuffle(rules, random);
        var split = lines.stream().flatMap(line -> line.quantity() > 1 ? List.of(new Line(line.sku(), 1), new Line(line.sku(), line.quantity() - 1)).stream() : List.of(line).stream()).toList();

        assertEquals(price(question), price(new Pricing.Question(split, products, new RuleSet(question.rules().version(), rules), question.signals(), question.wishes())), replay());
    }

    /** No ladder, no bundle, no threshold among these rules: then more never costs less. */
    @RepeatedTest(300)
    void morePiecesNeverCostLess() {
        var question = shop.question(false);
        var more = new ArrayList<>(question.lines());
        var grown = random.nextInt(more.size());
        more.set(grown, new Line(more.get(grown).sku(), more.get(grown).quantity() + 1 + random.nextInt(5)));

        var before = price(question).total();
        var after = price(new Pricing.Question(more, question.products(), question.rules(), question.signals(), question.wishes())).total();
        assertTrue(after.compareTo(before) >= 0, replay() + ": " + before + " became " + after);
    }

    @RepeatedTest(100)
    void aQuoteSurvivesItsWayThroughJson() {
        var quote = price(shop.question(true));
        assertEquals(quote, Json.read(Json.write(quote), Quote.class), replay());
        var rules = shop.question(true).rules();
        assertEquals(rules, Json.read(Json.write(rules), RuleSet.class), replay());
    }

    @RepeatedTest(100)
    void aBasketOfOneProductWithoutRulesCostsItsListPrice() {
        var product = shop.product("A");
        var quantity = 1 + random.nextInt((int) Line.MAX_QUANTITY);
        var quote = price(new Pricing.Question(List.of(new Line("A", quantity)), List.<PricedProduct>of(product), RuleSet.NONE, Signals.NONE, List.of()));
        assertEquals(product.price().times(quantity), quote.total(), replay());
    }
}
