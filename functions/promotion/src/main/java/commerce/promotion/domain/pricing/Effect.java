package commerce.promotion.domain.pricing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.promotion.domain.member.Member;
import commerce.promotion.domain.pricing.PricingRule.Fault;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What a pricing rule does: one kind per step of the pipeline. Percentages and weights are in basis points. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @Type(value = Effect.Repricing.class, name = "REPRICING"),
    @Type(value = Effect.DynamicPrice.class, name = "DYNAMIC_PRICE"),
    @Type(value = Effect.Ladder.class, name = "QUANTITY_LADDER"),
    @Type(value = Effect.Bundle.class, name = "BUNDLE"),
    @Type(value = Effect.SegmentOffer.class, name = "SEGMENT_OFFER"),
    @Type(value = Effect.Shipping.class, name = "SHIPPING")
})
public sealed interface Effect {

    int WHOLE = 10_000;

    /** The first thing wrong with it on its own. */
    default Optional<Fault> fault() {
        return Optional.empty();
    }

    /** Whether a rule of this kind may be about some products only. */
    default boolean choosesProducts() {
        return true;
    }

    /** What must be known for it. */
    default Set<Signal> looksAt() {
        return Set.of();
    }

    /**
     * Changes the list price when something has happened (PRO-02); goes before {@link DynamicPrice}.
     *
     * @param stockBelow fires while fewer pieces are available
     * @param memberLevelFrom fires for members of that level and above
     * @param change of the price, negative to lower it
     * @param reason the code a buyer is shown, for example {@code LOW_STOCK_URGENT}
     */
    record Repricing(Optional<Long> stockBelow, Optional<Integer> memberLevelFrom, int change, String reason) implements Effect {

        @Override
        public Optional<Fault> fault() {
            return change == 0 ? Optional.of(new Fault("change", "must not be zero")) : Optional.empty();
        }

        @Override
        public Set<Signal> looksAt() {
            return signals(stockBelow.isPresent(), false, memberLevelFrom.isPresent());
        }
    }

    /** What a {@link DynamicPrice} is for: it decides the weights a rule does not give, and the reason a buyer is shown. */
    enum Scene {

        /** Stock first. */
        @JsonProperty("flash_sale") FLASH_SALE(new Weights(WHOLE, 0, 0)),
        /** The shopper's level alone. */
        @JsonProperty("member_discount") MEMBER_DISCOUNT(new Weights(0, 0, WHOLE)),
        /** All three. */
        @JsonProperty("time_limited") TIME_LIMITED(new Weights(3_500, 4_000, 2_500));

        private final Weights weights;

        Scene(Weights weights) {
            this.weights = weights;
        }

        public Weights weights() {
            return weights;
        }
    }

    /** How much each factor counts; they sum to {@value #WHOLE}. */
    record Weights(int stock, int sales, int memberLevel) {}

    /**
     * Moves the list price within a band by weighted factors (PRO-01), each from -1 to 1:
     * stock {@code (target - available) / target}, sales {@code (sold in the last hour - target) / target}, member level
     * {@code -(level - 1) / 4}; what is not known counts as 0.
     *
     * @param band the most the price moves
     * @param stockTarget pieces at which stock says nothing
     * @param salesTarget sales an hour at which they say nothing
     */
    record DynamicPrice(Scene scene, Weights weights, int band, long stockTarget, long salesTarget) implements Effect {

        @Override
        public Optional<Fault> fault() {
            return weights.stock + weights.sales + weights.memberLevel == WHOLE ? Optional.empty() : Optional.of(new Fault("weights", "must sum to " + WHOLE));
        }

        @Override
        public Set<Signal> looksAt() {
            return signals(weights.stock > 0, weights.sales > 0, weights.memberLevel > 0);
        }
    }

    /** Whoever buys more of one SKU pays less for each (PRO-07). @param tiers ascending by {@code from} */
    record Ladder(List<Tier> tiers) implements Effect {

        @Override
        public Optional<Fault> fault() {
            return IntStream.range(1, tiers.size()).filter(i -> tiers.get(i).from <= tiers.get(i - 1).from).boxed().findFirst()
                    .map(i -> new Fault("tiers[" + i + "].from", "must be greater than the one before"));
        }
    }

    /** @param from that many pieces on @param percentOff of all of them */
    record Tier(long from, int percentOff) {}

    /**
     * Some products together (PRO-07), as often as the basket holds them; exactly one of the last two.
     *
     * @param items what makes one bundle; distinct SKUs
     * @param price of one bundle
     * @param percentOff of what its items cost apart
     */
    record Bundle(List<Line> items, Optional<Money> price, Optional<Integer> percentOff) implements Effect {

        @Override
        public Optional<Fault> fault() {
            if (price.isEmpty() == percentOff.isEmpty()) {
                return Optional.of(price.isEmpty() ? new Fault("price", "is missing: a bundle has a price or a percentOff") : new Fault("percentOff", "must not be given together with price"));
            }
            return IntStream.range(1, items.size()).filter(i -> items.subList(0, i).stream().anyMatch(item -> item.sku().equals(items.get(i).sku()))).boxed().findFirst()
                    .map(i -> new Fault("items[" + i + "].sku", "is named twice"));
        }

