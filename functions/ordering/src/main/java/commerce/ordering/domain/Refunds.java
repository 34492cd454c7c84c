package commerce.ordering.domain;

import commerce.kernel.Money;
import java.util.Set;
import java.util.TreeSet;

/**
 * The refunds of an order that succeeded.
 *
 * @param total their sum, zero at first
 * @param ids which they were, so that each counts once
 */
public record Refunds(Money total, Set<String> ids) {

    public boolean counts(String refundId) {
        return ids.contains(refundId);
    }

    public Refunds plus(String refundId, Money amount) {
        var more = new TreeSet<>(ids);
        more.add(refundId);
        return new Refunds(total.plus(amount), Set.copyOf(more));
    }
}
