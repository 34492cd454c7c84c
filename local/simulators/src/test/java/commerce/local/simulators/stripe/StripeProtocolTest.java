package commerce.local.simulators.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.net.Webhook;
import com.stripe.param.PaymentIntentSearchParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionRetrieveParams;
import com.stripe.param.reporting.ReportRunCreateParams;
import commerce.local.simulators.Money;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.ProviderServer;
import commerce.local.simulators.Settlement;
import commerce.local.simulators.Shop;
import commerce.local.simulators.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stripe's own library talks to the simulator and checks what it sends. */
class StripeProtocolTest {

    private static final StripeAccount ACCOUNT = new StripeAccount("sk_test_local", false, "whsec_local");

    private final Timeline time = new Timeline();
    private Shop shop;
    private ProviderServer server;
    private StripeClient stripe;

    @BeforeEach
    void start() throws IOException {
        shop = new Shop(time, "");
        server = ProviderServer.start("stripe", desk -> new StripeProtocol(desk, ACCOUNT), shop::url, time, time);
        stripe = client("sk_test_local");
    }

    @AfterEach
    void stop() {
        server.close();
        shop.close();
    }

    private StripeClient client(String key) {
        return StripeClient.builder().setApiKey(key).setApiBase(server.baseUrl().toString()).setMaxNetworkRetries(0).build();
    }

