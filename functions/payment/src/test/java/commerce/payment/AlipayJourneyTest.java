package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Busy;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.local.simulators.Outcome;
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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders paid, lost, late and refunded through Alipay's own protocol. */
class AlipayJourneyTest {

    private final Journey journey = new Journey("alipay");
    private final Till till = journey.till;

    @AfterEach
    void close() {
        journey.close();
    }

    @Test
    void anOrderIsPaidByItsCodeAndGivenBackInParts() {
        var orderId = journey.open();
        assertEquals(PaymentAction.Type.QR_CODE, journey.row(orderId).attempt(1).orElseThrow().action().orElseThrow().type());
        journey.settle(orderId, Outcome.SUCCEEDED, 3, Optional.empty());
        assertEquals(Payment.Status.CAPTURED, journey.row(orderId).status());
        assertTrue(journey.row(orderId).capturedAttempt().orElseThrow().transaction().orElseThrow().contains("22001"));
        assertEquals(1, till.answers(orderId, "SendTaskSuccess").size());

        assertEquals(202, till.refund(orderId, "k1", "{\"refundId\":\"part\",\"amount\":{\"amount\":3000,\"currency\":\"CNY\"}}").status());
        journey.awaitRefund(orderId, "part", Refund.Status.SUCCEEDED);
        assertEquals(202, till.refund(orderId, "k2", "{\"refundId\":\"rest\"}").status());
        journey.awaitRefund(orderId, "rest", Refund.Status.SUCCEEDED);
        assertEquals(Money.of(5800, "CNY"), till.refund(orderId, "rest").amount());
        assertEquals(422, till.refund(orderId, "k3", "{\"refundId\":\"more\",\"amount\":{\"amount\":1,\"currency\":\"CNY\"}}").status());
        till.door.await(() -> {
            till.applyInbox();
            return verdicts().size() == 3;
        });
        assertEquals(List.of("ACCEPTED", "ACCEPTED", "ACCEPTED"), verdicts(), "one payment and two refunds were told, and each was believed");
        assertEquals(new Standing.Paid(journey.row(orderId).capturedAttempt().orElseThrow().transaction().orElseThrow(), Till.PRICE), query(orderId),
                "a trade that was given back as a whole was paid");
    }

    private List<String> verdicts() {
        return till.table.all().stream().filter(item -> item.get("type").s().equals("inbox")).map(item -> item.get("verdict").s()).toList();
    }

    private Standing query(String orderId) {
        var row = journey.row(orderId);
        return Settings.during(till.environment, () -> till.providers.require("alipay").query(Known.of(row, row.attempt(1).orElseThrow())));
    }

    @Test
    void aRefundThatAlipayFailsIsRefundableAgain() {
        var orderId = journey.open();
        journey.pay(orderId);
        assertTrue(journey.providers.alipay.failRefundsOf(Till.id(orderId, 1).toString()));
        till.refund(orderId, "k1", "{\"refundId\":\"r\"}");
        journey.awaitRefund(orderId, "r", Refund.Status.FAILED);
        assertEquals(0, journey.row(orderId).refundingMinor());
    }

    @Test
    void aCodeThatNobodyScannedIsUnknownThereAndLateMoneyGoesBack() {
        var orderId = journey.open();
        assertEquals(new Standing.Unknown(), query(orderId));
        assertEquals("CLOSED", till.close(orderId, "States.Timeout").path("status").asText());
        assertEquals("CLOSED", till.close(orderId, "States.Timeout").path("status").asText(), "however often");
        journey.pay(orderId);
        assertEquals(Payment.Status.CLOSED, journey.row(orderId).status());
        journey.awaitRefund(orderId, "late-1", Refund.Status.SUCCEEDED);
        assertEquals(Till.PRICE, till.refund(orderId, "late-1").amount());
    }

    @Test
    void aScannedCodeIsOpenUntilItIsClosedThere() {
        var orderId = journey.open();
        Browser.get(journey.row(orderId).attempt(1).orElseThrow().action().orElseThrow().url());
        assertEquals(new Standing.Open(), query(orderId));
        assertEquals("CLOSED", till.close(orderId, "States.Timeout").path("status").asText());
        assertEquals(new Standing.Closed(), query(orderId));
    }

