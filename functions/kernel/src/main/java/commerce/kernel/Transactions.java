package commerce.kernel;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/**
 * All-or-nothing writes. Conflicts with other writers are retried with full jitter and never reported as a failed condition; when they
 * do not stop, {@link Busy} is thrown and nothing has changed.
 */
@Singleton
public class Transactions {

    private static final int ATTEMPTS = 8;
    private static final long FIRST_DELAY_MILLIS = 10;
    private static final long MAX_DELAY_MILLIS = 640;
    private static final Set<String> PASSING = Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

    private final DynamoDbClient dynamoDb;
    private final RandomGenerator random;

    public Transactions(DynamoDbClient dynamoDb, RandomGenerator random) {
        this.dynamoDb = dynamoDb;
        this.random = random;
    }

    /** What became of a transaction. */
    public sealed interface Outcome {

        /** Every action was written. */
        record Committed() implements Outcome {}

        /**
         * Nothing was written because at least one condition did not hold.
         *
         * @param reasons one per action, in the order of the actions
         */
        record Refused(List<CancellationReason> reasons) implements Outcome {

            /** Whether the condition of the action at that index was one of those that did not hold. */
            public boolean failed(int index) {
                return "ConditionalCheckFailed".equals(reasons.get(index).code());
            }

            /**
             * The item that broke the condition of that action, if there was one and the action asked for it
             * ({@code returnValuesOnConditionCheckFailure(ALL_OLD)}).
             */
            public Optional<Map<String, AttributeValue>> item(int index) {
                return Optional.of(reasons.get(index)).filter(CancellationReason::hasItem).map(CancellationReason::item).filter(item -> !item.isEmpty());
            }
        }
    }

    /**
     * Writes all of the actions or none.
     *
     * @param actions at most 100, no two on the same item
     * @throws Busy if other writers or throttling kept it from being written
     */
    public Outcome write(List<TransactWriteItem> actions) {
        for (int attempt = 1; ; attempt++) {
            try {
                dynamoDb.transactWriteItems(request -> request.transactItems(actions));
                return new Outcome.Committed();
            } catch (TransactionCanceledException e) {
                // A conflict beside a failed condition hides what that action would have said: only a clean refusal is an answer.
                if (anyReason(e, PASSING)) {
                    pause(attempt, e);
                } else if (anyReason(e, Set.of("ConditionalCheckFailed"))) {
                    return new Outcome.Refused(e.cancellationReasons());
                } else {
                    throw e;
                }
            } catch (TransactionInProgressException e) {
                pause(attempt, e);
            }
        }
    }

    /**
     * Reads items as they are between transactions, never in the middle of one.
     *
     * @param actions at most 100
     * @return one item per action, empty where there is none
     * @throws Busy if transactions on them kept running
     */
    public List<Map<String, AttributeValue>> read(List<TransactGetItem> actions) {
        for (int attempt = 1; ; attempt++) {
            try {
                return dynamoDb.transactGetItems(request -> request.transactItems(actions)).responses().stream().map(ItemResponse::item).toList();
            } catch (TransactionCanceledException e) {
                if (!anyReason(e, PASSING)) {
                    throw e;
                }
                pause(attempt, e);
            }
        }
    }

    private static boolean anyReason(TransactionCanceledException e, Set<String> codes) {
        return e.cancellationReasons().stream().map(CancellationReason::code).anyMatch(codes::contains);
    }

    private void pause(int attempt, RuntimeException conflict) {
        if (attempt == ATTEMPTS) {
            throw new Busy("other writers kept winning", conflict);
        }
        try {
            Thread.sleep(random.nextLong(Math.min(MAX_DELAY_MILLIS, FIRST_DELAY_MILLIS << attempt)) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy("interrupted while waiting for other writers", e);
        }
    }
}
