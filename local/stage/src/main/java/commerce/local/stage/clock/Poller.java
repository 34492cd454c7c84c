package commerce.local.stage.clock;

import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.Scheduler.Ticket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Looks somewhere when told that there may be something, instead of all the time. From {@link #wake} until a look that began after it
 * has found nothing more, the stage is not quiet; in between nothing runs and nothing waits.
 */
public final class Poller {

    /** One look. */
    @FunctionalInterface
    public interface Look {
        /** @return whether there may be more, so that another look is due at once */
        boolean look();
    }

    private static final Logger LOG = Logger.getLogger(Poller.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Scheduler scheduler;
    private final Kind kind;
    private final String label;
    private final Supplier<Duration> pause;
    private final Look look;
    private boolean awake;
    private boolean again;
    private boolean stopped;
    private Ticket ticket;
    private long lastLook;

    /** @param pause the least time between the beginnings of two looks: under load it lets more gather for each */
    public Poller(Scheduler scheduler, Kind kind, String label, Duration pause, Look look) {
        this(scheduler, kind, label, () -> pause, look);
    }

    /** @param pause the same, asked for after each look */
    public Poller(Scheduler scheduler, Kind kind, String label, Supplier<Duration> pause, Look look) {
        this.scheduler = scheduler;
        this.kind = kind;
        this.label = label;
        this.pause = pause;
        this.look = look;
        this.lastLook = System.nanoTime() - pause.get().toNanos();
    }

    /** There may be something: look soon. */
    public synchronized void wake() {
        if (awake) {
            again = true;
        } else if (!stopped) {
            awake = true;
            ticket = scheduler.hold(kind, label);
            lookIn(Duration.ZERO);
        }
    }

    /** No further look; one that has begun ends. */
    public synchronized void stop() {
        stopped = true;
    }

    private void lookIn(Duration atLeast) {
        var wait = Math.max(atLeast.toNanos(), lastLook + pause.get().toNanos() - System.nanoTime());
        if (wait <= TimeUnit.MILLISECONDS.toNanos(1)) {
            scheduler.run(kind, label, this::look);
        } else {
            scheduler.afterWall(Duration.ofNanos(wait), kind, label, this::look);
        }
    }

    private void look() {
        synchronized (this) {
            again = false;
            lastLook = System.nanoTime();
        }
        var more = false;
        var wait = Duration.ZERO;
        try {
            more = !isStopped() && look.look();
        } catch (RuntimeException failure) {
            if (!isStopped()) {
                LOG.warnf("%s: %s; trying again", label, failure);
                more = true;
                wait = AFTER_FAILURE;
            }
        }
        settle(more, wait);
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void settle(boolean more, Duration wait) {
        if ((more || again) && !stopped) {
            lookIn(wait);
        } else {
            awake = false;
            ticket.close();
        }
    }
}
