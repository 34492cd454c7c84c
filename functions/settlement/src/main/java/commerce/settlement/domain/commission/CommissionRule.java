package commerce.settlement.domain.commission;

import java.util.Optional;

/**
 * What the platform takes of the lines it covers, as an operator put it.
 *
 * @param id its key within the tenant
 * @param version 1 when created, one more with each change
 * @param scope when it holds, and for which lines
 * @param schedule how much it takes
 */
public record CommissionRule(String id, long version, Scope scope, Schedule schedule) implements Rule<CommissionRule> {

    @Override
    public Optional<Fault> fault() {
        return scope.fault().or(schedule::fault);
    }

    @Override
    public CommissionRule withVersion(long other) {
        return new CommissionRule(id, other, scope, schedule);
    }
}