    private SessionCreateParams params(String paymentId, long amount) {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setClientReferenceId(paymentId)
                .putMetadata("payment_id", paymentId)
                .setPaymentIntentData(SessionCreateParams.PaymentIntentData.builder().putMetadata("payment_id", paymentId).build())
                .setExpiresAt(time.instant().getEpochSecond() + 7200)
                .setSuccessUrl("https://shop.example/done?session={CHECKOUT_SESSION_ID}")
                .setCancelUrl("https://shop.example/basket")
                .addLineItem(SessionCreateParams.LineItem.builder().setQuantity(2L).setPriceData(SessionCreateParams.LineItem.PriceData.builder()
                        .setCurrency("eur").setUnitAmount(amount / 2)
                        .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder().setName("Order").build()).build()).build())
                .build();
    }

    private Session create(String paymentId) throws StripeException {
        return stripe.v1().checkout().sessions().create(params(paymentId, 8800), RequestOptions.builder().setIdempotencyKey("create-" + paymentId).build());
    }

    private Session paid(String paymentId) throws StripeException {
        var session = create(paymentId);
        pay(paymentId, Outcome.SUCCEEDED);
        return stripe.v1().checkout().sessions().retrieve(session.getId());
    }

    private void pay(String paymentId, Outcome outcome) {
        assertInstanceOf(Settlement.Settled.class, server.settle(paymentId, outcome, 1, Optional.empty()));
    }

    private Refund refund(String intent, long amount, String key) throws StripeException {
        return stripe.v1().refunds().create(RefundCreateParams.builder().setPaymentIntent(intent).setAmount(amount).putMetadata("refund_id", key).build(),
                RequestOptions.builder().setIdempotencyKey(key).build());
    }

    /** As a merchant would: signature, time, and the event with its typed object. */
    private Event verified(Shop.Received webhook) throws StripeException {
        assertEquals("/webhooks/stripe", webhook.path());
        return Webhook.constructEvent(webhook.body(), webhook.header("Stripe-Signature"), "whsec_local", 300, time);
    }

    private <T> T object(Shop.Received webhook, String type, Class<T> as) throws StripeException {
        var event = verified(webhook);
        assertEquals(type, event.getType());
        return as.cast(event.getDataObjectDeserializer().getObject().orElseThrow());
    }

    @Test
    void aSessionIsCreatedWithAPageToPayOn() throws StripeException {
        var session = create("t1_o1_1");
        assertEquals("open", session.getStatus());
        assertEquals("unpaid", session.getPaymentStatus());
        assertEquals(8800, session.getAmountTotal());
        assertEquals("eur", session.getCurrency());
        assertEquals("t1_o1_1", session.getMetadata().get("payment_id"));
        assertNull(session.getPaymentIntent(), "nobody has tried to pay");
        assertTrue(session.getId().startsWith("cs_test_"));
        assertEquals(200, Shop.send("GET", session.getUrl(), "").statusCode());
        assertNotEquals(session.getId(), create("t1_o1_2").getId());
    }

    @Test
    void theSameKeyAnswersTheSameSessionAndNothingElse() throws StripeException {
        var first = create("t1_o1_1");
        var again = create("t1_o1_1");
        assertEquals(first.getId(), again.getId());
        assertEquals("true", again.getLastResponse().headers().firstValue("Idempotent-Replayed").orElseThrow());
        var reused = assertThrows(IdempotencyException.class,
                () -> stripe.v1().checkout().sessions().create(params("t1_o1_1", 8802), RequestOptions.builder().setIdempotencyKey("create-t1_o1_1").build()));
        assertEquals(400, reused.getStatusCode());
        time.advance(Duration.ofHours(24));
        assertEquals("open", create("t1_o1_3").getStatus(), "keys are kept for a day, and the clock is the provider's");
    }

    @Test
    void aWrongKeyIsRefused() {
        assertThrows(AuthenticationException.class, () -> client("sk_test_other").v1().checkout().sessions().create(params("t1_o1_1", 8800)));
        assertEquals(401, Shop.send("GET", server.baseUrl() + "/v1/refunds/re_1", "").statusCode());
    }

    @Test
    void whatStripeWouldNotTakeIsRefusedNamingTheParameter() {
        for (var wrong : List.of(
                List.of("mode", ""),
                List.of("success_url", "mode=payment"),
                List.of("line_items", "mode=payment&success_url=https://a.example"),
                List.of("line_items[0][price_data][currency]", "mode=payment&success_url=https://a.example&line_items[0][price_data][currency]=xxq"),
                List.of("expires_at", "mode=payment&success_url=https://a.example&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=5"
                        + "&line_items[0][price_data][product_data][name]=x&line_items[0][quantity]=1&expires_at=" + (time.instant().getEpochSecond() + 1799)))) {
            var refused = Shop.send("POST", server.baseUrl() + "/v1/checkout/sessions", wrong.get(1), "Authorization", "Bearer sk_test_local");
            assertEquals(400, refused.statusCode(), refused.body());
            assertEquals("invalid_request_error", Shop.json(refused.body()).at("/error/type").asText());
            assertEquals(wrong.getFirst(), Shop.json(refused.body()).at("/error/param").asText());
        }
        assertEquals("resource_missing", assertThrows(InvalidRequestException.class, () -> stripe.v1().checkout().sessions().retrieve("cs_test_none")).getCode());
        assertEquals(404, assertThrows(InvalidRequestException.class, () -> stripe.v1().customers().list()).getStatusCode());
    }

    @Test
    void aBankDebitCompletesTheSessionAndItsMoneyComesLater() throws StripeException {
        var session = create("t1_o1_1");
        pay("t1_o1_1", Outcome.PROCESSING);
        assertEquals("unpaid", object(shop.last(), "checkout.session.completed", Session.class).getPaymentStatus());
        assertEquals("complete", stripe.v1().checkout().sessions().retrieve(session.getId()).getStatus());
        assertThrows(InvalidRequestException.class, () -> stripe.v1().checkout().sessions().expire(session.getId()));
        time.advance(Duration.ofHours(3));
        var intent = stripe.v1().checkout().sessions().retrieve(session.getId(), SessionRetrieveParams.builder().addExpand("payment_intent").build()).getPaymentIntentObject();
        assertEquals("processing", intent.getStatus(), "money on its way does not expire");

        pay("t1_o1_1", Outcome.SUCCEEDED);

        var told = object(shop.last(), "checkout.session.async_payment_succeeded", Session.class);
        assertEquals("paid", told.getPaymentStatus());
        assertEquals(intent.getId(), told.getPaymentIntent());
    }

    @Test
    void aBankDebitThatFailsCannotBeTriedAgain() throws StripeException {
        var session = create("t1_o1_1");
        pay("t1_o1_1", Outcome.PROCESSING);
        pay("t1_o1_1", Outcome.FAILED);
        var told = object(shop.last(), "checkout.session.async_payment_failed", Session.class);
        assertEquals(List.of("complete", "unpaid"), List.of(told.getStatus(), told.getPaymentStatus()));
        var expanded = stripe.v1().checkout().sessions().retrieve(session.getId(), SessionRetrieveParams.builder().addExpand("payment_intent").build());
        assertEquals("requires_payment_method", expanded.getPaymentIntentObject().getStatus());
        assertEquals(303, Shop.send("POST", server.baseUrl() + "/pay/" + session.getId(), "outcome=SUCCEEDED").statusCode());
        assertEquals("unpaid", stripe.v1().checkout().sessions().retrieve(session.getId()).getPaymentStatus());
    }

    @Test
    void aRefundThatHadSucceededCanComeBack() throws StripeException {
        var session = paid("t1_o1_1");
        assertInstanceOf(Settlement.NotPossible.class, server.returnRefund("t1_o1_1", 1));
        var refund = refund(session.getPaymentIntent(), 8800, "r1");
        time.pass();
        assertEquals("succeeded", stripe.v1().refunds().retrieve(refund.getId()).getStatus());

        assertInstanceOf(Settlement.Settled.class, server.returnRefund("t1_o1_1", 1));

        assertEquals("failed", object(shop.last(), "refund.failed", Refund.class).getStatus());
        assertEquals(new Money(0, "EUR"), server.account("t1_o1_1").orElseThrow().givenBack());
        assertEquals(8800, refund(session.getPaymentIntent(), 8800, "r2").getAmount(), "the money is there again");
    }

    @Test
    void aPaymentIsToldByASignedEvent() throws StripeException {
        var session = paid("t1_o1_1");
        var told = object(shop.last(), "checkout.session.completed", Session.class);
        assertEquals(session.getId(), told.getId());
        assertEquals("paid", told.getPaymentStatus());
        assertEquals("t1_o1_1", told.getClientReferenceId());
        assertEquals(8800, told.getAmountTotal());
        var expanded = stripe.v1().checkout().sessions().retrieve(session.getId(), SessionRetrieveParams.builder().addExpand("payment_intent.latest_charge").build());
        assertEquals("succeeded", expanded.getPaymentIntentObject().getStatus());
        assertEquals(8800, expanded.getPaymentIntentObject().getAmountReceived());
        assertEquals("t1_o1_1", expanded.getPaymentIntentObject().getMetadata().get("payment_id"));
        assertTrue(expanded.getPaymentIntentObject().getLatestChargeObject().getCaptured());
        var found = stripe.v1().paymentIntents().search(PaymentIntentSearchParams.builder().setQuery("metadata['payment_id']:'t1_o1_1'").build());
        assertEquals(List.of(session.getPaymentIntent()), found.getData().stream().map(PaymentIntent::getId).toList());
    }

    @Test
    void aRefusalLeavesTheSessionOpen() throws StripeException {
        var session = create("t1_o1_1");
        pay("t1_o1_1", Outcome.FAILED);
        var intent = object(shop.last(), "payment_intent.payment_failed", PaymentIntent.class);
        assertEquals("t1_o1_1", intent.getMetadata().get("payment_id"));
        assertEquals("card_declined", intent.getLastPaymentError().getCode());
        assertEquals("open", stripe.v1().checkout().sessions().retrieve(session.getId()).getStatus());
    }

    @Test
    void anotherAmountCanBePaid() throws StripeException {
        create("t1_o1_1");
        server.settle("t1_o1_1", Outcome.SUCCEEDED, 1, Optional.of(new Money(1, "USD")));
        var told = object(shop.last(), "checkout.session.completed", Session.class);
        assertEquals(1, told.getAmountTotal());
        assertEquals("usd", told.getCurrency());
    }

    @Test
    void everyDeliveryCarriesTheSameEvent() throws StripeException {
        create("t1_o1_1");
        server.settle("t1_o1_1", Outcome.SUCCEEDED, 5, Optional.empty());
        assertEquals(5, shop.received().size());
        assertEquals(1, shop.received().stream().map(Shop.Received::body).distinct().count());
        assertEquals(stripe.v1().events().retrieve(verified(shop.last()).getId()).getId(), verified(shop.last()).getId(), "and can be fetched again");
    }

    @Test
    void aRefusedWebhookIsRepeatedForThreeDaysWithTheSameEventSignedAnew() throws StripeException {
        create("t1_o1_1");
        for (int i = 0; i < 20; i++) {
            shop.willAnswer(500, "");
        }
        var settled = (Settlement.Settled) server.settle("t1_o1_1", Outcome.SUCCEEDED, 1, Optional.empty());
        time.advance(Duration.ofDays(10));
        assertEquals(List.of(0L, 300L, 2100L, 9300L, 27300L, 63300L, 106500L, 149700L, 192900L, 236100L), shop.seconds());
        assertEquals(1, shop.received().stream().map(Shop.Received::body).distinct().count());
        assertEquals(10, shop.received().stream().map(each -> each.header("Stripe-Signature")).distinct().count());
        assertTrue(!settled.delivered().isDone());
    }

    @Test
    void anExpiredSessionIsToldAndCannotBePaidOnThePage() throws StripeException {
        var session = create("t1_o1_1");
        stripe.v1().checkout().sessions().expire(session.getId());
        assertEquals("expired", object(shop.last(), "checkout.session.expired", Session.class).getStatus());
        assertThrows(InvalidRequestException.class, () -> stripe.v1().checkout().sessions().expire(session.getId()));
        Shop.send("POST", server.baseUrl() + "/pay/" + session.getId(), "outcome=SUCCEEDED");
        assertEquals("unpaid", stripe.v1().checkout().sessions().retrieve(session.getId()).getPaymentStatus());
        assertThrows(InvalidRequestException.class, () -> stripe.v1().checkout().sessions().expire(paid("t1_o1_2").getId()));
    }

    @Test
    void aSessionExpiresByTheProvidersClock() throws StripeException {
        var session = create("t1_o1_1");
        time.advance(Duration.ofSeconds(7199));
        assertEquals("open", stripe.v1().checkout().sessions().retrieve(session.getId()).getStatus());
        time.advance(Duration.ofSeconds(1));
        assertEquals("expired", stripe.v1().checkout().sessions().retrieve(session.getId()).getStatus());
        assertEquals(session.getId(), object(shop.last(), "checkout.session.expired", Session.class).getId());
    }

    @Test
    void refundsArePartialAndNeverMoreThanWasPaid() throws StripeException {
        var intent = paid("t1_o1_1").getPaymentIntent();
        var first = refund(intent, 8000, "r-1");
        assertEquals("pending", first.getStatus());
        assertEquals(first.getId(), refund(intent, 8000, "r-1").getId());
        assertEquals("amount", assertThrows(InvalidRequestException.class, () -> refund(intent, 801, "r-2")).getParam());
        time.pass();
        assertEquals("succeeded", stripe.v1().refunds().retrieve(first.getId()).getStatus());
        refund(intent, 800, "r-3");
        time.pass();
        assertEquals("charge_already_refunded", assertThrows(InvalidRequestException.class, () -> refund(intent, 1, "r-4")).getCode());
        var told = shop.received().subList(1, 5);
        assertEquals("r-1", object(told.get(0), "refund.updated", Refund.class).getMetadata().get("refund_id"));
        assertEquals(8000, object(told.get(1), "charge.refunded", Charge.class).getAmountRefunded());
        assertTrue(object(told.get(3), "charge.refunded", Charge.class).getRefunded());
    }

    @Test
    void whatWasNotPaidCannotBeRefunded() throws StripeException {
        create("t1_o1_1");
        assertEquals("resource_missing", assertThrows(InvalidRequestException.class, () -> refund("pi_none", 1, "r-1")).getCode());
        pay("t1_o1_1", Outcome.FAILED);
        var intent = verified(shop.last()).getDataObjectDeserializer().getObject().map(PaymentIntent.class::cast).orElseThrow().getId();
        assertThrows(InvalidRequestException.class, () -> refund(intent, 1, "r-1"));
    }

    @Test
    void aResetForgetsKeysEventsAndWebhooksToo() throws StripeException {
        var first = create("t1_o1_1");
        shop.willAnswer(500, "");
        pay("t1_o1_1", Outcome.SUCCEEDED);
        server.reset();
        var again = create("t1_o1_1");
        assertEquals("unpaid", again.getPaymentStatus());
        assertEquals(first.getId(), again.getId(), "the same run makes the same ids");
        assertEquals("resource_missing", assertThrows(InvalidRequestException.class, () -> stripe.v1().events().retrieve(verified(shop.last()).getId())).getCode());
        time.advance(Duration.ofHours(1));
        assertEquals(1, shop.received().size(), "nothing is repeated");
    }

    @Test
    void aRefundCanBeMadeToFailAndLeavesTheMoney() throws StripeException {
        var intent = paid("t1_o1_1").getPaymentIntent();
        assertTrue(server.failRefundsOf("t1_o1_1"));
        refund(intent, 8800, "r-1");
        time.pass();
        assertEquals("failed", object(shop.last(), "refund.failed", Refund.class).getStatus());
        assertEquals("pending", refund(intent, 8800, "r-2").getStatus());
    }

    @Test
    void aDisputeIsOpenedAndClosed() throws StripeException {
        var intent = paid("t1_o1_1").getPaymentIntent();
        server.dispute("t1_o1_1", 1, Optional.empty());
        var opened = object(shop.last(), "charge.dispute.created", Dispute.class);
        assertEquals(intent, opened.getPaymentIntent());
        assertEquals(8800, opened.getAmount());
        assertInstanceOf(Settlement.NotPossible.class, server.dispute("t1_o1_1", 1, Optional.empty()));
        server.endDispute("t1_o1_1", 1, false);
        var closed = object(shop.last(), "charge.dispute.closed", Dispute.class);
        assertEquals(opened.getId(), closed.getId());
        assertEquals("lost", closed.getStatus());
        assertInstanceOf(Settlement.NotPossible.class, server.endDispute("t1_o1_1", 1, true));
    }

    @Test
    void whatHappenedIsInTheBalanceAndInTheReport() throws StripeException {
        var start = time.instant().getEpochSecond();
        var intent = paid("t1_o1_1").getPaymentIntent();
        refund(intent, 800, "r-1");
        time.pass();
        var transactions = stripe.v1().balanceTransactions().list().getData();
        assertEquals(List.of("refund", "charge"), transactions.stream().map(each -> each.getReportingCategory()).toList());
        assertEquals(List.of(-800L, 8800L), transactions.stream().map(each -> each.getAmount()).toList());
        assertEquals(List.of(0L, 255L), transactions.stream().map(each -> each.getFee()).toList());
        assertEquals(8800 - 255, transactions.getLast().getNet());

        var asked = stripe.v1().reporting().reportRuns().create(ReportRunCreateParams.builder().setReportType("balance_change_from_activity.itemized.3")
                .setParameters(ReportRunCreateParams.Parameters.builder().setIntervalStart(start).setIntervalEnd(start + 86400)
                        .addColumn("reporting_category").addColumn("gross").addColumn("net").addColumn("payment_metadata[payment_id]").addColumn("refund_metadata[refund_id]").build()).build());
        assertEquals("pending", asked.getStatus());
        var run = stripe.v1().reporting().reportRuns().retrieve(asked.getId());
        assertEquals("succeeded", run.getStatus());
        assertEquals("""
                "reporting_category","gross","net","payment_metadata[payment_id]","refund_metadata[refund_id]"
                "charge","88.00","85.45","t1_o1_1",""
                "refund","-8.00","-8.00","t1_o1_1","r-1"
                """, Shop.send("GET", run.getResult().getUrl(), "", "Authorization", "Bearer sk_test_local").body());
    }
}
