package commerce.local.stage.edge;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** X-Ray trace headers, as API Gateway adds them where the client sent none. */
final class TraceIds {

    private TraceIds() {}

    /** {@code Root=1-<seconds, 8 hex digits>-<24 random hex digits>} */
    static String next(Instant now) {
        var random = ThreadLocalRandom.current();
        return "Root=1-%08x-%016x%08x".formatted(now.getEpochSecond(), random.nextLong(), random.nextInt());
    }
}
