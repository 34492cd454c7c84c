package commerce.local.stage.streams;

import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel.StreamMapping;
import commerce.local.stage.bus.Patterns;
import commerce.local.stage.mappings.Events;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * One mapping from a stream to a function. Records are spread over lanes by partition key, as a table's shards do it: within a lane
 * batches run one after the other, so the changes of an item arrive in order; lanes run side by side.
 */
final class MappingRunner {

    /** An on-demand table begins with four partitions, and each has a shard. */
    private static final int SHARDS = 4;

    private final StreamMapping mapping;
    private final Patterns filters;
    private final Scheduler scheduler;
    private final BatchProcessor processor;
    private final Consumer<Integer> handedOver;
    private final List<Lane> lanes = new ArrayList<>();

    MappingRunner(StreamMapping mapping, Scheduler scheduler, BatchProcessor processor, Consumer<Integer> handedOver) {
        this.mapping = mapping;
        this.filters = Patterns.anyOf(mapping.filters());
        this.scheduler = scheduler;
        this.processor = processor;
        this.handedOver = handedOver;
        for (int lane = 0; lane < SHARDS * mapping.parallelization(); lane++) {
            lanes.add(new Lane());
        }
    }

    /** Takes records that were read, in order. Returns at once. */
    void accept(List<StreamRecord> records) {
        for (var record : records) {
            if (filters.matches(record.json())) {
                lanes.get(Math.floorMod(record.partitionKey().hashCode(), lanes.size())).add(record);
            }
        }
        lanes.forEach(Lane::startIfIdle);
    }

    /** Begins nothing more and tries nothing again. */
    void stop() {
        processor.stop();
    }

    private final class Lane {
        private final Deque<StreamRecord> waiting = new ArrayDeque<>();
        private boolean running;

        synchronized void add(StreamRecord record) {
            waiting.add(record);
        }

        synchronized void startIfIdle() {
            if (!running && !waiting.isEmpty()) {
                running = true;
                if (mapping.window().isZero() || waiting.size() >= mapping.batchSize()) {
                    scheduler.run(Kind.STREAM, label(), this::work);
                } else {
                    scheduler.whenIdle(mapping.window(), Kind.STREAM, label(), this::work);
                }
            }
        }

        private String label() {
            return mapping.table() + " -> " + mapping.operation();
        }

        private void work() {
            for (var batch = next(); !batch.isEmpty(); batch = next()) {
                handedOver.accept(batch.size());
                processor.process(batch);
            }
        }

        private synchronized List<StreamRecord> next() {
            var candidates = waiting.stream().limit(mapping.batchSize()).toList();
            var batch = candidates.subList(0, Events.fitting(candidates.stream().map(StreamRecord::bytes).toList()));
            batch.forEach(any -> waiting.remove());
            running = !batch.isEmpty();
            return batch;
        }
    }
}
