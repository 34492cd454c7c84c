package commerce.local.stage;

import java.math.BigDecimal;
import java.util.SortedMap;

/**
 * What the stage has done since it started, was reset, or {@link #clear} was called. Counters are exact; a snapshot is not atomic
 * across counters.
 */
public interface StageMetrics {

    /**
     * @param dynamoDbCalls DynamoDB calls by functions, by API action
     * @param dynamoDbCallsByOperation the same calls by the function that made them
     * @param readUnits read capacity units these calls consumed, as DynamoDB reported them
     * @param writeUnits write capacity units, likewise
     * @param invocations finished invocations by operation
     * @param failedInvocations those among them that ended in an error or a time-out
     * @param coldStarts invocations that had to wait for a new process of their function; only isolated functions have such
     * @param stateTransitions billed state transitions of all workflows
     * @param events events put on a bus by functions
     * @param deliveries queue messages handed to functions
     * @param streamRecords stream records handed to functions
     */
    record Snapshot(
            SortedMap<String, Long> dynamoDbCalls,
            SortedMap<String, Long> dynamoDbCallsByOperation,
            BigDecimal readUnits,
            BigDecimal writeUnits,
            SortedMap<String, Long> invocations,
            SortedMap<String, Long> failedInvocations,
            SortedMap<String, Long> coldStarts,
            long stateTransitions,
            long events,
            long deliveries,
            long streamRecords) {}

    Snapshot snapshot();

    /** All counters to zero. */
    void clear();
}
