package commerce.promotion.domain.campaign;

import java.time.Instant;
import java.util.Optional;

/**
 * The making of a UNIQUE campaign's codes, which goes on by itself once it was asked for.
 *
 * @param number how often it was asked for: asking again sets one going that has stopped
 * @param wanted how many there are to be in the end
 * @param requestedAt when it was asked for last
 * @param finishedAt when the last of them was made; empty while it goes on
 */
public record CodeRun(long number, long wanted, Instant requestedAt, Optional<Instant> finishedAt) {}
