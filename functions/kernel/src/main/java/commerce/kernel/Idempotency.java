package commerce.kernel;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The {@code Idempotency-Key} protocol: scoped to tenant, subject, method and route, bound to a hash of the raw body, kept for a day.
 *
 * <p>Claim first (one conditional put), then act, then store the answer. The same key and body replays the answer; another body is 422;
 * a request still running is 409, until its lease ends. Problems are not stored: the caller mends the request and keeps the key.
 *
 * <p>It is a cache of answers in front of domain writes that are idempotent by themselves, except where the caller puts
 * {@link Claim#completion} into the domain's own transaction: then answer and change are one.
 */
@Singleton
public class Idempotency {

    static final Duration KEPT = Duration.ofHours(25);
    static final Duration LEASE = Duration.ofSeconds(35);
    private static final String SORT_KEY = "IDEMPOTENCY";
    private static final String STORE_ANSWER = "SET #status = :done, answer = :answer";
    private static final String STILL_OURS = "#owner = :owner AND #status = :running";
    private static final Map<String, String> OWNERSHIP = Map.of("#status", "status", "#owner", "owner");

    private final DynamoDbClient dynamoDb;
    private final Clock clock;

    public Idempotency(DynamoDbClient dynamoDb, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.clock = clock;
    }

    /** The right to act on a key, held until answered or the lease ends. */
    public final class Claim {

        private final String table;
        private final Map<String, AttributeValue> key;
        private final String owner;
        private boolean completed;

        private Claim(String table, Map<String, AttributeValue> key, String owner) {
            this.table = table;
            this.key = key;
            this.owner = owner;
        }

        /** Storing the answer, as an action for the transaction that makes the change. Fails the transaction if the lease was lost. */
        public TransactWriteItem completion(HttpResponse answer) {
            completed = true;
            return TransactWriteItem.builder().update(update -> update.tableName(table).key(key)
                    .updateExpression(STORE_ANSWER)
                    .conditionExpression(STILL_OURS)
                    .expressionAttributeNames(OWNERSHIP)
                    .expressionAttributeValues(completionValues(answer))).build();
        }

        private Map<String, AttributeValue> completionValues(HttpResponse answer) {
            return Map.of(":done", Items.s("DONE"), ":running", Items.s("RUNNING"), ":owner", Items.s(owner), ":answer", Items.json(answer));
        }

        private void complete(HttpResponse answer) {
            try {
                dynamoDb.updateItem(request -> request.tableName(table).key(key)
                        .updateExpression(STORE_ANSWER)
                        .conditionExpression(STILL_OURS)
                        .expressionAttributeNames(OWNERSHIP)
                        .expressionAttributeValues(completionValues(answer)));
            } catch (ConditionalCheckFailedException leaseLost) {
                // Another request took over after the lease ended and stores its own, equal, answer: the domain write was idempotent.
                return;
            }
        }

        private void abandon() {
            try {
                dynamoDb.deleteItem(request -> request.tableName(table).key(key)
                        .conditionExpression(STILL_OURS)
                        .expressionAttributeNames(OWNERSHIP)
                        .expressionAttributeValues(Map.of(":owner", Items.s(owner), ":running", Items.s("RUNNING"))));
            } catch (ConditionalCheckFailedException notOurs) {
                // Completed inside the transaction, or taken over: either way not ours to remove.
                return;
            }
        }
    }

    /**
     * Runs {@code action} once per key.
     *
     * @param action gets the claim and answers; a {@link ProblemException} gives the key back
     * @throws ProblemException 400 without a key, 409 while the first request runs, 422 if the key was used with another body
     */
    public HttpResponse once(HttpRequest request, Function<Claim, HttpResponse> action) {
        return switch (claim(request)) {
            case Claimed(var claim) -> {
                try {
                    var answer = action.apply(claim);
                    if (!claim.completed) {
                        claim.complete(answer);
                    }
                    yield answer;
                } catch (RuntimeException failure) {
                    claim.abandon();
                    throw failure;
                }
            }
            case Replayed(var answer) -> answer;
            case Mismatched() -> throw Problem.unprocessable("idempotency-key-reused", "The Idempotency-Key was used with another body",
                    "this key was first used with another body; use a new key for a new request", "Idempotency-Key").asException();
            case Running() -> throw Problem.conflict("request-in-progress", "The same request is still running",
                    "a request with this Idempotency-Key is still running; ask again shortly").asException();
        };
    }

    private sealed interface Claiming permits Claimed, Replayed, Mismatched, Running {}

    private record Claimed(Claim claim) implements Claiming {}

    private record Replayed(HttpResponse answer) implements Claiming {}

    private record Mismatched() implements Claiming {}

    private record Running() implements Claiming {}

    private Claiming claim(HttpRequest request) {
        var table = Settings.require("TABLE_NAME");
        var pk = request.tenant() + "#IDEMPOTENCY#" + hash(request.subject(), request.method(), request.route() + " " + request.pathText(), keyOf(request));
        var bodyHash = HexFormat.of().formatHex(sha256().digest(request.rawBody()));
        var owner = UUID.randomUUID().toString();
        var now = clock.instant();
        var item = Items.item(pk, SORT_KEY, "idempotency");
        item.put("status", Items.s("RUNNING"));
        item.put("owner", Items.s(owner));
        item.put("bodyHash", Items.s(bodyHash));
        item.put("leaseUntil", Items.n(now.plus(LEASE).toEpochMilli()));
        item.put(Items.EXPIRES_AT, Items.n(now.plus(KEPT).getEpochSecond()));
        try {
            dynamoDb.putItem(put -> put.tableName(table).item(item)
                    .conditionExpression("attribute_not_exists(pk) OR expiresAt < :nowSeconds OR (#status = :running AND leaseUntil < :nowMillis AND bodyHash = :bodyHash)")
                    .expressionAttributeNames(Map.of("#status", "status"))
                    .expressionAttributeValues(Map.of(
                            ":nowSeconds", Items.n(now.getEpochSecond()), ":nowMillis", Items.n(now.toEpochMilli()),
                            ":running", Items.s("RUNNING"), ":bodyHash", Items.s(bodyHash)))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return new Claimed(new Claim(table, Items.key(pk, SORT_KEY), owner));
        } catch (ConditionalCheckFailedException e) {
            var first = e.item();
            if (!bodyHash.equals(Items.text(first, "bodyHash"))) {
                return new Mismatched();
            }
            return Items.text(first, "status").equals("DONE") ? new Replayed(Items.json(first, "answer", HttpResponse.class)) : new Running();
        }
    }

    private static String keyOf(HttpRequest request) {
        return request.header("Idempotency-Key").filter(key -> Names.IDEMPOTENCY_KEY.matcher(key).matches())
                .orElseThrow(() -> Problem.idempotencyKeyRequired("send a header Idempotency-Key of 1 to 255 visible ASCII characters, a new one for each new request").asException());
    }

    /** Every part with its length first, so that no two lists of parts look alike. */
    private static String hash(String... parts) {
        var digest = sha256();
        for (var part : parts) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
