package commerce.settlement;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a step of the clearing works before it answers where it is: well below the time-out of its function, however slow the table is
 * today. What a time-out cuts off would be begun again.
 */
final class StepTime {

    private static final Duration ENOUGH = Duration.ofSeconds(25);

    private final Clock clock;
    private final Instant end;

    StepTime(Clock clock) {
        this.clock = clock;
        this.end = clock.instant().plus(ENOUGH);
    }

    boolean isOver() {
        return !clock.instant().isBefore(end);
    }
}
