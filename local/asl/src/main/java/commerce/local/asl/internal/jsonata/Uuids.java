package commerce.local.asl.internal.jsonata;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Version 4 UUIDs from an injected generator. */
public final class Uuids {

    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private Uuids() {}

    public static String next(RandomGenerator random) {
        long high = random.nextLong() & ~0xf000L | VERSION_4;
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | VARIANT;
        return new UUID(high, low).toString();
    }
}
