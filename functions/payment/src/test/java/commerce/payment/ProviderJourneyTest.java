package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Busy;
import commerce.kernel.Items;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.testing.AwsStandIn.AwsError;
import commerce.kernel.testing.Lambda;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.Settlement;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.Refund;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders paid, lost, late and refunded through providers that speak their own protocols. */
class ProviderJourneyTest {

    private final Till till = new Till();
    private final RealProviders providers = new RealProviders(till);

    @AfterEach
    void close() {
        providers.close();
        till.close();
    }

    private String open(String provider) {
        var orderId = till.newOrder();
        request(orderId, provider, "token-of-" + orderId);
        return orderId;
    }

    private String request(String orderId, String provider, String token) {
        return Lambda.invoke(till.requestPayment, Map.of("tenant", Till.TENANT, "orderId", orderId, "taskToken", token, "customer", Till.CUSTOMER, "provider", provider,
                "amount", Till.PRICE, "expiresAt", till.clock.instant().plus(Till.WINDOW).getEpochSecond(), "returnUrl", "https://shop.example/thanks"), till.environment).path("status").asText();
    }

    private void settle(String provider, String orderId, int attempt, Outcome outcome, int times, Money amount) {
        var money = Optional.ofNullable(amount).map(paid -> new commerce.local.simulators.Money(paid.minor(), paid.currency().getCurrencyCode()));
        assertInstanceOf(Settlement.Settled.class, providers.of(provider).settle(Till.id(orderId, attempt).toString(), outcome, times, money)).delivered().orTimeout(10, TimeUnit.SECONDS).join();
        till.applyInbox();
    }

    private void pay(String provider, String orderId) {
        settle(provider, orderId, 1, Outcome.SUCCEEDED, 1, null);
    }

    private Payment row(String orderId) {
        return till.row(orderId);
    }

