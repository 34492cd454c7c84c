package commerce.local.stage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The stage's time: the wall clock plus an offset that {@code POST /local/clock} makes larger. JWT expiry, signature tolerance,
 * simulators, waits and schedules all read this clock. UTC. Only {@link Scheduler#advance} and a reset move the offset.
 */
public final class VirtualClock extends Clock {

    private final Clock wall;
    private final ZoneId zone;
    private final AtomicReference<Duration> offset;

    /** A clock that shows wall-clock time until it is moved. */
    public VirtualClock() {
        this(Clock.systemUTC());
    }

    /** A clock on top of another one, for tests that stop the wall clock. */
    public VirtualClock(Clock wall) {
        this(wall, ZoneOffset.UTC, new AtomicReference<>(Duration.ZERO));
    }

    private VirtualClock(Clock wall, ZoneId zone, AtomicReference<Duration> offset) {
        this.wall = wall;
        this.zone = zone;
        this.offset = offset;
    }

    @Override
    public Instant instant() {
        return wall.instant().plus(offset.get());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new VirtualClock(wall, other, offset);
    }

    /** How far this clock is ahead of the wall clock; never negative. */
    public Duration offset() {
        return offset.get();
    }

    /** Moves forward to {@code target}; a target in the past changes nothing. For schedulers only. */
    public void advanceTo(Instant target) {
        offset.updateAndGet(current -> {
            var ahead = Duration.between(wall.instant(), target);
            return ahead.compareTo(current) > 0 ? ahead : current;
        });
    }

    /** Back to wall-clock time, when the stage is emptied. */
    public void reset() {
        offset.set(Duration.ZERO);
    }
}
