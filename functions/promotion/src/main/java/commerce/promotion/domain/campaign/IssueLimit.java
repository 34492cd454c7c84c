package commerce.promotion.domain.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How many coupons of a campaign one customer is given.
 *
 * @param count at most that many
 * @param seconds within any stretch of that length, counted back from the moment of issuing
 */
public record IssueLimit(int count, long seconds) {

    /** Those that still count. @param issued when the customer was given one */
    public List<Instant> counting(List<Instant> issued, Instant now) {
        var from = now.minus(Duration.ofSeconds(seconds));
        return issued.stream().filter(at -> at.isAfter(from)).sorted().toList();
    }

    boolean isReached(List<Instant> issued, Instant now) {
        return counting(issued, now).size() >= count;
    }
}
