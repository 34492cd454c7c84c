package commerce.local.stage.host;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock that handlers get injected: the virtual clock of the stage that invokes them. */
final class InvocationClock extends Clock {

    private final ZoneId zone;

    private InvocationClock(ZoneId zone) {
        this.zone = zone;
    }

    /** Makes it a bean. */
    @Singleton
    static class Producer {

        @Produces
        @Singleton
        Clock clock() {
            return new InvocationClock(ZoneOffset.UTC);
        }
    }

    @Override
    public Instant instant() {
        return Invocation.CURRENT.isBound() ? Invocation.CURRENT.get().clock().instant() : Clock.systemUTC().instant();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new InvocationClock(other);
    }
}
