package commerce.settlement.domain.commission;

import commerce.kernel.Money;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who brings customers: an influencer, an agency.
 *
 * @param channelId its key within the tenant
 * @param version 1 when created, one more with each change
 * @param parent the channel above it
 * @param rates in basis points of the goods of an order it brought: first its own, then its parent's, and so on
 * @param cap the most that all levels together get of one order
 */
public record Channel(String channelId, long version, Optional<String> parent, List<Integer> rates, Optional<Money> cap) {

    /** Levels that can earn of one order. Bounds what settling reads. */
    public static final int MAX_LEVELS = 5;
    /** Channels above one another. Bounds what checking for a cycle reads and guards. */
    public static final int MAX_DEPTH = 20;
    private static final int WHOLE = 10_000;

    public Channel {
        rates = List.copyOf(rates);
    }

    /** @param ids the channel's and those above it, as far as they can earn */
    public record Chain(Channel channel, List<String> ids) {}

    /** What is wrong with a channel: the field and what it must be. */
    public Optional<Fault> fault() {
        var sum = rates.stream().mapToInt(Integer::intValue).sum();
        return sum > WHOLE ? Optional.of(new Fault("rates", "must sum to at most " + WHOLE + ", they sum to " + sum)) : Optional.empty();
    }

    public Channel withVersion(long other) {
        return new Channel(channelId, other, parent, rates, cap);
    }

    /** The same but for its version: whether a PUT changes anything. */
    public boolean saysTheSameAs(Channel other) {
        return equals(other.withVersion(version));
    }
}
