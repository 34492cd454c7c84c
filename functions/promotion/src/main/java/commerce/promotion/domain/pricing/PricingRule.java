package commerce.promotion.domain.pricing;

import commerce.promotion.domain.Target;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * One rule of a shop's pricing, as an operator put it: when it holds, for which products, and what it does.
 *
 * @param id its key within the tenant
 * @param version 1 when created, one more with each change
 * @param enabled whether it is part of pricing at all
 * @param priority of two rules for the same step the lower number is asked first, then the lower id
 * @param validFrom the first moment it holds
 * @param validUntil the first moment it no longer holds
 * @param target the products it is about
 * @param effect what it does
 */
public record PricingRule(
        String id,
        long version,
        boolean enabled,
        int priority,
        Optional<Instant> validFrom,
        Optional<Instant> validUntil,
        Target target,
        Effect effect) {

    static final Comparator<PricingRule> ORDER = Comparator.comparingInt(PricingRule::priority).thenComparing(PricingRule::id);

    /** The same but for its version: whether a PUT changes anything. */
    public boolean saysTheSameAs(PricingRule other) {
        return equals(other.withVersion(version));
    }

    public PricingRule withVersion(long other) {
        return new PricingRule(id, other, enabled, priority, validFrom, validUntil, target, effect);
    }

    boolean holdsAt(Instant now) {
        return enabled && validFrom.filter(now::isBefore).isEmpty() && validUntil.filter(end -> !now.isBefore(end)).isEmpty();
    }

    /** The first thing wrong with it, or empty if it is a good rule. */
    public Optional<Fault> fault() {
        if (validFrom.isPresent() && validUntil.isPresent() && !validFrom.get().isBefore(validUntil.get())) {
            return Optional.of(new Fault("validUntil", "must be later than validFrom"));
        }
        if (!target.isAll() && !effect.choosesProducts()) {
            return Optional.of(new Fault(target.skus().isEmpty() ? "categories" : "skus", "is not for a rule of this kind"));
        }
        return effect.fault();
    }

    /** What is wrong with a rule: the field and what it must be. */
    public record Fault(String field, String must) {}
}
