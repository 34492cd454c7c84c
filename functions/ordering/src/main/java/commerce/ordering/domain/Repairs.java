package commerce.ordering.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * How often an order's checkout was started again after it had stopped unfinished.
 *
 * @param count so many times
 * @param lastFailure when the checkout had stopped that the last repair was for; tells a new failure from the same one heard of twice
 */
public record Repairs(long count, Optional<Instant> lastFailure) {

    /** Then a human has to look. */
    public static final int MAX = 3;

    public static final Repairs NONE = new Repairs(0, Optional.empty());

    boolean know(Instant failure) {
        return lastFailure.filter(last -> !last.isBefore(failure)).isPresent();
    }

    boolean areExhausted() {
        return count >= MAX;
    }

    Repairs plus(Instant failure) {
        return new Repairs(count + 1, Optional.of(failure));
    }
}
