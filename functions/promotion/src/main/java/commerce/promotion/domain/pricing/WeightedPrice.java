package commerce.promotion.domain.pricing;

import commerce.kernel.Money;
import commerce.promotion.domain.PricedProduct;
import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.Stream;

/** PRO-01 in whole numbers: factors are fractions, put over one denominator, and only the price is rounded, half-up, once. */
final class WeightedPrice {

    private WeightedPrice() {}

    /** @param above -below to below: the factor's size is {@code above / below} */
    private record Factor(long above, long below, int weight) {

        static Factor of(Optional<Long> above, long below, int weight) {
            return new Factor(Math.clamp(above.orElse(0L), -below, below), below, weight);
        }

        BigInteger over(BigInteger denominator) {
            return BigInteger.valueOf(above).multiply(BigInteger.valueOf(weight)).multiply(denominator).divide(BigInteger.valueOf(below));
        }
    }

    static Money of(PricedProduct product, Effect.DynamicPrice rule, Signals signals) {
        var factors = Stream.of(
                Factor.of(signals.stockOf(product.sku()).map(stock -> rule.stockTarget() - stock), rule.stockTarget(), rule.weights().stock()),
                Factor.of(signals.salesOf(product.sku()).map(sales -> sales - rule.salesTarget()), rule.salesTarget(), rule.weights().sales()),
                Factor.of(signals.memberLevel().map(level -> 1L - level), Signals.MAX_LEVEL - 1, rule.weights().memberLevel())).toList();
        var denominator = factors.stream().map(factor -> BigInteger.valueOf(factor.below)).reduce(BigInteger.ONE, BigInteger::multiply);
        var sum = factors.stream().map(factor -> factor.over(denominator)).reduce(BigInteger.ZERO, BigInteger::add);
        // price x (1 + sum x band), weights and band in basis points
        var whole = denominator.multiply(BigInteger.valueOf(Effect.WHOLE)).multiply(BigInteger.valueOf(Effect.WHOLE));
        var exact = BigInteger.valueOf(product.price().minor()).multiply(whole.add(sum.multiply(BigInteger.valueOf(rule.band()))));
        var rounded = exact.shiftLeft(1).add(whole).divide(whole.shiftLeft(1));
        return new Money(rounded.longValueExact(), product.price().currency());
    }
}
