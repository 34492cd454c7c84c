package commerce.settlement.domain.commission;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import commerce.kernel.Money;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How much a commission rule takes of a line. Whole minor units; the one rounding is half-up. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@Type(value = Schedule.Tiered.class, name = "TIERED"), @Type(value = Schedule.Expression.class, name = "EXPRESSION")})
public sealed interface Schedule {

    /** @throws Expressions.Failure if it cannot say; the message says why */
    Money commission(Facts facts);

    /** The first thing wrong with it on its own. */
    Optional<Fault> fault();

    /** Whether the band a quantity falls into counts for all pieces, or every piece counts in its own. */
    enum Mode { SLAB, GRADUATED }

    /** @param from the least quantity of the band, which ends where the next begins */
    record Tier(long from, int basisPoints) {}

    /**
     * By quantity (SET-02).
     *
     * @param tiers ascending, the first from 1
     */
    record Tiered(Mode mode, List<Tier> tiers) implements Schedule {

        private static final BigInteger WHOLE = BigInteger.valueOf(10_000);

        public Tiered {
            tiers = List.copyOf(tiers);
        }

        @Override
        public Optional<Fault> fault() {
            if (tiers.getFirst().from() != 1) {
                return Optional.of(new Fault("tiers[0].from", "must be 1"));
            }
            return IntStream.range(1, tiers.size()).filter(i -> tiers.get(i).from() <= tiers.get(i - 1).from()).mapToObj(i -> new Fault("tiers[" + i + "].from", "must be above the tier before")).findFirst();
        }

        @Override
        public Money commission(Facts facts) {
            return switch (mode) {
                case SLAB -> facts.amount().basisPoints(tiers.reversed().stream().filter(tier -> tier.from() <= facts.quantity()).findFirst().orElseThrow().basisPoints());
                case GRADUATED -> graduated(facts);
            };
        }

        /** Every piece costs the same, so a band's share of the amount is its share of the pieces; rounded once, at the end. */
        private Money graduated(Facts facts) {
            var pointsOfAllPieces = BigInteger.ZERO;
            for (int i = 0; i < tiers.size(); i++) {
                var end = i + 1 < tiers.size() ? tiers.get(i + 1).from() - 1 : Long.MAX_VALUE;
                var pieces = Math.max(0, Math.min(facts.quantity(), end) - tiers.get(i).from() + 1);
                pointsOfAllPieces = pointsOfAllPieces.add(BigInteger.valueOf(pieces).multiply(BigInteger.valueOf(tiers.get(i).basisPoints())));
            }
            var divisor = WHOLE.multiply(BigInteger.valueOf(facts.quantity()));
            var doubled = BigInteger.valueOf(facts.amount().minor()).multiply(pointsOfAllPieces).shiftLeft(1).add(divisor);
            return new Money(doubled.divide(divisor.shiftLeft(1)).longValueExact(), facts.amount().currency());
        }
    }

    /**
     * By a formula (SET-03), see {@link Expressions}.
     *
     * @param expression gives minor units of the amount's currency, from zero to the amount
     */
    record Expression(String expression) implements Schedule {

        @Override
        public Optional<Fault> fault() {
            return Expressions.fault(expression).map(why -> new Fault("expression", why));
        }

        @Override
        public Money commission(Facts facts) {
            return new Money(Expressions.evaluate(expression, facts), facts.amount().currency());
        }
    }
}