    @Test
    void aCloseThatFindsThePaymentPaidKeepsTheMoney() {
        var orderId = journey.open();
        journey.payUnheard(orderId);
        assertEquals("CAPTURED", till.close(orderId, "States.Timeout").path("status").asText());
        assertTrue(journey.row(orderId).capturedAttempt().orElseThrow().transaction().isPresent());
    }

    @Test
    void aRepeatedRequestFindsMoneyWhoseNotificationWasLost() {
        var orderId = journey.open();
        journey.payUnheard(orderId);
        assertEquals("CAPTURED", journey.request(orderId, Till.PRICE));
    }

    @Test
    void aCrashBetweenAlipaysAnswerAndOurWriteIsHealedByTheSameRequest() {
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
        assertEquals(List.of("QUARANTINED"), verdicts());
    }

    @Test
    void itTakesNoOtherCurrencyThanItsOwn() {
        assertThrows(PaymentNotPossible.class, () -> journey.request(till.newOrder(), Money.of(500, "USD")));
    }

    @Test
    void anAnswerThatAlipaysKeyDoesNotProveIsNoAnswer() {
        till.otherSecrets.put("arn:alipay", RealProviders.alipaySecret(List.of(RealProviders.STRANGER)));
        assertThrows(Busy.class, () -> journey.request(till.newOrder(), Till.PRICE));
    }

    @Test
    void anAlipayThatIsAwayIsBusyAndTheAttemptStaysClaimed() {
        var orderId = till.newOrder();
        var address = till.environment.put("ALIPAY_BASE_URL", "http://127.0.0.1:1");
        assertThrows(Busy.class, () -> journey.request(orderId, Till.PRICE));
        till.environment.put("ALIPAY_BASE_URL", address);
        assertEquals("OPEN", journey.request(orderId, Till.PRICE));
        assertEquals(1, journey.row(orderId).attempts().size());
    }

    @Test
    void aPaymentIdThatDoesNotFitIsPassedBack() {
        var id = new PaymentId("a-shop.with-a-long-name-that-alipays-field-does-not-hold-at-all", till.newOrder(), 1);
        var asked = new Asked(id, Till.PRICE, "Order", till.clock.instant(), till.clock.instant().plus(Till.WINDOW), Optional.empty(), Optional.of(till.door.address() + "/webhooks/alipay"));
        var created = Settings.during(till.environment, () -> till.providers.require("alipay").create(asked));
        var reference = ((Creation.Created) created).providerReference();
        assertTrue(reference.matches("[a-z2-7]{30}"), reference);
        journey.providers.alipay.settle(id.toString(), Outcome.SUCCEEDED, 1, Optional.empty());
        till.door.await(() -> till.table.all().stream().anyMatch(item -> item.containsKey("inboxShard") && item.get("notification").toString().contains(id.toString())));
    }

    @Test
    void theBillOfADayHasItsPaymentsAndRefunds() {
        var orderId = journey.open();
        journey.pay(orderId);
        till.refund(orderId, "k1", "{\"refundId\":\"part\",\"amount\":{\"amount\":3000,\"currency\":\"CNY\"}}");
        journey.awaitRefund(orderId, "part", Refund.Status.SUCCEEDED);
        var day = till.clock.instant().atZone(ZoneId.of("Asia/Shanghai")).toLocalDate();
        var lines = new ArrayList<BillLine>();
        var alipay = Settings.during(till.environment, () -> till.providers.require("alipay"));
        assertThrows(Busy.class, () -> Settings.during(till.environment, () -> {
            alipay.bill(day, lines::add);
            return null;
        }));
        till.clock.advance(Duration.ofHours(48));
        Settings.during(till.environment, () -> {
            alipay.bill(day, lines::add);
            alipay.bill(day.minusDays(1), lines::add);
            return null;
        });
        assertEquals(List.of(BillLine.Kind.PAYMENT, BillLine.Kind.REFUND), lines.stream().map(BillLine::kind).toList());
        assertEquals(List.of(Till.PRICE, Money.of(-3000, "CNY")), lines.stream().map(BillLine::amount).toList());
        assertEquals(Optional.of(Till.id(orderId, 1).toString()), lines.getFirst().paymentId());
        assertEquals(Optional.of(alipay.nameThere(till.refund(orderId, "part"))), lines.getLast().refundReference());
        assertTrue(lines.getFirst().fee().isPositive());
    }
}
