package commerce.settlement.domain.split;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import commerce.kernel.Money;
import commerce.settlement.domain.Parts;
import commerce.settlement.domain.commission.ChannelCommission;
import commerce.settlement.domain.commission.CommissionLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How an order's money is divided, frozen when it is settled: whatever becomes of the rules, refunds take back what was given here.
 *
 * @param total what the customer paid
 * @param lines what the platform takes of each line, by which rule
 * @param splits whose money was divided among parties, by which rule
 * @param channel what the channel that brought the customer and those above it get
 * @param shares who gets what; gross in sum the total
 */
public record Division(
        Money total,
        List<CommissionLine> lines,
        @JsonInclude(Include.NON_EMPTY) List<AppliedSplit> splits,
        Optional<ChannelCommission> channel,
        List<Share> shares) {

    public Division {
        splits = splits == null ? List.of() : List.copyOf(splits);
        if (!sum(shares, Share::gross).equals(total)) {
            throw new IllegalArgumentException("the shares of an order must sum to " + total + ": " + shares);
        }
    }

    /** One merchant's money that was divided by one rule. */
    public record AppliedSplit(String merchantId, String rule, long ruleVersion, Money amount) {}

    /** Some of it, for everybody. @param channels by channel */
    public record Portion(List<Share> shares, SortedMap<String, Money> channels) {

        /** What is in this and not in the other. Both are of one division. */
        public Portion minus(Portion other) {
            var rest = new TreeMap<>(channels);
            other.channels.forEach((id, amount) -> rest.merge(id, amount, Money::minus));
            return new Portion(IntStream.range(0, shares.size()).mapToObj(i -> shares.get(i).minus(other.shares.get(i))).toList(), rest);
        }

        public Money commission() {
            return sum(shares, Share::commission);
        }
    }

    public Money fee() {
        return sum(shares, Share::fee);
    }

    /**
     * What everybody has given back when that much has been refunded: pro rata of the running sum, rounded so that it depends on the sum
     * alone and a full refund leaves nothing. The provider keeps its fee.
     *
     * @param refunded from zero to the total
     */
    public Portion givenBack(Money refunded) {
        var gross = back(refunded, Share::gross);
        var commission = back(refunded, Share::commission);
        var byPayees = back(refunded, Share::channelCommission);
        var back = shares.stream()
                .map(share -> new Share(share.payee(), gross.get(share.payee()), commission.get(share.payee()), byPayees.get(share.payee()), share.fee().zero()))
                .toList();
        return new Portion(back, Parts.running(sum(back, Share::channelCommission), channels()));
    }

    /** What everybody keeps when that much has been refunded. */
    public Portion leftAfter(Money refunded) {
        return new Portion(shares, channels()).minus(givenBack(refunded));
    }

    private Map<String, Money> back(Money refunded, Function<Share, Money> column) {
        var parts = new TreeMap<String, Money>();
        shares.forEach(share -> parts.put(share.payee(), column.apply(share)));
        var whole = sum(shares, column);
        return Parts.running(whole.isZero() ? whole : whole.proRata(refunded, total), parts);
    }

    private SortedMap<String, Money> channels() {
        var amounts = new TreeMap<String, Money>();
        channel.ifPresent(commission -> commission.levels().forEach(level -> amounts.put(level.channelId(), level.amount())));
        return amounts;
    }

    private static Money sum(List<Share> shares, Function<Share, Money> column) {
        return shares.stream().map(column).reduce(Money::plus).orElseThrow();
    }
}
