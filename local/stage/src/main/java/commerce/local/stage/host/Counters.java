package commerce.local.stage.host;

import commerce.local.stage.StageMetrics;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** The stage's counters. Capacity units come as halves, so adding them as binary fractions is exact. */
public final class Counters implements StageMetrics, CapacityMeter {

    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> callsByOperation = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> invocations = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> coldStarts = new ConcurrentHashMap<>();
    private final DoubleAdder readUnits = new DoubleAdder();
    private final DoubleAdder writeUnits = new DoubleAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder deliveries = new LongAdder();
    private final LongAdder streamRecords = new LongAdder();
    private volatile LongSupplier transitions = () -> 0;
    private volatile long transitionsBefore;

    /** Where the number of all state transitions comes from. */
    public void countTransitionsBy(LongSupplier total) {
        transitions = total;
    }

    /** A function called DynamoDB. */
    public void dynamoDbCalled(String operation, String action) {
        add(calls, action);
        add(callsByOperation, operation);
    }

    void invoked(String operation, boolean failed) {
        add(invocations, operation);
        if (failed) {
            add(failures, operation);
        }
    }

    /** An invocation had to wait for a new process of its function. */
    public void coldStarted(String operation) {
        add(coldStarts, operation);
    }

    /** Functions put events on a bus. */
    public void eventsPut(int count) {
        events.add(count);
    }

    /** Messages are handed to a function. */
    public void delivered(int count) {
        deliveries.add(count);
    }

    /** Stream records are handed to a function. */
    public void streamed(int count) {
        streamRecords.add(count);
    }

    @Override
    public void consumed(boolean write, double units) {
        (write ? writeUnits : readUnits).add(units);
    }

    private static void add(Map<String, LongAdder> counters, String name) {
        counters.computeIfAbsent(name, any -> new LongAdder()).increment();
    }

    @Override
    public Snapshot snapshot() {
        return new Snapshot(
                sums(calls), sums(callsByOperation), units(readUnits), units(writeUnits), sums(invocations), sums(failures), sums(coldStarts),
                transitions.getAsLong() - transitionsBefore, events.sum(), deliveries.sum(), streamRecords.sum());
    }

    private static BigDecimal units(DoubleAdder adder) {
        return new BigDecimal(adder.sum()).stripTrailingZeros();
    }

    private static SortedMap<String, Long> sums(Map<String, LongAdder> counters) {
        var sums = new TreeMap<String, Long>();
        counters.forEach((name, counter) -> sums.put(name, counter.sum()));
        return sums;
    }

    @Override
    public void clear() {
        java.util.List.of(calls, callsByOperation, invocations, failures, coldStarts).forEach(Map::clear);
        readUnits.reset();
        writeUnits.reset();
        events.reset();
        deliveries.reset();
        streamRecords.reset();
        transitionsBefore = transitions.getAsLong();
    }
}
