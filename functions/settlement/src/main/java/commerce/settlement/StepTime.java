package commerce.settlement;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

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

    /**
     * Works for a page's merchants, one after another, from that one on; at least for one, so that every invocation comes further.
     *
     * @param lines how many lines to work on at most, give or take one merchant's
     * @param work answers how many lines it was
     * @return the merchant to go on with, or null once it has worked for the last
     */
    Integer workFor(List<ClearingRunTable.PageEntry> page, int from, long lines, ToLongFunction<ClearingRunTable.PageEntry> work) {
        var done = 0L;
        for (int merchant = from; merchant < page.size(); merchant++) {
            if (done > lines || merchant > from && isOver()) {
                return merchant;
            }
            done += work.applyAsLong(page.get(merchant));
        }
        return null;
    }
}
