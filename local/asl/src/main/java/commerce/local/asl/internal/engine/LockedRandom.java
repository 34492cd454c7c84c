package commerce.local.asl.internal.engine;

import java.util.random.RandomGenerator;

/** One injected generator for all executions, safe for concurrent use. */
public final class LockedRandom implements RandomGenerator {

    private final RandomGenerator inner;

    public LockedRandom(RandomGenerator inner) {
        this.inner = inner;
    }

    @Override
    public synchronized long nextLong() {
        return inner.nextLong();
    }
}
