package commerce.local.simulators;

import java.time.Duration;

/** Growing pauses of wall-clock time, from 100 ms to 30 s, for ever: a developer does not want to wait for it. */
final class ImpatientDelivery implements DeliveryRules {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Tries that whoever waits for quiet waits for: about 6 s. A receiver that refuses longer is not waited for. */
    private static final int TRIES_AWAITED = 6;

    @Override
    public Duration patience() {
        return Duration.ofSeconds(10);
    }

    @Override
    public boolean taken(int status, byte[] body) {
        return status / 100 == 2;
    }

    @Override
    public Next after(int tries) {
        var growing = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
        var pause = growing.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : growing;
        return tries < TRIES_AWAITED ? new Next.Awaited(pause) : new Next.Unattended(pause);
    }
}
