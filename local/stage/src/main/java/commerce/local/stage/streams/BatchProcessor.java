package commerce.local.stage.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.Scheduler;
import commerce.local.stage.StageModel.StreamMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Brings one batch to its end: until the function has taken every record, or the record was given up. A batch that fails is halved (if
 * the mapping says so) until the record is alone that cannot be processed; only then its retries count. Order is kept throughout.
 */
final class BatchProcessor {

    /** Hears of records that were given up. */
    @FunctionalInterface
    interface GivenUp {
        void givenUp(List<StreamRecord> batch, InvocationResult last, int attempts, String condition);
    }

    private static final Logger LOG = Logger.getLogger(BatchProcessor.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final StreamMapping mapping;
    private final FunctionHost functions;
    private final Scheduler scheduler;
    private final GivenUp givenUp;

    BatchProcessor(StreamMapping mapping, FunctionHost functions, Scheduler scheduler, GivenUp givenUp) {
        this.mapping = mapping;
        this.functions = functions;
        this.scheduler = scheduler;
        this.givenUp = givenUp;
    }

    void process(List<StreamRecord> batch) {
        process(batch, 0);
    }

    /** @param retries how often this very batch has been tried again */
    private void process(List<StreamRecord> batch, int retries) {
        var left = batch;
        for (var retry = retries; !left.isEmpty(); retry++) {
            var result = functions.invoke(mapping.operation(), event(left));
            var taken = taken(left, result);
            if (taken == left.size()) {
                return;
            }
            if (taken > 0) {
                // It got further than before: what is left is a new batch with all its retries.
                left = left.subList(taken, left.size());
                retry = -1;
            } else if (mapping.bisectOnError() && left.size() > 1) {
                process(left.subList(0, left.size() / 2), 0);
                left = left.subList(left.size() / 2, left.size());
                retry = -1;
            } else if (exhausted(left, result, retry)) {
                return;
            } else {
                pause(retry);
            }
        }
    }

    private boolean exhausted(List<StreamRecord> batch, InvocationResult result, int retry) {
        var condition = "";
        if (mapping.maximumRetries() >= 0 && retry >= mapping.maximumRetries()) {
            condition = "RetryAttemptsExhausted";
        } else if (mapping.maximumAge().isPresent() && System.nanoTime() - batch.getFirst().readNanos() > mapping.maximumAge().get().toNanos()) {
            condition = "MaximumRecordAgeExceeded";
        } else {
            return false;
        }
        LOG.warnf("%s gave up %d record(s) of %s after %d attempts (%s)", mapping.operation(), batch.size(), mapping.table(), retry + 1, condition);
        givenUp.givenUp(batch, result, retry + 1, condition);
        return true;
    }

    private void pause(int retry) {
        try {
            var millis = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(retry, 10));
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

    /** Everything before the lowest sequence number reported; an identifier that is not in the batch fails all of it. */
    private static int firstFailure(List<StreamRecord> batch, byte[] payload) {
        var lowest = batch.size();
        for (var failure : failures(payload)) {
            var id = failure.path("itemIdentifier").asText();
            var index = 0;
            while (index < batch.size() && !batch.get(index).sequenceNumber().equals(id)) {
                index++;
            }
            lowest = Math.min(lowest, index == batch.size() ? 0 : index);
        }
        return lowest;
    }

    private static JsonNode failures(byte[] payload) {
        try {
            return JSON.readTree(payload).path("batchItemFailures");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the function's answer is not JSON", e);
        }
    }

    private static byte[] event(List<StreamRecord> batch) {
        var event = JsonNodeFactory.instance.objectNode();
        var records = event.putArray("Records");
        batch.forEach(record -> records.add(record.json()));
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}
