package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.testing.Lambda;
import commerce.local.simulators.Outcome;
import commerce.payment.domain.Refund;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refunds that nobody told the end of, that a provider did not take, that failed: visible, tried again, never made twice. */
class QueryPendingRefundsTest {

    private static final Duration SWEEP = Duration.ofMinutes(5);

    private final Till till = new Till();

    @AfterEach
    void close() {
        till.close();
    }

    private JsonNode sweep() {
        return Lambda.invoke(till.queryPendingRefunds, Map.of(), till.environment);
    }

    private JsonNode seen(String orderId, String refundId) {
        return Lambda.invoke(till.readRefunds, Map.of("tenant", Till.TENANT, "orderId", orderId), till.environment).path("refunds").valueStream()
                .filter(refund -> refund.path("refundId").asText().equals(refundId)).findFirst().orElseThrow();
    }

    private static String body(String refundId, long minor) {
        return "{\"refundId\":\"" + refundId + "\",\"amount\":{\"amount\":" + minor + ",\"currency\":\"CNY\"}}";
    }

    private String refunding(long minor) {
        var orderId = till.paidOrder();
        assertEquals(202, till.refund(orderId, "k1", body("r1", minor)).status());
        return orderId;
    }

    private int execute(String orderId) {
        var requested = till.table.outbox().stream().filter(event -> event.type().equals("refund.requested.v1") && event.subject().equals(orderId)).findFirst().orElseThrow();
        return till.deliver(till.executeRefund, requested).path("batchItemFailures").size();
    }

    private void theProviderIsSilent(Runnable meanwhile) {
        var address = till.environment.put("SIMULATOR_BASE_URL", "http://127.0.0.1:1");
        meanwhile.run();
        till.environment.put("SIMULATOR_BASE_URL", address);
    }

    /** At Adyen in its report, on the next day. */
    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay", "alipay", "adyen"})
    void theEndThatNobodyToldIsFound(String provider) {
        try (var journey = new Journey(provider)) {
            var till = journey.till;
            var orderId = journey.open();
            journey.pay(orderId);
            assertEquals(202, till.refund(orderId, "k1", body("r1", 3000)).status());
            till.door.leadsTo((name, headers, lost) -> 500);
            till.door.await(() -> {
                till.clock.advance(Duration.ofHours(1));
                Lambda.invoke(till.queryPendingRefunds, Map.of(), till.environment);
                return till.refund(orderId, "r1").status() == Refund.Status.SUCCEEDED;
            });
            assertEquals(1, till.events(orderId).stream().filter("refund.succeeded.v1"::equals).count());
            assertEquals(1, journey.providers.of(provider).account(Till.id(orderId, 1).toString()).orElseThrow().refunds().size(), "asked for once, whoever asked");
        }
    }

    @Test
    void aRefundWhoseEventNobodyWorkedOnIsMadeByTheSweeper() {
        var orderId = refunding(100);
        till.clock.advance(SWEEP);
        assertEquals(1, sweep().path("asked").asInt());
        till.door.await(() -> till.simulator.acceptedDeliveries() >= 2);
        till.applyInbox();
        assertEquals(Refund.Status.SUCCEEDED, till.refund(orderId, "r1").status());
        till.clock.advance(Duration.ofDays(1));
        assertEquals(0, sweep().path("asked").asInt());
    }

    @Test
    void aProviderThatIsSilentIsAskedAgainUnderTheSameKeyAfterEverLongerWhiles() {
        var orderId = refunding(100);
        theProviderIsSilent(() -> {
            assertEquals(0, execute(orderId));
            assertEquals("RETRIED", seen(orderId, "r1").path("status").asText());
            assertEquals(1, seen(orderId, "r1").path("tries").asInt());
            assertEquals(till.clock.instant().plus(SWEEP).toString(), seen(orderId, "r1").path("nextTryAt").asText());
            till.clock.advance(SWEEP);
            sweep();
            assertEquals(2, seen(orderId, "r1").path("tries").asInt());
            assertEquals(till.clock.instant().plus(SWEEP.multipliedBy(2)).toString(), seen(orderId, "r1").path("nextTryAt").asText());
        });
        till.clock.advance(SWEEP.multipliedBy(2));
        sweep();
        till.door.await(() -> till.simulator.acceptedDeliveries() >= 2);
        till.applyInbox();
        assertEquals("SUCCEEDED", seen(orderId, "r1").path("status").asText());
        assertEquals(1, till.simulator.server().account(Till.id(orderId, 1).toString()).orElseThrow().refunds().size());
    }

