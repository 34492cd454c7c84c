package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Busy;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.kernel.testing.Lambda;
import commerce.local.simulators.Outcome;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.CloseReason;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import commerce.payment.provider.BillLine;
import commerce.payment.provider.PaymentProvider.Asked;
import commerce.payment.provider.PaymentProvider.Creation;
import commerce.payment.provider.PaymentProvider.Known;
import commerce.payment.provider.PaymentProvider.Standing;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders paid, lost, late and refunded through Adyen's own protocol. */
class AdyenJourneyTest {

    private final Journey journey = new Journey("adyen");
    private final Till till = journey.till;

    @AfterEach
    void close() {
        journey.close();
    }

    private Standing query(String orderId) {
        var row = journey.row(orderId);
        return Settings.during(till.environment, () -> till.providers.require("adyen").query(Known.of(row, row.attempt(1).orElseThrow())));
    }

    @Test
    void anOrderIsPaidByItsLinkAndGivenBackInParts() {
        var orderId = journey.open();
        assertEquals(PaymentAction.Type.REDIRECT, journey.row(orderId).attempt(1).orElseThrow().action().orElseThrow().type());
        journey.settle(orderId, Outcome.SUCCEEDED, 3, Optional.empty());
        assertEquals(Payment.Status.CAPTURED, journey.row(orderId).status());
        assertEquals(1, till.answers(orderId, "SendTaskSuccess").size());

        assertEquals(202, till.refund(orderId, "k1", "{\"refundId\":\"part\",\"amount\":{\"amount\":3000,\"currency\":\"CNY\"}}").status());
        journey.awaitRefund(orderId, "part", Refund.Status.SUCCEEDED);
        assertEquals(202, till.refund(orderId, "k2", "{\"refundId\":\"rest\"}").status());
        journey.awaitRefund(orderId, "rest", Refund.Status.SUCCEEDED);
        assertEquals(Money.of(5800, "CNY"), till.refund(orderId, "rest").amount());
        assertEquals(422, till.refund(orderId, "k3", "{\"refundId\":\"more\",\"amount\":{\"amount\":1,\"currency\":\"CNY\"}}").status());
    }

    @Test
    void theLinkKnowsWhereTheBuyerGoesAndWhenItEnds() {
        var link = Json.read(Browser.get(journey.providers.adyen.baseUrl() + "/v71/paymentLinks/" + journey.row(journey.open()).attempt(1).orElseThrow().providerReference().orElseThrow(),
                "x-api-key", "AQE_local"));
        assertEquals("https://shop.example/thanks", link.path("returnUrl").asText());
        assertEquals(till.clock.instant().plus(Till.WINDOW).getEpochSecond(), java.time.OffsetDateTime.parse(link.path("expiresAt").asText()).toEpochSecond());
    }

    @Test
    void aRefundThatAdyenFailsIsRefundableAgain() {
        var orderId = journey.open();
        journey.pay(orderId);
        assertTrue(journey.providers.adyen.failRefundsOf(Till.id(orderId, 1).toString()));
        till.refund(orderId, "k1", "{\"refundId\":\"r\"}");
        journey.awaitRefund(orderId, "r", Refund.Status.FAILED);
        assertEquals(0, journey.row(orderId).refundingMinor());
    }

    @Test
    void aRefusalLeavesTheAttemptFailedUntilTheBuyerSucceeds() {
        var orderId = journey.open();
        journey.settle(orderId, Outcome.FAILED, 1, Optional.empty());
        assertEquals(Attempt.Status.FAILED, journey.row(orderId).attempt(1).orElseThrow().status());
        assertEquals(new Standing.Open(), query(orderId));
        journey.pay(orderId);
        assertEquals(Payment.Status.CAPTURED, journey.row(orderId).status());
    }

    @Test
    void aClosedLinkIsClosedAtAdyenAndLateMoneyGoesBack() {
        var orderId = journey.open();
        assertEquals("CLOSED", till.close(orderId, "States.Timeout").path("status").asText());
        assertEquals("CLOSED", till.close(orderId, "States.Timeout").path("status").asText(), "however often");
        assertEquals(new Standing.Closed(), query(orderId));
        journey.pay(orderId);
        assertEquals(Payment.Status.CLOSED, journey.row(orderId).status());
        journey.awaitRefund(orderId, "late-1", Refund.Status.SUCCEEDED);
        assertEquals(Till.PRICE, till.refund(orderId, "late-1").amount());
    }

