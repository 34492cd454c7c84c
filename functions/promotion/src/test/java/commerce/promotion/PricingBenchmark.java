package commerce.promotion;

import commerce.kernel.Json;
import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.promotion.domain.CouponDefinition;
import commerce.promotion.domain.PricedProduct;
import commerce.promotion.domain.member.Members;
import commerce.promotion.domain.Target;
import commerce.promotion.domain.pricing.Effect;
import commerce.promotion.domain.pricing.Pricing;
import commerce.promotion.domain.pricing.PricingRule;
import commerce.promotion.domain.pricing.Quote;
import commerce.promotion.domain.pricing.RuleSet;
import commerce.promotion.domain.pricing.Signals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code ./commerce bench pricing}: the processor's time for the largest basket there is, 50 lines, under the most rules there can be, 200,
 * all in force and every kind among them, with a coupon. One thread, and nothing waits: time is processor time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PricingBenchmark {

    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final byte[] KEY = new byte[32];

    private final List<String> skus = IntStream.range(0, 50).mapToObj("SKU-%02d"::formatted).toList();
    private final Pricing.Question question = new Pricing.Question(
            skus.stream().map(sku -> new Line(sku, 1 + Math.floorMod(sku.hashCode(), 40))).toList(),
            skus.stream().map(sku -> new PricedProduct(sku, sku, cny(8_800), Optional.of(cny(6_000)), Optional.of(cny(12_000)), Optional.of("tea"))).toList(),
            new RuleSet(200, IntStream.range(0, 200).mapToObj(this::rule).toList()),
            new Signals(Optional.of(Members.ofLevel(3)), numbers(7), numbers(3)),
            List.of(new Pricing.Wish("C", Optional.of(new CouponDefinition(
                    Optional.empty(), Optional.of(1_000), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())))));

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    private Map<String, Long> numbers(int factor) {
        return skus.stream().collect(Collectors.toMap(Function.identity(), sku -> (long) Math.floorMod(sku.hashCode() * factor, 200)));
    }

    private PricingRule rule(int number) {
        var effect = effect(number);
        var some = new Target(List.of(skus.get(number % 50), skus.get((number * 7 + 3) % 50)), List.of());
        return new PricingRule("rule-" + number, 1, true, number % 5, Optional.of(NOW.minusSeconds(1)), Optional.of(NOW.plusSeconds(1)), number % 6 < 4 ? some : Target.ALL, effect);
    }

    private Effect effect(int number) {
        return switch (number % 6) {
            case 0 -> new Effect.Repricing(Optional.of(10L), Optional.empty(), 1_500, "LOW_STOCK_URGENT");
            case 1 -> new Effect.DynamicPrice(Effect.Scene.TIME_LIMITED, Effect.Scene.TIME_LIMITED.weights(), 1_500, 100, 10);
            case 2 -> new Effect.Ladder(List.of(new Effect.Tier(10, 500), new Effect.Tier(30, 1_000)));
            case 3 -> new Effect.SegmentOffer(Optional.of(5), Optional.of(cny(29_900)), Optional.of(cny(1_500)), Optional.empty(), false, "HIGH_VALUE");
            case 4 -> new Effect.Bundle(List.of(new Line(skus.get(number % 50), 2), new Line(skus.get((number + 1) % 50), 1)), Optional.empty(), Optional.of(500));
            default -> new Effect.Shipping(cny(800), Optional.of(cny(1_000_000_000)));
        };
    }

    /** The pipeline alone. */
    @Benchmark
    public Quote price() {
        return ((Pricing.Outcome.Priced) Pricing.price(question, NOW)).quote();
    }

    /** What POST /quotes does of it beside its reads: price, sign, write as JSON. */
    @Benchmark
    public String priceSignAndWrite() {
        var quote = price();
        var quoteId = QuoteSeal.seal(KEY, new SignedQuote.Promise("alice", NOW, quote));
        return Json.write(new SignedQuote(quote, quoteId, NOW));
    }
}
