package commerce.settlement.domain.split;

import commerce.settlement.domain.commission.Fault;
import commerce.settlement.domain.commission.Rule;
import commerce.settlement.domain.commission.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Divides the money of the lines it covers among parties of the tenant, for instance brand, warehouse and platform. What no party gets stays
 * with the merchant.
 *
 * @param id its key within the tenant
 * @param version 1 when created, one more with each change
 * @param scope when it holds, and for which lines
 * @param parties who gets how much
 */
public record SplitRule(String id, long version, Scope scope, List<Party> parties) implements Rule<SplitRule> {

    /** Bounds how many accounts one order moves. */
    public static final int MAX_PARTIES = 10;
    private static final int WHOLE = 10_000;

    /** @param party a payee like any merchant: it is cleared and paid out as one */
    public record Party(String party, int basisPoints) {}

    public SplitRule {
        parties = List.copyOf(parties);
    }

    @Override
    public Optional<Fault> fault() {
        var sum = parties.stream().mapToInt(Party::basisPoints).sum();
        if (sum > WHOLE) {
            return Optional.of(new Fault("parties", "must get at most " + WHOLE + " basis points together, they get " + sum));
        }
        return parties.stream().map(Party::party).distinct().count() < parties.size() ? Optional.of(new Fault("parties", "must name each party once")) : Optional.empty();
    }

    @Override
    public SplitRule withVersion(long other) {
        return new SplitRule(id, other, scope, parties);
    }

    /** How a merchant's money is weighed out. */
    Map<String, Long> weights(String merchantId) {
        var weights = new TreeMap<String, Long>();
        parties.forEach(party -> weights.put(party.party(), (long) party.basisPoints()));
        weights.merge(merchantId, WHOLE - weights.values().stream().mapToLong(Long::longValue).sum(), Long::sum);
        weights.values().removeIf(weight -> weight == 0);
        return weights;
    }
}
