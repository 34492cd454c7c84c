package commerce.local.stage.streams;

import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.Scheduler;
import commerce.local.stage.StageModel.StreamMapping;
import commerce.local.stage.mappings.BatchAnswer;
import commerce.local.stage.mappings.Events;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Brings one batch to its end: until the function has taken every record, or the record was given up. A batch that fails is halved (if
 * the mapping says so) until the record is alone that cannot be processed; only then its retries count. Order is kept throughout.
 */
final class BatchProcessor {

    /** Hears of records that were given up. If it throws it hears again: nobody else has them any more. */
    @FunctionalInterface
    interface GivenUp {
        /**
         * @param last what became of the last attempt; empty if there was none
         * @param attempts how often the function was invoked with them
         */
        void givenUp(List<StreamRecord> batch, Optional<InvocationResult> last, int attempts, String condition);
    }

    static final String RETRIES_EXHAUSTED = "RetryAttemptsExhausted";
    static final String TOO_OLD = "RecordAgeExceeded";

    private static final Logger LOG = Logger.getLogger(BatchProcessor.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /** The function has surely not seen the event, so it costs no attempt. After any other failure of Lambda's it may have run. */

    private final StreamMapping mapping;
    private final FunctionHost functions;
    private final Scheduler scheduler;
    private final LongSupplier nanos;
    private final GivenUp givenUp;
    private volatile boolean stopped;

    /** @param nanos the scale on which records were stamped when they were read */
    BatchProcessor(StreamMapping mapping, FunctionHost functions, Scheduler scheduler, LongSupplier nanos, GivenUp givenUp) {
        this.mapping = mapping;
        this.functions = functions;
        this.scheduler = scheduler;
        this.nanos = nanos;
        this.givenUp = givenUp;
    }

    /** Tries nothing again. */
    void stop() {
        stopped = true;
    }

    void process(List<StreamRecord> batch) {
        var left = batch;
        var attempts = 0;
        var failures = 0;
        var last = Optional.<InvocationResult>empty();
        while (!stopped) {
            left = withoutExpired(left, last, attempts);
            if (left.isEmpty()) {
                return;
            }
            var result = invoke(left);
            if (result.filter(BatchProcessor::wasInvoked).isEmpty()) {
                pause(failures++);
                continue;
            }
            last = result;
            attempts++;
            var taken = taken(left, result.get());
            left = left.subList(taken, left.size());
            if (left.isEmpty()) {
                return;
            }
            if (mapping.bisectOnError() && (taken > 0 || left.size() > 1)) {
                // A split costs no attempt: what comes of it is a new batch.
                if (taken == 0) {
                    process(left.subList(0, left.size() / 2));
                    left = left.subList(left.size() / 2, left.size());
                }
                attempts = 0;
                failures = 0;
            } else if (mapping.maximumRetries() >= 0 && attempts > mapping.maximumRetries()) {
                giveUp(left, last, attempts, RETRIES_EXHAUSTED);
                return;
            } else {
                pause(failures++);
            }
        }
    }

    private List<StreamRecord> withoutExpired(List<StreamRecord> batch, Optional<InvocationResult> last, int attempts) {
        var expired = 0;
        while (expired < batch.size() && isTooOld(batch.get(expired))) {
            expired++;
        }
        if (expired > 0) {
            giveUp(batch.subList(0, expired), last, attempts, TOO_OLD);
        }
        return batch.subList(expired, batch.size());
    }

    private boolean isTooOld(StreamRecord record) {
        return mapping.maximumAge().filter(age -> nanos.getAsLong() - record.readNanos() > age.toNanos()).isPresent();
    }

    /** Empty if the host itself broke down: then nobody knows whether the function ran, and it runs again. */
    private Optional<InvocationResult> invoke(List<StreamRecord> batch) {
        try {
            return Optional.of(functions.invoke(mapping.operation(), Events.of(batch.stream().map(StreamRecord::bytes).toList())));
        } catch (RuntimeException breakdown) {
            LOG.warnf("%s could not be invoked with %d record(s) of %s: %s", mapping.operation(), batch.size(), mapping.table(), breakdown);
            return Optional.empty();
        }
    }

    private static boolean wasInvoked(InvocationResult result) {
        return !(result instanceof Failed failed) || !failed.throttled();
    }

    private void giveUp(List<StreamRecord> batch, Optional<InvocationResult> last, int attempts, String condition) {
        LOG.warnf("%s gave up %d record(s) of %s after %d attempts (%s)", mapping.operation(), batch.size(), mapping.table(), attempts, condition);
        for (int failures = 0; !stopped; failures++) {
            try {
                givenUp.givenUp(batch, last, attempts, condition);
                return;
            } catch (RuntimeException failure) {
                LOG.warnf("records of %s that were given up could not be reported: %s; trying again", mapping.table(), failure);
                pause(failures);
            }
        }
    }

    private void pause(int failures) {
        try {
            var millis = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 10));
            scheduler.pause(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while records of " + mapping.table() + " were being retried", e);
        }
    }

    /** How many records from the first on are done. */
    private int taken(List<StreamRecord> batch, InvocationResult result) {
        return switch (result) {
            case Failed failed -> 0;
            case Answered answered when !mapping.partialFailures() -> batch.size();
            case Answered answered -> firstFailure(batch, answered.payload());
        };
    }

    /** Everything before the lowest sequence number reported. */
    private static int firstFailure(List<StreamRecord> batch, byte[] payload) {
        var failed = BatchAnswer.failed(payload, batch.stream().map(StreamRecord::sequenceNumber).collect(Collectors.toSet()));
        var first = 0;
        while (first < batch.size() && !failed.contains(batch.get(first).sequenceNumber())) {
            first++;
        }
        return first;
    }
}
