package commerce.settlement.domain.split;

import commerce.kernel.Money;
import commerce.settlement.domain.commission.Channel;
import commerce.settlement.domain.commission.SaleLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An order that is to be settled.
 *
 * @param tenant whose shop; the merchant of what is nobody else's
 * @param lines the goods
 * @param total what the customer paid: the goods, and what was paid beside them
 * @param memberLevel of the customer; 0 if it is not known
 * @param channelId who brought the customer, as the shop said
 * @param chain that channel and those above it, if the shop knows it
 * @param at when; decides which rules hold
 */
public record Sale(String tenant, List<SaleLine> lines, Money total, int memberLevel, Optional<String> channelId, Optional<Channel.Chain> chain, Instant at) {

    /** Older orders did not say what their lines cost after discounts; their money is the tenant's as a whole. */
    public Sale {
        lines = lines.stream().map(SaleLine::net).reduce(total.zero(), Money::plus).compareTo(total) > 0 ? List.of() : List.copyOf(lines);
    }

    Money goods() {
        return lines.stream().map(SaleLine::net).reduce(total.zero(), Money::plus);
    }

    /** What was paid beside the goods: shipping. */
    Money beside() {
        return total.minus(goods());
    }
}
