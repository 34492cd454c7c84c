package commerce.local.asl.internal.jsonata;

import java.time.Instant;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What expressions may read besides their data: time and randomness, both injected.
 *
 * @param now the virtual time
 * @param random shared by all expressions of a service; must be safe for concurrent use, or its callers serialised
 */
public record Ambient(Supplier<Instant> now, RandomGenerator random) {}