    private void awaitRefund(String orderId, String refundId, Refund.Status status) {
        till.table.outbox().stream().filter(event -> event.type().equals("refund.requested.v1") && event.subject().equals(orderId) && event.data().path("refundId").asText().equals(refundId))
                .forEach(event -> assertEquals(0, till.deliver(till.executeRefund, event).path("batchItemFailures").size()));
        till.door.await(() -> {
            till.applyInbox();
            return till.refund(orderId, refundId).status() == status;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay"})
    void anOrderIsPaidAndGivenBackInParts(String provider) {
        var orderId = open(provider);
        var action = row(orderId).attempt(1).orElseThrow().action().orElseThrow();
        assertEquals(provider.equals("stripe") ? PaymentAction.Type.REDIRECT : PaymentAction.Type.QR_CODE, action.type());
        settle(provider, orderId, 1, Outcome.SUCCEEDED, 3, null);

        assertEquals(Payment.Status.CAPTURED, row(orderId).status());
        assertTrue(row(orderId).capturedAttempt().orElseThrow().transaction().orElseThrow().startsWith(provider.equals("stripe") ? "pi_" : "42000"));
        assertEquals(1, till.answers(orderId, "SendTaskSuccess").size());

        assertEquals(202, till.refund(orderId, "k1", "{\"refundId\":\"part\",\"amount\":{\"amount\":3000,\"currency\":\"CNY\"}}").status());
        awaitRefund(orderId, "part", Refund.Status.SUCCEEDED);
        assertEquals(202, till.refund(orderId, "k2", "{\"refundId\":\"rest\"}").status());
        awaitRefund(orderId, "rest", Refund.Status.SUCCEEDED);
        assertEquals(Money.of(5800, "CNY"), till.refund(orderId, "rest").amount());
        assertEquals(422, till.refund(orderId, "k3", "{\"refundId\":\"more\",\"amount\":{\"amount\":1,\"currency\":\"CNY\"}}").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay"})
    void aRefundThatTheProviderFailsIsRefundableAgain(String provider) {
        var orderId = open(provider);
        pay(provider, orderId);
        assertTrue(providers.of(provider).failRefundsOf(Till.id(orderId, 1).toString()));
        till.refund(orderId, "k1", "{\"refundId\":\"r\"}");
        awaitRefund(orderId, "r", Refund.Status.FAILED);
        assertEquals(0, row(orderId).refundingMinor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay"})
    void aRefundThatWasTakenIsAskedAfterAndNeverAskedForAgain(String provider) {
        var orderId = open(provider);
        pay(provider, orderId);
        till.refund(orderId, "k1", "{\"refundId\":\"r\"}");
        awaitRefund(orderId, "r", Refund.Status.SUCCEEDED);
        assertTrue(till.refund(orderId, "r").providerReference().isPresent());
        // The same message once more, as if the provider's word of the end had never come.
        var key = Map.of("pk", Items.s(Till.TENANT + "#ORDER#" + orderId), "sk", Items.s("REFUND#r"));
        till.aws.dynamoDb().updateItem(update -> update.tableName(till.table.name()).key(key).updateExpression("SET #s = :p").expressionAttributeNames(Map.of("#s", "status"))
                .expressionAttributeValues(Map.of(":p", Items.s("PENDING"))));
        awaitRefund(orderId, "r", Refund.Status.SUCCEEDED);
        assertEquals(8800, row(orderId).refundingMinor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay"})
    void aClosedPaymentIsClosedAtTheProviderAndLateMoneyGoesBack(String provider) {
        var orderId = open(provider);
        assertEquals("CLOSED", till.close(orderId, "States.Timeout").path("status").asText());
        assertEquals("CLOSED", till.close(orderId, "States.Timeout").path("status").asText(), "however often");
        pay(provider, orderId);
        assertEquals(Payment.Status.CLOSED, row(orderId).status());
        awaitRefund(orderId, "late-1", Refund.Status.SUCCEEDED);
        assertEquals(Till.PRICE, till.refund(orderId, "late-1").amount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay"})
    void aCloseThatFindsThePaymentPaidKeepsTheMoney(String provider) {
        var orderId = open(provider);
        till.door.leadsTo((name, headers, body) -> 500);
        providers.of(provider).settle(Till.id(orderId, 1).toString(), Outcome.SUCCEEDED, 1, Optional.empty());
        assertEquals("CAPTURED", till.close(orderId, "States.Timeout").path("status").asText());
        assertTrue(row(orderId).capturedAttempt().orElseThrow().transaction().isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay"})
    void aRepeatedRequestFindsMoneyWhoseNotificationWasLost(String provider) {
        var orderId = open(provider);
        till.door.leadsTo((name, headers, body) -> 500);
        providers.of(provider).settle(Till.id(orderId, 1).toString(), Outcome.SUCCEEDED, 1, Optional.empty());
        assertEquals("CAPTURED", request(orderId, provider, "redriven-" + orderId));
        assertEquals("redriven-" + orderId, till.answers(orderId, "SendTaskSuccess").getFirst().path("taskToken").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay"})
    void aCrashBetweenTheProvidersAnswerAndOurWriteIsHealedByTheSameRequest(String provider) {
        var orderId = till.newOrder();
        till.aws.interleaving().runAfter("UpdateItem", () -> till.aws.interleaving().runBefore("UpdateItem", Crash::now));
        assertThrows(RuntimeException.class, () -> request(orderId, provider, "first-" + orderId));
        till.clock.advance(Duration.ofMinutes(5));
        assertEquals("OPEN", request(orderId, provider, "second-" + orderId));
        pay(provider, orderId);
        assertEquals(Payment.Status.CAPTURED, row(orderId).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay"})
    void aCrashedRequestThatIsNeverRepeatedStillFindsItsMoneyWhenItIsClosed(String provider) {
        var orderId = till.newOrder();
        till.aws.interleaving().runAfter("UpdateItem", () -> till.aws.interleaving().runBefore("UpdateItem", Crash::now));
        assertThrows(RuntimeException.class, () -> request(orderId, provider, "first-" + orderId));
        till.door.leadsTo((name, headers, body) -> 500);
        providers.of(provider).settle(Till.id(orderId, 1).toString(), Outcome.SUCCEEDED, 1, Optional.empty());
        assertEquals("CAPTURED", till.close(orderId, "States.Timeout").path("status").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay"})
    void anotherAmountThanAskedForIsNeverAConfirmation(String provider) {
        var orderId = open(provider);
        settle(provider, orderId, 1, Outcome.SUCCEEDED, 1, Money.of(1, "CNY"));
        assertEquals(Payment.Status.OPEN, row(orderId).status());
        assertEquals("QUARANTINED", till.table.all().stream().filter(item -> item.get("type").s().equals("inbox")).findFirst().orElseThrow().get("verdict").s());
    }

    @Test
    void ofTwoProvidersThatBothTakeTheMoneyTheSecondGivesItBack() {
        var orderId = open("stripe");
        assertEquals(201, till.retry(orderId, Till.CUSTOMER, "{\"paymentProvider\":\"wechatpay\"}").status());
        settle("wechatpay", orderId, 2, Outcome.SUCCEEDED, 1, null);
        pay("stripe", orderId);
        assertEquals(2, row(orderId).captured().orElseThrow());
        awaitRefund(orderId, "late-1", Refund.Status.SUCCEEDED);
    }

    @Test
    void theBuyerComesBackToWhereTheOrderSaidOrTheFurtherAttempt() {
        var orderId = open("stripe");
        assertEquals(Optional.of("https://shop.example/thanks"), row(orderId).terms().orElseThrow().returnUrl());
        assertEquals(201, till.retry(orderId, Till.CUSTOMER, "{\"paymentProvider\":\"stripe\",\"returnUrl\":\"http://localhost:3000/back\"}").status());
        assertEquals(400, till.retry(orderId, Till.CUSTOMER, "{\"paymentProvider\":\"stripe\",\"returnUrl\":\"http://evil.example/\"}").status());
        assertEquals(List.of("https://shop.example/thanks", "http://localhost:3000/back"),
                row(orderId).attempts().values().stream().map(attempt -> session(attempt.providerReference().orElseThrow()).path("success_url").asText()).toList());
    }

    private JsonNode session(String id) {
        return Json.read(Browser.get(providers.stripe.baseUrl() + "/v1/checkout/sessions/" + id, "authorization", "Bearer sk_test_local"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDisputeIsKnownOnceFromItsBeginningToItsEnd(boolean won) {
        var orderId = open("stripe");
        pay("stripe", orderId);
        var payment = Till.id(orderId, 1).toString();
        deliveredAndApplied(providers.stripe.dispute(payment, 3, Optional.empty()));
        assertEquals(List.of("payment.disputed.v1"), disputeEvents(orderId));
        deliveredAndApplied(providers.stripe.endDispute(payment, 2, won));
        assertEquals(List.of("payment.dispute_closed.v1", "payment.disputed.v1"), disputeEvents(orderId));
        assertEquals(won, till.table.outbox().stream().filter(event -> event.type().equals("payment.dispute_closed.v1")).findFirst().orElseThrow().data().path("won").asBoolean());
    }

    @Test
    void aDisputeOfMoneyThatWasFoundByAskingIsKnownToo() {
        var orderId = open("stripe");
        till.door.leadsTo((name, headers, body) -> 500);
        providers.stripe.settle(Till.id(orderId, 1).toString(), Outcome.SUCCEEDED, 1, Optional.empty());
        till.close(orderId, "States.Timeout");
        till.door.leadsTo((name, headers, body) -> till.webhook(name, headers, body).status());
        deliveredAndApplied(providers.stripe.dispute(Till.id(orderId, 1).toString(), 1, Optional.empty()));
        assertEquals(List.of("payment.disputed.v1"), disputeEvents(orderId));
    }

    @Test
    void theEndOfADisputeMayComeBeforeItsBeginning() {
        var orderId = open("stripe");
        pay("stripe", orderId);
        var payment = Till.id(orderId, 1).toString();
        var held = new ArrayList<Runnable>();
        till.door.leadsTo((name, headers, body) -> {
            held.add(() -> till.webhook(name, headers, body));
            return 200;
        });
        delivered(providers.stripe.dispute(payment, 1, Optional.empty()));
        delivered(providers.stripe.endDispute(payment, 1, false));
        held.reversed().forEach(delivery -> {
            delivery.run();
            till.applyInbox();
            assertEquals(List.of("payment.dispute_closed.v1", "payment.disputed.v1"), disputeEvents(orderId));
        });
    }

    @Test
    void aDisputeOfWhatNeverCameInIsQuarantined() {
        var orderId = open("stripe");
        pay("stripe", orderId);
        deliveredAndApplied(providers.stripe.dispute(Till.id(orderId, 1).toString(), 1, Optional.of(new commerce.local.simulators.Money(8801, "CNY"))));
        assertEquals(List.of(), disputeEvents(orderId));
        assertTrue(till.table.outbox().stream().anyMatch(event -> event.type().equals("payment.quarantined.v1")));
    }

    private List<String> disputeEvents(String orderId) {
        return till.events(orderId).stream().filter(type -> type.startsWith("payment.dispute")).toList();
    }

    private static void delivered(Settlement settlement) {
        assertInstanceOf(Settlement.Settled.class, settlement).delivered().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void deliveredAndApplied(Settlement settlement) {
        delivered(settlement);
        till.applyInbox();
    }

    @Test
    void aRefusalAtStripeLeavesTheAttemptFailedUntilTheBuyerSucceeds() {
        var orderId = open("stripe");
        settle("stripe", orderId, 1, Outcome.FAILED, 1, null);
        assertEquals(Attempt.Status.FAILED, row(orderId).attempt(1).orElseThrow().status());
        pay("stripe", orderId);
        assertEquals(Payment.Status.CAPTURED, row(orderId).status());
    }

    @Test
    void wechatpayTakesNoOtherCurrencyThanItsOwnAndSaysSo() {
        var orderId = till.newOrder();
        Lambda.invoke(till.requestPayment, Map.of("tenant", Till.TENANT, "orderId", orderId, "taskToken", "t-" + orderId, "customer", Till.CUSTOMER, "provider", "stripe",
                "amount", Money.of(500, "USD"), "expiresAt", till.clock.instant().plus(Till.WINDOW).getEpochSecond()), till.environment);
        var answer = till.retry(orderId, Till.CUSTOMER, "{\"paymentProvider\":\"wechatpay\"}");
        assertEquals(422, answer.status());
        assertEquals("urn:commerce:problem:payment-not-possible", answer.body().path("type").asText());
        assertTrue(answer.body().path("detail").asText().contains("USD"), answer.body()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay"})
    void aProviderThatIsAwayIsBusyAndTheAttemptStaysClaimed(String provider) {
        var orderId = till.newOrder();
        var variable = provider.toUpperCase(Locale.ROOT) + "_BASE_URL";
        var address = till.environment.put(variable, "http://127.0.0.1:1");
        assertThrows(Busy.class, () -> request(orderId, provider, "first-" + orderId));
        till.environment.put(variable, address);
        assertEquals("OPEN", request(orderId, provider, "second-" + orderId));
        assertEquals(1, row(orderId).attempts().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay"})
    void whatCannotBeJudgedNowIsAnsweredSoThatItIsSentAgain(String provider) {
        till.aws.standIn().on("secretsmanager.GetSecretValue", input -> {
            throw new AwsError("InternalServiceError", 500);
        });
        var answer = till.webhook(provider, Map.of("Stripe-Signature", "t=1,v1=" + "0".repeat(64)), "{}");
        assertEquals(503, answer.status());
        assertEquals(provider.equals("wechatpay") ? "FAIL" : "", answer.body().path("code").asText());
    }
}
