package commerce.payment.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * One thing that was told about an attempt, by its provider or by us: an event of the payment. A payment's events are a set that only
 * grows, so neither their order nor how often each is told makes a difference; what an attempt is, is folded from them.
 *
 * @param attempt which attempt
 * @param status FAILED, CLOSED or SUCCEEDED
 * @param transaction the provider's id of the money, if it came in and was named
 */
public record Told(int attempt, Attempt.Status status, Optional<String> transaction) {

    public static Told failed(int attempt) {
        return new Told(attempt, Attempt.Status.FAILED, Optional.empty());
    }

    public static Told closed(int attempt) {
        return new Told(attempt, Attempt.Status.CLOSED, Optional.empty());
    }

    public static Told succeeded(int attempt, Optional<String> transaction) {
        return new Told(attempt, Attempt.Status.SUCCEEDED, transaction);
    }

    /** As it is stored: {@code 1 SUCCEEDED pi_123}. */
    public static Told parse(String text) {
        var parts = text.split(" ", 3);
        return new Told(Integer.parseInt(parts[0]), Attempt.Status.valueOf(parts[1]), parts.length > 2 ? Optional.of(parts[2]) : Optional.empty());
    }

    @Override
    public String toString() {
        return attempt + " " + status + transaction.map(id -> " " + id).orElse("");
    }

    /** Where an attempt stands, of which that was told: the furthest of it. */
    public static Attempt.Status fold(int attempt, Collection<Told> events) {
        return events.stream().filter(event -> event.attempt() == attempt).map(Told::status).max(Comparator.naturalOrder()).orElse(Attempt.Status.OPEN);
    }
}