    @Test
    void whatIsNeverTakenIsGivenUpVisiblyAndTheOperatorMayStartItAnew() {
        var orderId = refunding(100);
        theProviderIsSilent(() -> {
            for (int tries = 0; tries < Repayments.MOST_TRIES; tries++) {
                till.clock.advance(Duration.ofHours(6));
                sweep();
            }
        });
        till.clock.advance(Duration.ofDays(1));
        assertEquals(0, sweep().path("asked").asInt());
        var given = seen(orderId, "r1");
        assertEquals("GIVEN_UP", given.path("status").asText());
        assertEquals(Repayments.MOST_TRIES, given.path("tries").asInt());
        assertFalse(given.path("trouble").asText().isEmpty());
        assertEquals(100, till.row(orderId).refundingMinor(), "nobody knows whether it was made, so it still counts");

        assertEquals(202, till.refund(orderId, "k2", body("r1", 100)).status());
        assertEquals(1, sweep().path("asked").asInt());
        till.door.await(() -> till.simulator.acceptedDeliveries() >= 2);
        till.applyInbox();
        assertEquals("SUCCEEDED", seen(orderId, "r1").path("status").asText());
        assertEquals(100, till.row(orderId).refundingMinor());
    }

    /** Late money whose automatic refund its provider refused. */
    private String failedLateRefund() {
        var orderId = till.openOrder();
        till.close(orderId, "States.Timeout");
        till.simulator.failRefundsOf(Till.id(orderId, 1).toString());
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        till.applyInbox();
        till.executeRefunds();
        assertEquals(Refund.Status.FAILED, till.refund(orderId, "late-1").status());
        return orderId;
    }

    private static String replacing(String refundId) {
        return "{\"refundId\":\"" + refundId + "\",\"replaces\":\"late-1\"}";
    }

    @Test
    void aFailedRefundOfLateMoneyIsMadeAnewOnceHoweverManyAskAtOnce() throws Exception {
        var orderId = failedLateRefund();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var tries = IntStream.range(0, 16).<Callable<Integer>>mapToObj(i -> () -> till.refund(orderId, "k" + i, replacing("again-" + i)).status()).toList();
            var statuses = threads.invokeAll(tries).stream().map(done -> done.resultNow()).toList();
            assertEquals(1, statuses.stream().filter(status -> status == 202).count());
            assertEquals(15, statuses.stream().filter(status -> status == 422).count());
        }
        assertEquals(2, till.events(orderId).stream().filter("refund.requested.v1"::equals).count());
        assertEquals(0, till.row(orderId).refundingMinor());
    }

    @Test
    void onlyAFailedAutomaticRefundCanBeReplaced() {
        var orderId = till.paidOrder();
        assertEquals(422, till.refund(orderId, "k1", replacing("r1")).status());
        assertEquals(400, till.refund(orderId, "k2", "{\"refundId\":\"r1\",\"replaces\":\"r0\"}").status());
        assertEquals(400, till.refund(orderId, "k3", "{\"refundId\":\"r1\",\"replaces\":\"late-1\",\"amount\":{\"amount\":1,\"currency\":\"CNY\"}}").status());
        var failed = failedLateRefund();
        assertEquals(202, till.refund(failed, "k4", replacing("again")).status());
        assertEquals(202, till.refund(failed, "k5", replacing("again")).status(), "asked again, it asks for nothing new");
        assertEquals(422, till.refund(failed, "k6", body("again", 1)).status());
        assertEquals(List.of("FAILED", "PENDING"), List.of(seen(failed, "late-1").path("status").asText(), seen(failed, "again").path("status").asText()));
        assertTrue(seen(failed, "again").path("late").asBoolean());
    }

    @Test
    void aFailedRefundAskedForAgainUnderNewNamesNeverExceedsThePayment() throws Exception {
        var orderId = till.paidOrder();
        till.simulator.failRefundsOf(Till.id(orderId, 1).toString());
        till.refund(orderId, "k1", body("r1", 8800));
        till.executeRefunds();
        assertEquals("FAILED", seen(orderId, "r1").path("status").asText());
        try (var threads = Executors.newFixedThreadPool(8)) {
            var tries = IntStream.range(0, 16).<Callable<Integer>>mapToObj(i -> () -> till.refund(orderId, "again" + i, body("again-" + i, 3000)).status()).toList();
            assertEquals(2, threads.invokeAll(tries).stream().filter(done -> done.resultNow() == 202).count(), "2 x 3000 of 8800");
        }
        assertEquals(6000, till.row(orderId).refundingMinor());
    }
}
