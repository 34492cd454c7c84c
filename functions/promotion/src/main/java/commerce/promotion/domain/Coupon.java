package commerce.promotion.domain;

import commerce.kernel.Money;
import java.time.Instant;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A coupon with what has been used of it.
 *
 * <p>What was spent is counted per currency, because a percentage without amounts works in every currency and because replacing a
 * definition may change its currency: a counter keeps its meaning, and what is given back goes where it came from.
 *
 * @param code upper case
 * @param version of the definition; redemptions do not change it
 * @param redeemed redemptions that were not restored
 * @param spent their discounts in minor units, by currency; never negative
 * @param issue of what campaign it is, and whose; empty for a coupon of its own
 */
public record Coupon(String code, CouponDefinition definition, long version, long redeemed, Map<Currency, Long> spent, Optional<Issue> issue) {

    /** A coupon of its own. */
    public Coupon(String code, CouponDefinition definition, long version, long redeemed, Map<Currency, Long> spent) {
        this(code, definition, version, redeemed, spent, Optional.empty());
    }

    /** Whether the coupon has a further redemption of that discount left. The customer's own limit is not known here. */
    public sealed interface Allowance {

        /** It has, as far as was read; the write makes sure. */
        record Left() implements Allowance {}

        /** @param why for a human */
        record Exhausted(String why) implements Allowance {}
    }

    /** Where it stands; empty for one that can be used more than once. */
    public Optional<CouponState> state(Instant now) {
        return issue.flatMap(Issue::state).map(state -> state.isFree() && end().filter(end -> !now.isBefore(end)).isPresent() ? CouponState.EXPIRED : state);
    }

    /** Whether a customer may use it, as far as it is somebody's and can be used up. */
    public enum Standing { FREE, ANOTHERS, TAKEN, WITHDRAWN }

    public Standing standing(String customer) {
        if (issue.filter(one -> !one.isFor(customer)).isPresent()) {
            return Standing.ANOTHERS;
        }
        return issue.flatMap(Issue::state).map(state -> switch (state) {
            case ISSUED, RESTORED, EXPIRED -> Standing.FREE;
            case LOCKED, REDEEMED -> Standing.TAKEN;
            case WITHDRAWN -> Standing.WITHDRAWN;
        }).orElse(Standing.FREE);
    }

    /** The first moment it can no longer be used. */
    public Optional<Instant> end() {
        return definition.validUntil().map(end -> issue.flatMap(Issue::graceUntil).filter(end::isBefore).orElse(end));
    }

    public Allowance allowance(Money discount) {
        if (issue.flatMap(Issue::state).filter(CouponState.WITHDRAWN::equals).isPresent()) {
            return new Allowance.Exhausted("it was taken back");
        }
        if (definition.maxRedemptions().filter(most -> redeemed >= most).isPresent()) {
            return new Allowance.Exhausted("it has been redeemed " + redeemed + " times, as often as it may be");
        }
        if (definition.currency().filter(currency -> !currency.equals(discount.currency())).isPresent()) {
            return new Allowance.Exhausted("it is in " + definition.currency().get() + " now and has nothing left in " + discount.currency());
        }
        if (definition.budget().filter(budget -> spentIn(budget.currency()).minor() > budget.minus(discount).minor()).isPresent()) {
            return new Allowance.Exhausted("its budget has no " + discount + " left");
        }
        return new Allowance.Left();
    }

    /** Whether nothing at all is left of its redemptions or its budget. */
    public boolean isSpent() {
        return definition.maxRedemptions().filter(most -> redeemed >= most).isPresent()
                || definition.budget().filter(budget -> spentIn(budget.currency()).compareTo(budget) >= 0).isPresent();
    }

    public Money spentIn(Currency currency) {
        return new Money(spent.getOrDefault(currency, 0L), currency);
    }

    /**
     * What has been spent, the coupon's main currency first: its own; for one without, the default if it was spent in that or in none,
     * else the first by code. The other currencies follow if anything was spent in them.
     *
     * @return at least one amount
     */
    public List<Money> spending(Currency defaultCurrency) {
        var used = spent.entrySet().stream().filter(entry -> entry.getValue() != 0).map(Map.Entry::getKey)
                .sorted(Comparator.comparing((Currency currency) -> !currency.equals(defaultCurrency)).thenComparing(Currency::getCurrencyCode)).toList();
        var main = definition.currency().orElse(used.isEmpty() ? defaultCurrency : used.getFirst());
        return Stream.concat(Stream.of(main), used.stream().filter(currency -> !currency.equals(main))).map(this::spentIn).toList();
    }
}
