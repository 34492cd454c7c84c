package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import commerce.kernel.Items;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.Refund;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The functions that ask providers, killed at each of their calls to DynamoDB, before it and after it, and called again as queues, workflows
 * and schedules do: payment, refunds, events and the provider's books end as if nothing had happened. No provider tells anything of a refund.
 */
class KilledRecoveryTest {

    /** Longer than any pause between two tries. */
    private static final Duration LATER = Duration.ofHours(7);
    private static final int CALLS = 3;

    private final Killer killer = new Killer();
    private final TestAws aws = TestAws.start();
    private final DynamoDbClient dynamoDb = clientOf(aws, killer);
    private final Till till = new Till(dynamoDb);

    private static DynamoDbClient clientOf(TestAws aws, Killer killer) {
        var builder = aws.configure(DynamoDbClient.builder());
        builder.overrideConfiguration(override -> override.addExecutionInterceptor(killer));
        return builder.build();
    }

    @BeforeEach
    void loseWhatIsToldOfRefunds() {
        till.door.leadsTo((provider, headers, body) -> body.contains("refund.") ? 200 : till.webhook(provider, headers, body).status());
    }

    @AfterEach
    void close() {
        till.close();
        dynamoDb.close();
        aws.close();
    }

    /** How it ends, wherever it was disturbed: nothing in it says when. */
    private record End(String payment, Map<String, String> attempts, List<String> refunds, long refunding, boolean stillAskedAfter, List<String> events, List<Object> books) {}

    @Test
    void aRefundIsMadeOnce() {
        assertEndsTheSame(5, this::refunding, orderId -> {
            till.table.outbox().stream().filter(event -> event.type().equals("refund.requested.v1") && event.subject().equals(orderId)).forEach(event -> till.deliver(till.executeRefund, event));
            untilTheProviderHasEndedItsRefunds(orderId);
        });
    }

    @Test
    void aRefundThatIsSweptIsMadeOnce() {
        assertEndsTheSame(5, this::refunding, orderId -> {
            invoke(till.queryPendingRefunds, Map.of());
            untilTheProviderHasEndedItsRefunds(orderId);
        });
    }

    @Test
    void moneyThatIsAskedForAfterARefusalIsFoundOnce() {
        assertEndsTheSame(2, this::refusedThenPaidUnheard, orderId -> invoke(till.queryPayment, Map.of("tenant", Till.TENANT, "orderId", orderId)));
    }

    @Test
    void moneyThatIsSweptIsFoundOnce() {
        assertEndsTheSame(3, this::refusedThenPaidUnheard, orderId -> invoke(till.queryPendingPayments, Map.of()));
    }

    @Test
    void aSecondSuccessThatIsSweptGoesBackOnce() {
        assertEndsTheSame(4, this::paidTwice, orderId -> invoke(till.queryPendingPayments, Map.of()));
    }

    // ---- how each begins

    private String refunding() {
        var orderId = till.paidOrder();
        assertEquals(202, till.refund(orderId, "k-" + orderId, "{\"refundId\":\"r\",\"amount\":{\"amount\":3000,\"currency\":\"CNY\"}}").status());
        till.clock.advance(LATER);
        return orderId;
    }

    private String refusedThenPaidUnheard() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.FAILED);
        till.applyInbox();
        till.settle(orderId, 1, Outcome.SUCCEEDED, 0, null);
        till.clock.advance(LATER);
        return orderId;
    }

    private String paidTwice() {
        var orderId = till.openOrder();
        assertEquals(201, till.retry(orderId, Till.CUSTOMER, "{\"paymentProvider\":\"simulator\"}").status());
        till.settle(orderId, 2, Outcome.SUCCEEDED);
        till.applyInbox();
        till.settle(orderId, 1, Outcome.SUCCEEDED, 0, null);
        till.clock.advance(LATER);
        return orderId;
    }

    // ---- the same, undisturbed and killed

    private void assertEndsTheSame(int deathsAtLeast, Supplier<String> begin, Consumer<String> act) {
        var undisturbed = begin.get();
        again(CALLS, undisturbed, act);
        var expected = end(undisturbed);
        var deaths = 0;
        for (var afterIt : List.of(false, true)) {
            for (int call = 1; ; call++) {
                var orderId = begin.get();
                killer.killAt(call, afterIt);
                try {
                    act.accept(orderId);
                } catch (RuntimeException killed) {
                    assertTrue(killer.isDead(), () -> "it fell ill: " + killed);
                }
                deaths += killer.isDead() ? 1 : 0;
                if (!killer.revive()) {
                    break;
                }
                till.clock.advance(LATER);
                again(CALLS - 1, orderId, act);
                assertEquals(expected, end(orderId), "killed " + (afterIt ? "after" : "before") + " call " + call);
            }
        }
        assertTrue(deaths >= deathsAtLeast, "it died only " + deaths + " times");
    }

    private void again(int times, String orderId, Consumer<String> act) {
        for (int time = 0; time < times; time++) {
            act.accept(orderId);
            till.clock.advance(LATER);
        }
    }

    private void invoke(RequestStreamHandler function, Map<String, String> input) {
        Lambda.invoke(function, input, till.environment);
    }

    private void untilTheProviderHasEndedItsRefunds(String orderId) {
        var paymentId = Till.id(orderId, 1).toString();
        till.door.await(() -> till.simulator.server().account(paymentId).orElseThrow().refunds().stream().noneMatch(refund -> refund.status() == Refund.Status.PENDING));
    }

    private End end(String orderId) {
        var row = till.row(orderId);
        var attempts = new TreeMap<String, String>();
        row.attempts().forEach((number, attempt) -> attempts.put(number.toString(), attempt.status().name()));
        var items = aws.dynamoDb().query(request -> request.tableName(till.table.name()).consistentRead(true).keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", Items.s(PaymentTable.partition(Till.TENANT, orderId))))).items();
        var refunds = items.stream().filter(item -> item.get("type").s().equals("refund")).map(item -> item.get("refundId").s() + " " + item.get("status").s()).sorted().toList();
        var account = till.simulator.server().account(Till.id(orderId, 1).toString()).orElseThrow();
        return new End(row.status().name(), attempts, refunds, row.refundingMinor(), items.stream().anyMatch(item -> item.containsKey("pendingShard")), till.events(orderId),
                List.of(account.received(), account.givenBack(), account.refunds().size()));
    }
}
