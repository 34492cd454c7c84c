package commerce.promotion.domain.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.Money;
import commerce.promotion.domain.CouponDefinition;
import commerce.promotion.domain.CouponDefinition.Fault;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an operator says about a campaign.
 *
 * @param terms the discount, its products and its window; the limits and the budget in it are those of all codes together
 * @param trigger what issues a coupon
 * @param codes what its coupons are
 * @param code the one of a SHARED campaign
 * @param quantity how many a UNIQUE campaign has, at most {@value #MAX_QUANTITY}
 * @param amountOffByLevel instead of a discount in the terms: what members of a level, 1 to 5, are given; a level that is not named is given nothing
 * @param validSeconds how long a PERSONAL coupon can be used from when it is issued; never longer than the terms' window
 * @param issueLimit how many a customer is given
 * @param maxIssued how many are issued in all
 * @param graceSeconds how long a code that is used once stays usable after its order gave it back, even if its window has ended meanwhile;
 *     none: what comes back after its end has expired
 */
public record CampaignDefinition(
        CouponDefinition terms,
        Trigger trigger,
        Codes codes,
        Optional<String> code,
        Optional<Integer> quantity,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<Integer, Money> amountOffByLevel,
        Optional<Long> validSeconds,
        Optional<IssueLimit> issueLimit,
        Optional<Long> maxIssued,
        Optional<Long> graceSeconds) {

    public static final int MAX_QUANTITY = 10_000;

    public CampaignDefinition {
        amountOffByLevel = amountOffByLevel == null ? new TreeMap<>() : new TreeMap<>(amountOffByLevel);
    }

    /** The first rule this definition breaks, or empty if it is a good one. */
    public Optional<Fault> fault() {
        return faultOfCodes().or(this::faultOfLevels).or(() -> amountOffByLevel.isEmpty() ? terms.fault() : Optional.empty());
    }

    private Optional<Fault> faultOfCodes() {
        if ((codes == Codes.PERSONAL) != (trigger != Trigger.MANUAL)) {
            return Optional.of(new Fault("codes", codes == Codes.PERSONAL ? "must not be PERSONAL without a trigger that issues them" : "must be PERSONAL for trigger " + trigger));
        }
        return onlyFor("code", code.isPresent(), Codes.SHARED, true)
                .or(() -> onlyFor("quantity", quantity.isPresent(), Codes.UNIQUE, true))
                .or(() -> onlyFor("amountOffByLevel", !amountOffByLevel.isEmpty(), Codes.PERSONAL, false))
                .or(() -> onlyFor("validSeconds", validSeconds.isPresent(), Codes.PERSONAL, false))
                .or(() -> onlyFor("issueLimit", issueLimit.isPresent(), Codes.PERSONAL, false))
                .or(() -> onlyFor("maxIssued", maxIssued.isPresent(), Codes.PERSONAL, false))
                .or(() -> graceSeconds.isPresent() && !codes.areUsedOnce() ? Optional.of(new Fault("graceSeconds", "is only for codes that are used once")) : Optional.empty());
    }

    private Optional<Fault> onlyFor(String field, boolean given, Codes kind, boolean needed) {
        if (given && codes != kind) {
            return Optional.of(new Fault(field, "is only for codes " + kind));
        }
        return !given && needed && codes == kind ? Optional.of(new Fault(field, "is missing for codes " + kind)) : Optional.empty();
    }

    private Optional<Fault> faultOfLevels() {
        if (amountOffByLevel.isEmpty()) {
            return Optional.empty();
        }
        if (terms.amountOff().isPresent() || terms.percentOff().isPresent()) {
            return Optional.of(new Fault("amountOffByLevel", "must not be given together with a discount for all"));
        }
        var currency = amountOffByLevel.values().iterator().next().currency();
        return amountOffByLevel.entrySet().stream().filter(entry -> !entry.getValue().currency().equals(currency)).findFirst()
                .map(entry -> new Fault("amountOffByLevel." + entry.getKey() + ".currency", "must be the campaign's one currency, " + currency))
                .or(() -> terms.withAmountOff(amountOffByLevel.values().iterator().next()).fault());
    }

    /** Whether it gives away anything at that moment. */
    boolean isOpen(Instant now) {
        return terms.active() && terms.validFrom().filter(now::isBefore).isEmpty() && terms.validUntil().filter(end -> !now.isBefore(end)).isEmpty();
    }

    /**
     * What one code promises, whatever becomes of the campaign: its discount, products and window. Limits and budget stay the campaign's.
     *
     * @param memberLevel of whom it is issued to
     * @return empty if that level is given nothing
     */
    Optional<CouponDefinition> promise(Optional<Integer> memberLevel, Instant now) {
        var until = validSeconds.map(now::plusSeconds).filter(end -> terms.validUntil().filter(end::isAfter).isEmpty()).or(terms::validUntil);
        var promise = terms.withoutLimits(until, codes.areUsedOnce());
        return amountOffByLevel.isEmpty() ? Optional.of(promise) : amountFor(memberLevel).map(promise::withAmountOff);
    }

    /** What the one code of a SHARED campaign promises. */
    public CouponDefinition sharedPromise() {
        return terms.withoutLimits(terms.validUntil(), false);
    }

    /** What each code of a UNIQUE campaign promises. Whether the campaign is in use is asked of the campaign, now and later. */
    public CouponDefinition uniquePromise() {
        return terms.withoutLimits(terms.validUntil(), true).inUse(true, terms.validUntil());
    }

    private Optional<Money> amountFor(Optional<Integer> memberLevel) {
        return Optional.ofNullable(amountOffByLevel.get(memberLevel.orElse(1)));
    }
}
