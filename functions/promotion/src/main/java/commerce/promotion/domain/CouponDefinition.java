package commerce.promotion.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.Money;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an operator says about a coupon; every part is optional but exactly one of the first two.
 *
 * @param amountOff taken off the goods it is for, at most all of it
 * @param percentOff taken off the goods it is for, in basis points: 1 to 10,000
 * @param minimumSpend what the goods it is for must cost before it can be used
 * @param validFrom the first moment it can be used in a quote or order
 * @param validUntil the first moment it can no longer be used
 * @param maxRedemptions over all customers
 * @param maxPerCustomer for one customer
 * @param budget the most that may be given away in all
 * @param target the products it is for
 * @param deactivated whether it was taken out of use; what was ordered with it before stays
 * @param stackingGroup coupons of one group can be used together; one without is used alone
 * @param restoredByRefund whether a refund of the whole order makes the redemption count no more; if not, only its money comes back to the budget
 */
public record CouponDefinition(
        Optional<Money> amountOff,
        Optional<Integer> percentOff,
        Optional<Money> minimumSpend,
        Optional<Instant> validFrom,
        Optional<Instant> validUntil,
        Optional<Long> maxRedemptions,
        Optional<Long> maxPerCustomer,
        Optional<Money> budget,
        Target target,
        boolean deactivated,
        Optional<String> stackingGroup,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean restoredByRefund) {

    public CouponDefinition {
        target = target == null ? Target.ALL : target;
        stackingGroup = stackingGroup == null ? Optional.empty() : stackingGroup;
    }

    /** For all products, and in use. */
    public CouponDefinition(Optional<Money> amountOff, Optional<Integer> percentOff, Optional<Money> minimumSpend, Optional<Instant> validFrom,
            Optional<Instant> validUntil, Optional<Long> maxRedemptions, Optional<Long> maxPerCustomer, Optional<Money> budget) {
        this(amountOff, percentOff, minimumSpend, validFrom, validUntil, maxRedemptions, maxPerCustomer, budget, Target.ALL, false, Optional.empty(), false);
    }

    /** The same with another discount. */
    public CouponDefinition withAmountOff(Money amount) {
        return new CouponDefinition(Optional.of(amount), Optional.empty(), minimumSpend, validFrom, validUntil, maxRedemptions, maxPerCustomer, budget, target, deactivated, stackingGroup, restoredByRefund);
    }

    /**
     * The same discount for the same products, without what is counted.
     *
     * @param until its end, instead of this one's
     * @param once whether it can be redeemed once only
     */
    public CouponDefinition withoutLimits(Optional<Instant> until, boolean once) {
        return new CouponDefinition(amountOff, percentOff, minimumSpend, validFrom, until, once ? Optional.of(1L) : Optional.empty(), Optional.empty(), Optional.empty(),
                target, deactivated, stackingGroup, restoredByRefund);
    }

    /** The same, in use or not, and usable until that moment. */
    public CouponDefinition inUse(boolean active, Optional<Instant> until) {
        return new CouponDefinition(amountOff, percentOff, minimumSpend, validFrom, until, maxRedemptions, maxPerCustomer, budget, target, !active, stackingGroup, restoredByRefund);
    }

    /** What is wrong with a definition: the field and what it must be. */
    public record Fault(String field, String must) {}

    /** The first rule this definition breaks, or empty if it is a good one. */
    public Optional<Fault> fault() {
        if (amountOff.isEmpty() && percentOff.isEmpty()) {
            return Optional.of(new Fault("amountOff", "is missing: a coupon takes off an amount or a percentage"));
        }
        if (amountOff.isPresent() && percentOff.isPresent()) {
            return Optional.of(new Fault("percentOff", "must not be given together with amountOff"));
        }
        if (validFrom.isPresent() && validUntil.isPresent() && !validFrom.get().isBefore(validUntil.get())) {
            return Optional.of(new Fault("validUntil", "must be later than validFrom"));
        }
        return foreign("minimumSpend", minimumSpend).or(() -> foreign("budget", budget));
    }

    private Optional<Fault> foreign(String field, Optional<Money> money) {
        return money.map(Money::currency)
                .filter(currency -> !currency.equals(currency().orElse(currency)))
                .map(_ -> new Fault(field + ".currency", "must be the coupon's one currency, " + currency().orElseThrow()));
    }

    /** The one currency of all its amounts; empty for a percentage that names no amount: that one is good for any currency. */
    public Optional<Currency> currency() {
        return Stream.of(amountOff, minimumSpend, budget).flatMap(Optional::stream).map(Money::currency).findFirst();
    }

    /** What it takes off a subtotal of its currency: never more than the subtotal; a percentage is rounded half-up, once. */
    public Money discount(Money subtotal) {
        return amountOff.map(amount -> amount.min(subtotal)).orElseGet(() -> subtotal.basisPoints(percentOff.orElseThrow()));
    }

    /** Whether it can be used in new quotes and orders. */
    public boolean active() {
        return !deactivated;
    }

    /** Why the discount is there, a stable code for clients. */
    public String reason() {
        return amountOff.isPresent() ? "AMOUNT_OFF" : "PERCENT_OFF";
    }
}
