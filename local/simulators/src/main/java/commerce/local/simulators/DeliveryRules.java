package commerce.local.simulators;

import java.time.Duration;
import java.util.List;

/** How a provider delivers its webhooks: what it takes for an answer, and when it tries again. */
public interface DeliveryRules {

    /** How long it waits for an answer. */
    Duration patience();

    /** Whether that answer ends the delivery. */
    boolean taken(int status, byte[] body);

    /** @param tries how many were in vain, at least 1 */
    Next after(int tries);

    /** Whether what could not be delivered holds up everything after it, the earliest first. */
    default boolean inOrder() {
        return false;
    }

    /** What follows on a try in vain. */
    sealed interface Next {

        /** Again after that much wall-clock time. Whoever waits for quiet waits for it. */
        record Awaited(Duration pause) implements Next {}

        /** Again after that much wall-clock time. Nobody waits for it. */
        record Unattended(Duration pause) implements Next {}

        /** Again when the provider's clock is that much further. */
        record OnClock(Duration pause) implements Next {}

        /** Never again. */
        record GivenUp() implements Next {}
    }

    /** The pauses one after the other on the provider's clock, then never again; a pause of zero is at once. */
    static Next following(List<Duration> pauses, int tries) {
        if (tries > pauses.size()) {
            return new Next.GivenUp();
        }
        var pause = pauses.get(tries - 1);
        return pause.isZero() ? new Next.Awaited(pause) : new Next.OnClock(pause);
    }
}
