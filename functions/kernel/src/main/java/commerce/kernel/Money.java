package commerce.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * An amount in minor units (fen, cents, whole yen) of one currency. JSON: {@code {"amount": 8800, "currency": "CNY"}}.
 *
 * <p>Arithmetic is exact: an overflow or a mixture of currencies is an {@link ArithmeticException} or
 * {@link IllegalArgumentException}, never a wrong sum.
 *
 * @param minor the amount in minor units; may be negative
 * @param currency its ISO 4217 currency
 */
public record Money(@JsonProperty("amount") long minor, Currency currency) implements Comparable<Money> {

    private static final BigInteger BASIS_POINTS = BigInteger.valueOf(10_000);

    public Money {
        Objects.requireNonNull(currency, "currency");
    }

    @JsonCreator
    static Money read(@JsonProperty(value = "amount", required = true) long amount, @JsonProperty(value = "currency", required = true) String currency) {
        return of(amount, currency);
    }

    public static Money of(long minor, String currency) {
        return new Money(minor, Currency.getInstance(currency));
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    public Money zero() {
        return zero(currency);
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(minor, sameCurrency(other).minor), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(minor, sameCurrency(other).minor), currency);
    }

    public Money times(long factor) {
        return new Money(Math.multiplyExact(minor, factor), currency);
    }

    public Money negated() {
        return new Money(Math.negateExact(minor), currency);
    }

    public Money min(Money other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public boolean isZero() {
        return minor == 0;
    }

    public boolean isPositive() {
        return minor > 0;
    }

    public boolean isNegative() {
        return minor < 0;
    }

    /**
     * A share of this amount in basis points (1/100 of a percent), rounded half-up to the minor unit, away from zero for
     * negative amounts, so that the share of a refund mirrors the share of the payment.
     */
    public Money basisPoints(int basisPoints) {
        return share(basisPoints, BASIS_POINTS);
    }

    /** {@code this * part / whole}, rounded half-up: the pro rata share. {@code whole} must be positive. */
    public Money proRata(Money part, Money whole) {
        return share(sameCurrency(part).minor, BigInteger.valueOf(sameCurrency(whole).minor));
    }

    private Money share(long numerator, BigInteger denominator) {
        if (denominator.signum() <= 0) {
            throw new IllegalArgumentException("a share of nothing: the whole is " + denominator);
        }
        var product = BigInteger.valueOf(minor).multiply(BigInteger.valueOf(numerator));
        var rounded = product.abs().shiftLeft(1).add(denominator).divide(denominator.shiftLeft(1));
        return new Money((product.signum() < 0 ? rounded.negate() : rounded).longValueExact(), currency);
    }

    /**
     * Splits this amount by weight so that the parts sum to the whole: largest remainder, ties to the lower index (callers sort
     * by SKU first, so that the order of lines changes nothing).
     *
     * @param weights one per part, not negative, not all zero
     * @throws IllegalArgumentException if there are no weights, one is negative, or all are zero
     */
    public List<Money> allocate(List<Long> weights) {
        var sum = weights.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        if (sum.signum() <= 0 || weights.stream().anyMatch(weight -> weight < 0)) {
            throw new IllegalArgumentException("weights must not be negative and must not all be zero: " + weights);
        }
        var shares = new ArrayList<Long>();
        var remainders = new ArrayList<BigInteger>();
        var left = Math.abs(minor);
        for (var weight : weights) {
            var parts = BigInteger.valueOf(Math.abs(minor)).multiply(BigInteger.valueOf(weight)).divideAndRemainder(sum);
            shares.add(parts[0].longValueExact());
            remainders.add(parts[1]);
            left -= parts[0].longValueExact();
        }
        IntStream.range(0, weights.size()).boxed()
                .sorted(Comparator.<Integer, BigInteger>comparing(remainders::get).reversed().thenComparing(index -> index))
                .limit(left)
                .forEach(index -> shares.set(index, shares.get(index) + 1));
        return shares.stream().map(share -> new Money(minor < 0 ? -share : share, currency)).toList();
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("two currencies in one sum: " + currency + " and " + other.currency);
        }
        return other;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(minor, sameCurrency(other).minor);
    }

    @Override
    public String toString() {
        return minor + " " + currency;
    }
}
