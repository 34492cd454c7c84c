package commerce.payment;

import commerce.kernel.Busy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * One run of a sweeper that asks providers. It ends before its function's time does; a provider that did not answer once is not asked again
 * in the same run; what goes wrong is told at the end.
 */
final class SweepRun {

    /** A function on a schedule has a minute; one question takes at most some seconds. */
    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final Logger LOG = Logger.getLogger(SweepRun.class);

    private final Clock clock;
    private final Instant end;
    private final Set<String> silent = new HashSet<>();
    private int asked;
    private int failed;
    private RuntimeException first;

    SweepRun(Clock clock) {
        this.clock = clock;
        this.end = clock.instant().plus(LONGEST);
    }

    /** Something unforeseen went wrong; the log says with what. */
    static final class Unforeseen extends RuntimeException {
        Unforeseen(int count, RuntimeException first) {
            super(count + " could not be asked after", first);
        }
    }

    boolean isOver() {
        return clock.instant().isAfter(end);
    }

    int asked() {
        return asked;
    }

    /**
     * Asks, unless one of those providers is silent today.
     *
     * @param what for the log
     * @return the question's answer; false if it was not asked or went wrong
     */
    boolean ask(String what, Collection<String> providers, BooleanSupplier question) {
        if (providers.stream().anyMatch(silent::contains)) {
            return false;
        }
        asked++;
        try {
            return question.getAsBoolean();
        } catch (Busy busy) {
            LOG.warnf("the %s is asked after next time: %s", what, busy.getMessage());
            if (Set.copyOf(providers).size() == 1) {
                silent.addAll(providers);
            }
        } catch (RuntimeException unforeseen) {
            LOG.errorf(unforeseen, "the %s could not be asked after", what);
            first = first == null ? unforeseen : first;
            failed++;
        }
        return false;
    }

    /** @throws Unforeseen if something went wrong */
    void end() {
        if (failed > 0) {
            throw new Unforeseen(failed, first);
        }
    }
}
