package commerce.local.simulators;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Answers a repeated call with the first answer, by the key the merchant sent along. Keys are forgotten after a while. */
public final class IdempotentCalls {

    private final Clock clock;
    private final Duration kept;
    /** In the order they were answered: the oldest are forgotten first. */
    private final LinkedHashMap<String, Answered> answers = new LinkedHashMap<>();

    private record Answered(String fingerprint, Reply reply, Instant at) {}

    public IdempotentCalls(Clock clock, Duration kept) {
        this.clock = clock;
        this.kept = kept;
    }

    /** What came of a call with a key. */
    public sealed interface Result {

        /** Answered for the first time. */
        record First(Reply reply) implements Result {}

        /** The answer there was. */
        record Repeated(Reply reply) implements Result {}

        /** The key came with another call before. */
        record Reused() implements Result {}
    }

    /**
     * @param fingerprint what must be the same for the call to be the same
     * @param isKept whether an answer is remembered
     */
    public synchronized Result answer(String key, String fingerprint, Supplier<Reply> call, Predicate<Reply> isKept) {
        var now = clock.instant();
        while (!answers.isEmpty() && !now.isBefore(answers.firstEntry().getValue().at().plus(kept))) {
            answers.pollFirstEntry();
        }
        var known = answers.get(key);
        if (known != null) {
            return known.fingerprint().equals(fingerprint) ? new Result.Repeated(known.reply()) : new Result.Reused();
        }
        var reply = call.get();
        if (isKept.test(reply)) {
            answers.put(key, new Answered(fingerprint, reply, now));
        }
        return new Result.First(reply);
    }
}