    @Test
    void aCompletedLinkIsPaidBeforeTheWebhookNamesThePaymentAndGivenBackAfterIt() {
        var orderId = journey.open();
        journey.payUnheard(orderId);
        assertEquals(new Standing.Paid(Optional.empty(), Till.PRICE), query(orderId));
        assertEquals("CAPTURED", journey.request(orderId, Till.PRICE));
        assertEquals(Optional.empty(), journey.row(orderId).capturedAttempt().orElseThrow().transaction());
        assertEquals(202, till.refund(orderId, "k1", "{\"refundId\":\"all\"}").status());
        till.clock.advance(Duration.ofMinutes(5));
        assertEquals(Json.read("{\"asked\":1,\"ended\":0}"), Lambda.invoke(till.queryPendingRefunds, Map.of(), till.environment));
        assertEquals(Refund.Status.PENDING, till.refund(orderId, "all").status(), "nobody knows yet of which payment");

        journey.pay(orderId);
        assertTrue(journey.row(orderId).capturedAttempt().orElseThrow().transaction().isPresent());
        assertEquals(List.of("payment.captured.v1", "payment.requested.v1", "refund.requested.v1"), till.events(orderId));
        journey.awaitRefund(orderId, "all", Refund.Status.SUCCEEDED);
    }

    @Test
    void lateMoneyThatIsFoundBeforeItIsNamedGoesBackWhenItIs() {
        var orderId = journey.open();
        till.aws.interleaving().runBefore("UpdateItem", () -> till.table.during(() -> till.rows.closeIfUnchanged(journey.row(orderId), CloseReason.BY_CUSTOMER, Set.of(1),
                PaymentEvents.closed(Till.TENANT, orderId, CloseReason.BY_CUSTOMER, till.clock.instant()))));
        journey.payUnheard(orderId);
        assertEquals("CLOSED", till.close(orderId, "States.Timeout").path("status").asText());
        assertEquals(Optional.empty(), journey.row(orderId).attempt(1).orElseThrow().transaction());

        journey.pay(orderId);
        journey.awaitRefund(orderId, "late-1", Refund.Status.SUCCEEDED);
    }

    @Test
    void aCrashBetweenAdyensAnswerAndOurWriteIsHealedByTheSameRequest() {
        var orderId = till.newOrder();
        till.aws.interleaving().runAfter("UpdateItem", () -> till.aws.interleaving().runBefore("UpdateItem", Crash::now));
        assertThrows(RuntimeException.class, () -> journey.request(orderId, Till.PRICE));
        till.clock.advance(Duration.ofMinutes(5));
        assertEquals("OPEN", journey.request(orderId, Till.PRICE));
        journey.pay(orderId);
        assertEquals(Payment.Status.CAPTURED, journey.row(orderId).status());
    }

    @Test
    void anotherAmountThanAskedForIsNeverAConfirmation() {
        var orderId = journey.open();
        journey.settle(orderId, Outcome.SUCCEEDED, 1, Optional.of(Money.of(1, "CNY")));
        assertEquals(Payment.Status.OPEN, journey.row(orderId).status());
    }

    @Test
    void anAdyenThatIsAwayOrDoesNotAcceptOurKeyIsBusyAndTheAttemptStaysClaimed() {
        var orderId = till.newOrder();
        var address = till.environment.put("ADYEN_BASE_URL", "http://127.0.0.1:1");
        assertThrows(Busy.class, () -> journey.request(orderId, Till.PRICE));
        till.environment.put("ADYEN_BASE_URL", address);
        assertEquals("OPEN", journey.request(orderId, Till.PRICE));
        assertEquals(1, journey.row(orderId).attempts().size());
    }

    @Test
    void aPaymentIdThatDoesNotFitIsRefused() {
        var id = new PaymentId("a".repeat(64), till.newOrder(), 1);
        var asked = new Asked(id, Till.PRICE, "Order", till.clock.instant(), till.clock.instant().plus(Till.WINDOW), Optional.empty(), Optional.empty());
        assertTrue(Settings.during(till.environment, () -> till.providers.require("adyen").create(asked)) instanceof Creation.Refused);
    }

    @Test
    void theReportOfADayHasItsPaymentsAndRefunds() {
        var orderId = journey.open();
        journey.pay(orderId);
        till.refund(orderId, "k1", "{\"refundId\":\"part\",\"amount\":{\"amount\":3000,\"currency\":\"CNY\"}}");
        journey.awaitRefund(orderId, "part", Refund.Status.SUCCEEDED);
        var day = till.clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        var lines = new ArrayList<BillLine>();
        var adyen = Settings.during(till.environment, () -> till.providers.require("adyen"));
        assertThrows(Busy.class, () -> Settings.during(till.environment, () -> {
            adyen.bill(day, lines::add);
            return null;
        }));
        till.clock.advance(Duration.ofHours(24));
        Settings.during(till.environment, () -> {
            adyen.bill(day, lines::add);
            return null;
        });
        assertEquals(List.of(BillLine.Kind.PAYMENT, BillLine.Kind.REFUND), lines.stream().map(BillLine::kind).toList());
        assertEquals(List.of(Till.PRICE, Money.of(-3000, "CNY")), lines.stream().map(BillLine::amount).toList());
        assertEquals(Optional.of(Till.id(orderId, 1).toString()), lines.getFirst().paymentId());
        assertEquals(Optional.of(adyen.nameThere(till.refund(orderId, "part"))), lines.getLast().refundReference());
        assertTrue(lines.getFirst().fee().isPositive());
    }
}