        @Override
        public boolean choosesProducts() {
            return false;
        }
    }

    /**
     * An offer to some shoppers or for a large enough basket (PRO-03): whoever is all that it asks for is given all that it gives, and it gives
     * something.
     *
     * @param memberLevelFrom for members of that level and above
     * @param firstOrderWithinSeconds for the first order of whom the shop has known no longer than that, once for each customer; takes off an
     *     amount or a percentage and gives nothing else, since that is what is claimed
     * @param spentLast30DaysFrom for whom has paid, and not got back, that much in the last thirty days
     * @param minimumSpend on the products it is about, after the steps before
     * @param amountOff at most all of it
     * @param gift pieces of a product that come with the order and cost nothing, while there are any
     */
    record SegmentOffer(
            Optional<Integer> memberLevelFrom,
            Optional<Long> firstOrderWithinSeconds,
            Optional<Money> spentLast30DaysFrom,
            Optional<Money> minimumSpend,
            Optional<Money> amountOff,
            Optional<Integer> percentOff,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean freeShipping,
            Optional<Line> gift,
            String reason) implements Effect {

        public SegmentOffer {
            firstOrderWithinSeconds = firstOrderWithinSeconds == null ? Optional.empty() : firstOrderWithinSeconds;
            spentLast30DaysFrom = spentLast30DaysFrom == null ? Optional.empty() : spentLast30DaysFrom;
            gift = gift == null ? Optional.empty() : gift;
        }

        /** By level and basket, without a gift. */
        public SegmentOffer(Optional<Integer> memberLevelFrom, Optional<Money> minimumSpend, Optional<Money> amountOff, Optional<Integer> percentOff, boolean freeShipping, String reason) {
            this(memberLevelFrom, Optional.empty(), Optional.empty(), minimumSpend, amountOff, percentOff, freeShipping, Optional.empty(), reason);
        }

        @Override
        public Optional<Fault> fault() {
            var off = amountOff.isPresent() || percentOff.isPresent();
            if (!off && !freeShipping && gift.isEmpty()) {
                return Optional.of(new Fault("amountOff", "is missing: an offer takes off an amount or a percentage, ships free, or brings a gift"));
            }
            if (amountOff.isPresent() && percentOff.isPresent()) {
                return Optional.of(new Fault("percentOff", "must not be given together with amountOff"));
            }
            if (firstOrderWithinSeconds.isPresent() && (!off || freeShipping || gift.isPresent())) {
                return Optional.of(new Fault("firstOrderWithinSeconds", "is only for an offer that takes off an amount or a percentage and gives nothing else"));
            }
            return sameCurrency("minimumSpend", amountOff, minimumSpend).or(() -> sameCurrency("spentLast30DaysFrom", amountOff.or(() -> minimumSpend), spentLast30DaysFrom));
        }

        /** Whether the shopper is one it is for, whatever the basket. What is not known of the shopper earns nothing. */
        boolean isFor(Signals signals, Instant now) {
            return memberLevelFrom.map(from -> signals.memberLevel().filter(level -> level >= from).isPresent()).orElse(true)
                    && firstOrderWithinSeconds.map(seconds -> !signals.hadFirstOrderOffer() && signals.member().filter(member -> member.isNew(seconds, now)).isPresent()).orElse(true)
                    && spentLast30DaysFrom.map(from -> signals.member().map(Member::spentLast30Days)
                            .filter(spent -> spent.currency().equals(from.currency()) && spent.compareTo(from) >= 0).isPresent()).orElse(true);
        }

        /** Whether it is worth nothing without its gift. */
        boolean isGiftOnly() {
            return amountOff.isEmpty() && percentOff.isEmpty() && !freeShipping;
        }

        @Override
        public Set<Signal> looksAt() {
            var signals = signals(false, false, memberLevelFrom.isPresent() || spentLast30DaysFrom.isPresent() || firstOrderWithinSeconds.isPresent());
            if (firstOrderWithinSeconds.isPresent()) {
                signals.add(Signal.FIRST_ORDER);
            }
            return signals;
        }
    }

    /** What sending an order costs, whatever is in it. @param freeFrom goods after all discounts from which on nothing is charged */
    record Shipping(Money fee, Optional<Money> freeFrom) implements Effect {

        @Override
        public Optional<Fault> fault() {
            return sameCurrency("freeFrom", Optional.of(fee), freeFrom);
        }

        @Override
        public boolean choosesProducts() {
            return false;
        }
    }

    private static EnumSet<Signal> signals(boolean stock, boolean sales, boolean member) {
        var signals = EnumSet.noneOf(Signal.class);
        if (stock) {
            signals.add(Signal.STOCK);
        }
        if (sales) {
            signals.add(Signal.SALES);
        }
        if (member) {
            signals.add(Signal.MEMBER);
        }
        return signals;
    }

    private static Optional<Fault> sameCurrency(String field, Optional<Money> one, Optional<Money> other) {
        return one.isPresent() && other.isPresent() && !one.get().currency().equals(other.get().currency())
                ? Optional.of(new Fault(field + ".currency", "must be the rule's one currency, " + one.get().currency()))
                : Optional.empty();
    }
}
