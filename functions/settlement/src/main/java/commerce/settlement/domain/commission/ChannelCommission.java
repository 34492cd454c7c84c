package commerce.settlement.domain.commission;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import commerce.kernel.Money;
import commerce.settlement.domain.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the channel that brought the customer and those above it get of an order.
 *
 * @param channelId as the order names it
 * @param version of the channel whose rates were used; absent if the shop knows no such channel
 * @param base what the rates are of: the goods after discounts
 * @param levels who gets what, the channel itself first; empty if nobody gets anything
 * @param reducedBy what the rates would have given beyond the cap, or beyond what the order leaves its merchants
 * @param note why nobody gets anything, if that is so
 */
public record ChannelCommission(
        String channelId, Optional<Long> version, Money base, @JsonInclude(Include.NON_EMPTY) List<Level> levels, Optional<Money> reducedBy, Optional<String> note) {

    public ChannelCommission {
        levels = levels == null ? List.of() : List.copyOf(levels);
    }

    /**
     * @param level 1 for the channel itself, 2 for the one above it
     * @param basisPoints its rate
     * @param amount what it gets
     */
    public record Level(int level, String channelId, int basisPoints, Money amount) {}

    /**
     * Each level's rate of the base, rounded half-up; in sum at most the cap and at most what there is, reduced pro rata (largest remainder,
     * ties to the lower level).
     *
     * @param chain the channel and those above it; empty if there is no such channel
     * @param available what can be given away at most
     */
    public static ChannelCommission of(String channelId, Optional<Channel.Chain> chain, Money base, Money available) {
        if (chain.isEmpty()) {
            return new ChannelCommission(channelId, Optional.empty(), base, List.of(), Optional.empty(), Optional.of("UNKNOWN_CHANNEL"));
        }
        var channel = chain.get().channel();
        if (channel.cap().filter(cap -> !cap.currency().equals(base.currency())).isPresent()) {
            return new ChannelCommission(channelId, Optional.of(channel.version()), base, List.of(), Optional.empty(), Optional.of("CAP_IN_OTHER_CURRENCY"));
        }
        var levels = new ArrayList<Level>();
        for (int i = 0; i < Math.min(channel.rates().size(), chain.get().ids().size()); i++) {
            levels.add(new Level(i + 1, chain.get().ids().get(i), channel.rates().get(i), base.basisPoints(channel.rates().get(i))));
        }
        var asked = levels.stream().map(Level::amount).reduce(base.zero(), Money::plus);
        var given = asked.min(available).min(channel.cap().orElse(asked));
        return new ChannelCommission(channelId, Optional.of(channel.version()), base, reduced(levels, given),
                Optional.of(asked.minus(given)).filter(Money::isPositive), Optional.empty());
    }

    private static List<Level> reduced(List<Level> levels, Money given) {
        var weights = new TreeMap<String, Long>();
        levels.forEach(level -> weights.put(Integer.toString(level.level()), level.amount().minor()));
        var amounts = Parts.divide(given, weights);
        return levels.stream().map(level -> new Level(level.level(), level.channelId(), level.basisPoints(), amounts.get(Integer.toString(level.level())))).toList();
    }

    /** In sum. */
    public Money given() {
        return levels.stream().map(Level::amount).reduce(base.zero(), Money::plus);
    }
}
