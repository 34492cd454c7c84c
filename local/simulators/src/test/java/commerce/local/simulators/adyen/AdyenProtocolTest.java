package commerce.local.simulators.adyen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.adyen.Client;
import com.adyen.enums.Environment;
import com.adyen.model.RequestOptions;
import com.adyen.model.checkout.Amount;
import com.adyen.model.checkout.PaymentLinkRequest;
import com.adyen.model.checkout.PaymentLinkResponse;
import com.adyen.model.checkout.PaymentLinkResponse.StatusEnum;
import com.adyen.model.checkout.PaymentRefundRequest;
import com.adyen.model.checkout.PaymentRefundResponse;
import com.adyen.model.checkout.UpdatePaymentLinkRequest;
import com.adyen.model.notification.NotificationRequestItem;
import com.adyen.notification.WebhookHandler;
import com.adyen.service.checkout.ModificationsApi;
import com.adyen.service.checkout.PaymentLinksApi;
import com.adyen.service.exception.ApiException;
import com.adyen.util.HMACValidator;
import commerce.local.simulators.Money;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.ProviderServer;
import commerce.local.simulators.Settlement;
import commerce.local.simulators.Shop;
import commerce.local.simulators.Timeline;
import java.io.IOException;
import java.security.SignatureException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Adyen's own library talks to the simulator and checks what it sends. */
class AdyenProtocolTest {

    private static final String HMAC_KEY = "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF";
    private static final String MERCHANT = "CommerceFunctionsLocal";
    private static final AdyenAccount ACCOUNT = new AdyenAccount(MERCHANT, "AQE_local", HMAC_KEY, false);

