package commerce.settlement.domain.commission;

import java.util.Comparator;
import java.util.Optional;

/** What rules for commission and for splits have in common: an id, a version, a {@link Scope}. */
public interface Rule<R extends Rule<R>> {

    /** The order in which rules are asked whether they cover a line. */
    Comparator<Rule<?>> ORDER = Comparator.<Rule<?>>comparingInt(rule -> rule.scope().priority()).thenComparing(Rule::id);

    String id();

    /** 1 when created, one more with each change. */
    long version();

    Scope scope();

    /** The first thing wrong with it, or empty if it is a good rule. */
    Optional<Fault> fault();

    R withVersion(long other);

    /** The same but for its version: whether a PUT changes anything. */
    default boolean saysTheSameAs(R other) {
        return equals(other.withVersion(version()));
    }
}