    private final Timeline time = new Timeline();
    private Shop shop;
    private ProviderServer server;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        shop = new Shop(time, "[accepted]");
        server = ProviderServer.start("adyen", desk -> new AdyenProtocol(desk, ACCOUNT), shop::url, time, time);
        client = new Client("AQE_local", Environment.TEST);
    }

    @AfterEach
    void stop() {
        server.close();
        shop.close();
    }

    private PaymentLinksApi links() {
        return new PaymentLinksApi(client, server.baseUrl() + "/v71");
    }

    private PaymentLinkRequest request(String reference, long value, String currency) {
        return new PaymentLinkRequest().merchantAccount(MERCHANT).reference(reference).amount(new Amount().value(value).currency(currency))
                .returnUrl("https://shop.example/done").expiresAt(time.instant().plusSeconds(7200).atOffset(ZoneOffset.UTC));
    }

    private PaymentLinkResponse create(String reference) throws IOException, ApiException {
        return links().paymentLinks(request(reference, 8800, "EUR"), new RequestOptions().idempotencyKey("create-" + reference));
    }

    private NotificationRequestItem paid(String reference) throws IOException, ApiException, SignatureException {
        create(reference);
        assertInstanceOf(Settlement.Settled.class, server.settle(reference, Outcome.SUCCEEDED, 1, Optional.empty()));
        return verified(shop.last()).getFirst();
    }

    private PaymentRefundResponse refund(String pspReference, String reference, long value) throws IOException, ApiException {
        return new ModificationsApi(client, server.baseUrl() + "/v71").refundCapturedPayment(pspReference,
                new PaymentRefundRequest().merchantAccount(MERCHANT).reference(reference).amount(new Amount().value(value).currency("EUR")),
                new RequestOptions().idempotencyKey("refund-" + reference));
    }

    /** As a merchant would: each item by its own HMAC. */
    private static List<NotificationRequestItem> verified(Shop.Received webhook) throws IOException, SignatureException {
        assertEquals("/webhooks/adyen", webhook.path());
        var request = new WebhookHandler().handleNotificationJson(webhook.body());
        assertEquals("false", request.getLive());
        for (var item : request.getNotificationItems()) {
            assertTrue(new HMACValidator().validateHMAC(item, HMAC_KEY), item.toString());
            assertEquals(MERCHANT, item.getMerchantAccountCode());
        }
        return request.getNotificationItems();
    }

    private static void refused(int status, String code, Executable call) {
        var refusal = assertThrows(ApiException.class, call);
        assertEquals(status, refusal.getStatusCode());
        assertEquals(code, Shop.json(refusal.getResponseBody()).path("errorCode").asText(), refusal.getResponseBody());
    }

    @Test
    void aLinkIsCreatedOncePerKeyWithAPageToPayOn() throws IOException, ApiException {
        var link = create("t1_o1_1");
        assertEquals(StatusEnum.ACTIVE, link.getStatus());
        assertEquals("t1_o1_1", link.getReference());
        assertEquals(8800, link.getAmount().getValue());
        assertEquals(time.instant().plusSeconds(7200), link.getExpiresAt().toInstant());
        assertEquals(200, Shop.send("GET", link.getUrl(), "").statusCode());
        assertEquals(link.getId(), create("t1_o1_1").getId());
        assertNotEquals(link.getId(), links().paymentLinks(request("t1_o1_1", 8800, "EUR")).getId(), "without a key there is another link");
        assertEquals(StatusEnum.ACTIVE, links().getPaymentLink(link.getId()).getStatus());
        refused(404, "30_006", () -> links().getPaymentLink("PLNONE"));
    }

    @Test
    void aWrongKeyOrAccountIsRefused() {
        client = new Client("AQE_other", Environment.TEST);
        refused(401, "000", () -> create("t1_o1_1"));
        client = new Client("AQE_local", Environment.TEST);
        refused(403, "901", () -> links().paymentLinks(request("t1_o1_1", 8800, "EUR").merchantAccount("Other")));
    }

    @Test
    void whatAdyenWouldNotTakeIsRefused() {
        refused(422, "130", () -> links().paymentLinks(request(null, 8800, "EUR")));
        refused(422, "702", () -> links().paymentLinks(request("r".repeat(81), 8800, "EUR")));
        refused(422, "137", () -> links().paymentLinks(request("t1_o1_1", 0, "EUR")));
        refused(422, "138", () -> links().paymentLinks(request("t1_o1_1", 8800, "XXQ")));
        refused(422, "100", () -> links().paymentLinks(request("t1_o1_1", 8800, "EUR").amount(null)));
        refused(422, "702", () -> links().paymentLinks(request("t1_o1_1", 8800, "EUR").expiresAt(time.instant().atOffset(ZoneOffset.UTC))));
    }

    @Test
    void aPaymentIsToldByASignedItem() throws IOException, ApiException, SignatureException {
        var item = paid("t1_o1_1");
        assertEquals("AUTHORISATION", item.getEventCode());
        assertTrue(item.isSuccess());
        assertEquals("t1_o1_1", item.getMerchantReference());
        assertEquals(8800, item.getAmount().getValue());
        assertEquals("EUR", item.getAmount().getCurrency());
        assertNull(item.getOriginalReference());
        assertEquals(StatusEnum.COMPLETED, links().getPaymentLink(item.getAdditionalData().get("paymentLinkId")).getStatus());
    }

    @Test
    void aRefusalIsToldAndLeavesTheLinkActive() throws IOException, ApiException, SignatureException {
        var link = create("t1_o1_1");
        server.settle("t1_o1_1", Outcome.FAILED, 1, Optional.empty());
        var item = verified(shop.last()).getFirst();
        assertEquals("AUTHORISATION", item.getEventCode());
        assertFalse(item.isSuccess());
        assertEquals(StatusEnum.ACTIVE, links().getPaymentLink(link.getId()).getStatus());
        server.settle("t1_o1_1", Outcome.SUCCEEDED, 1, Optional.empty());
        assertNotEquals(item.getPspReference(), verified(shop.last()).getFirst().getPspReference(), "each attempt is a payment of its own");
    }

    @Test
    void anotherAmountIsPaidInAdyensMinorUnits() throws IOException, ApiException, SignatureException {
        links().paymentLinks(request("t1_o1_1", 500_00, "ISK"));
        server.settle("t1_o1_1", Outcome.SUCCEEDED, 1, Optional.of(new Money(7, "ISK")));
        assertEquals(700, verified(shop.last()).getFirst().getAmount().getValue(), "7 crowns, which ISO counts without decimals and Adyen with two");
    }

    @Test
    void everyDeliveryCarriesTheSameItem() throws IOException, ApiException {
        create("t1_o1_1");
        server.settle("t1_o1_1", Outcome.SUCCEEDED, 3, Optional.empty());
        assertEquals(3, shop.received().size());
        assertEquals(1, shop.received().stream().map(Shop.Received::body).distinct().count());
    }

    @Test
    void threeTriesAtOnceThenAQueueInWhichTheFirstHoldsUpTheOthers() throws IOException, ApiException, SignatureException {
        create("t1_o1_1");
        create("t1_o2_1");
        for (int i = 0; i < 5; i++) {
            shop.willAnswer(500, "");
        }
        var first = (Settlement.Settled) server.settle("t1_o1_1", Outcome.SUCCEEDED, 1, Optional.empty());
        time.pass();
        assertEquals(3, shop.received().size());
        var second = (Settlement.Settled) server.settle("t1_o2_1", Outcome.SUCCEEDED, 1, Optional.empty());
        assertEquals(3, shop.received().size(), "the second waits behind the first");
        time.advance(Duration.ofSeconds(120));
        assertEquals(4, shop.received().size());
        time.advance(Duration.ofSeconds(300));
        assertFalse(first.delivered().isDone() || second.delivered().isDone());
        time.advance(Duration.ofSeconds(600));
        assertTrue(first.delivered().isDone() && second.delivered().isDone());
        assertEquals(List.of(0L, 0L, 0L, 120L, 420L, 1020L, 1020L), shop.seconds());
        assertEquals("t1_o2_1", verified(shop.last()).getFirst().getMerchantReference());
    }

    @Test
    void aQueuedWebhookIsGivenUpAfterThirtyDays() throws IOException, ApiException {
        create("t1_o1_1");
        for (int i = 0; i < 200; i++) {
            shop.willAnswer(500, "");
        }
        server.settle("t1_o1_1", Outcome.SUCCEEDED, 1, Optional.empty());
        time.pass();
        time.advance(Duration.ofDays(60));
        assertTrue(shop.seconds().getLast() <= Duration.ofDays(30).toSeconds());
        assertEquals(99, shop.received().size());
    }

    @Test
    void aLinkIsClosedUnlessItIsPaid() throws IOException, ApiException, SignatureException {
        var link = create("t1_o1_1");
        var expire = new UpdatePaymentLinkRequest().status(UpdatePaymentLinkRequest.StatusEnum.EXPIRED);
        assertEquals(StatusEnum.EXPIRED, links().updatePaymentLink(link.getId(), expire).getStatus());
        assertEquals(StatusEnum.EXPIRED, links().updatePaymentLink(link.getId(), expire).getStatus());
        var completed = paid("t1_o2_1").getAdditionalData().get("paymentLinkId");
        refused(422, "30_008", () -> links().updatePaymentLink(completed, expire));
        assertTrue(Shop.send("GET", link.getUrl(), "").body().contains("cannot be paid"));
    }

    @Test
    void aLinkExpiresByTheProvidersClock() throws IOException, ApiException {
        var link = create("t1_o1_1");
        time.advance(Duration.ofSeconds(7199));
        assertEquals(StatusEnum.ACTIVE, links().getPaymentLink(link.getId()).getStatus());
        time.advance(Duration.ofSeconds(1));
        assertEquals(StatusEnum.EXPIRED, links().getPaymentLink(link.getId()).getStatus());
    }

    @Test
    void aRefundIsReceivedAndAWebhookTellsWhetherItWorked() throws IOException, ApiException, SignatureException {
        var payment = paid("t1_o1_1").getPspReference();
        var received = refund(payment, "r-1", 8000);
        assertEquals(PaymentRefundResponse.StatusEnum.RECEIVED, received.getStatus());
        assertEquals(received.getPspReference(), refund(payment, "r-1", 8000).getPspReference());
        time.pass();
        var done = verified(shop.last()).getFirst();
        assertEquals("REFUND", done.getEventCode());
        assertTrue(done.isSuccess());
        assertEquals("r-1", done.getMerchantReference());
        assertEquals(payment, done.getOriginalReference());
        assertEquals(received.getPspReference(), done.getPspReference());
        assertEquals(2, shop.received().size());

        assertEquals(PaymentRefundResponse.StatusEnum.RECEIVED, refund(payment, "r-2", 801).getStatus());
        time.pass();
        var refused = verified(shop.last()).getFirst();
        assertFalse(refused.isSuccess());
        assertEquals("Insufficient balance on payment", refused.getReason());
        refused(422, "167", () -> refund("NONE", "r-3", 1));
    }

    @Test
    void aRefundCanBeMadeToFailAndLeavesTheMoney() throws IOException, ApiException, SignatureException {
        var payment = paid("t1_o1_1").getPspReference();
        server.failRefundsOf("t1_o1_1");
        refund(payment, "r-1", 8800);
        time.pass();
        assertFalse(verified(shop.last()).getFirst().isSuccess());
        assertEquals("Refused", verified(shop.last()).getFirst().getReason());
    }

    @Test
    void aRefundThatHadSucceededCanComeBack() throws IOException, ApiException, SignatureException {
        var payment = paid("t1_o1_1");
        var refund = refund(payment.getPspReference(), "r1", 8800);
        time.pass();
        assertEquals("REFUND", verified(shop.last()).getFirst().getEventCode());

        server.returnRefund("t1_o1_1", 1);

        var told = verified(shop.last()).getFirst();
        assertEquals("REFUND_FAILED", told.getEventCode());
        assertEquals(List.of(refund.getPspReference(), "r1", payment.getPspReference()), List.of(told.getPspReference(), told.getMerchantReference(), told.getOriginalReference()));
        assertEquals(new Money(0, "EUR"), server.account("t1_o1_1").orElseThrow().givenBack());
        assertInstanceOf(Settlement.NotPossible.class, server.settle("t1_o1_1", Outcome.PROCESSING, 1, Optional.empty()), "this simulator's Adyen has no delayed payments");
    }

    @Test
    void aChargebackComesWithItsAnnouncementInOneBody() throws IOException, ApiException, SignatureException {
        var payment = paid("t1_o1_1").getPspReference();
        server.dispute("t1_o1_1", 1, Optional.of(new Money(5000, "EUR")));
        var items = verified(shop.last());
        assertEquals(List.of("NOTIFICATION_OF_CHARGEBACK", "CHARGEBACK"), items.stream().map(NotificationRequestItem::getEventCode).toList());
        assertEquals(payment, items.getLast().getOriginalReference());
        assertEquals(5000, items.getLast().getAmount().getValue());
        server.endDispute("t1_o1_1", 1, true);
        assertEquals("CHARGEBACK_REVERSED", verified(shop.last()).getFirst().getEventCode());
    }

    @Test
    void whatHappenedIsInTheReportOfTheDay() throws IOException, ApiException, SignatureException {
        var payment = paid("t1_o1_1").getPspReference();
        refund(payment, "r-1", 800);
        time.pass();
        var url = server.baseUrl() + "/reports/download/MerchantAccount/" + MERCHANT + "/payments_accounting_report_" + time.instant().toString().substring(0, 10).replace('-', '_') + ".csv";
        assertEquals(404, Shop.send("GET", url, "", "X-API-Key", "AQE_local").statusCode(), "the day is not over");
        time.jump(Duration.ofDays(1));
        assertEquals(401, Shop.send("GET", url, "").statusCode());
        var lines = Shop.send("GET", url, "", "X-API-Key", "AQE_local").body().split("\n");
        assertEquals(3, lines.length);
        var header = List.of(lines[0].split(","));
        var cells = new ArrayList<String>();
        for (var column : List.of("Psp Reference", "Record Type", "Captured (PC)", "Payable (SC)", "Commission (SC)", "Modification Merchant Reference")) {
            cells.add(lines[1].split(",", -1)[header.indexOf(column)] + "|" + lines[2].split(",", -1)[header.indexOf(column)]);
        }
        assertEquals(List.of(payment + "|" + payment, "Settled|Refunded", "88.00|-8.00", "86.94|-8.00", "1.06|0.00", "|r-1"), cells);
    }
}
