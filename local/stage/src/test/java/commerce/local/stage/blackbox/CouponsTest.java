package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.local.stage.harness.TestStage;
import commerce.local.tools.client.Controls;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Money;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** A coupon's way over HTTP, from the order that takes it to the refund that gives it back: with the money its campaign counts at every step. */
@QuarkusTest
class CouponsTest {

    @Inject
    TestStage stage;

    private HttpApi api;
    private Controls controls;
    private String tenant;
    private String merchant;
    private String alice;

    @BeforeEach
    void aShopWithTeaForAHundred() {
        api = new HttpApi(stage.url());
        controls = new Controls(api);
        tenant = "coupons-" + UUID.randomUUID().toString().substring(0, 8);
        merchant = controls.token(tenant, "merchant", "admin");
        alice = controls.token(tenant, "alice", "shop");
        send("PUT", "/admin/products/tea", merchant, "{'name':'Tea','price':{'amount':10000,'currency':'CNY'}}");
        send("POST", "/admin/products/tea/receipts", merchant, "{'receiptId':'opening','quantity':100}");
    }

    @AfterEach
    void mend() {
        stage.stage().faults().disarmAll();
    }

    private JsonNode send(String method, String path, String token, String body) {
        return api.send(method, path, token, body == null ? null : Json.read(body.replace('\'', '"')), Map.of("Idempotency-Key", UUID.randomUUID().toString())).expect(200, 201, 202).json();
    }

    /** A personal code of Alice's, issued as a workflow has it issued. */
    private String codeOf(String campaign, String terms) {
        send("PUT", "/admin/campaigns/" + campaign, merchant, "{'codes':'PERSONAL','trigger':'CHURN_RISK'," + terms + "}");
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        try (var lambda = LambdaClient.builder().endpointOverride(stage.stage().awsEndpoint()).region(Region.of(stage.stage().model().region()))
                .credentialsProvider(credentials).httpClient(UrlConnectionHttpClient.create()).build()) {
            var input = Json.object().put("tenant", tenant).put("trigger", "CHURN_RISK").put("customer", "alice").put("cause", campaign);
            var answer = lambda.invoke(call -> call.functionName(stage.stage().model().functions().get("issue-coupon").name()).payload(SdkBytes.fromUtf8String(input.toString())));
            return Json.read(answer.payload().asUtf8String()).path("couponCode").asText();
        }
    }

    private String order(String coupons) {
        var orderId = send("POST", "/orders", alice, "{'lines':[{'sku':'tea','quantity':1}],'paymentProvider':'simulator'," + coupons + "}").path("orderId").asText();
        controls.advance(0);
        return orderId;
    }

    private JsonNode see(String orderId) {
        return send("GET", "/orders/" + orderId, alice, null);
    }

    private void pay(String orderId) {
        controls.pay(see(orderId).path("payment").path("paymentId").asText(), 2);
        controls.advance(0);
        assertEquals("CONFIRMED", see(orderId).path("status").asText());
    }

    private void refund(String orderId, String refundId, long amount) {
        send("POST", "/admin/orders/" + orderId + "/refunds", merchant, "{'refundId':'" + refundId + "','amount':{'amount':" + amount + ",'currency':'CNY'}}");
        controls.advance(10);
    }

    private JsonNode coupon(String code) {
        return send("GET", "/admin/coupons/" + code, merchant, null);
    }

    private void assertCampaign(String id, long redeemed, long spent) {
        var campaign = send("GET", "/admin/campaigns/" + id, merchant, null);
        assertEquals(redeemed, campaign.path("redeemed").asLong(), campaign::toString);
        assertEquals(Money.cny(spent), Money.of(campaign.path("spent")), campaign::toString);
    }

    @Test
    void aCodeIsLockedWhileItsOrderWaitsUsedUpOnceItIsConfirmedAndRefundsGiveBackTheirPart() {
        var code = codeOf("back", "'amountOff':{'amount':1000,'currency':'CNY'},'budget':{'amount':1000,'currency':'CNY'}");
        var orderId = order("'couponCode':'" + code + "'");
        assertEquals("LOCKED", coupon(code).path("state").asText());
        assertEquals(orderId, coupon(code).path("orderId").asText());
        assertCampaign("back", 1, 1_000);

        pay(orderId);
        assertEquals("REDEEMED", coupon(code).path("state").asText());

        refund(orderId, "third", 3_000);
        assertCampaign("back", 1, 667);
        refund(orderId, "rest", 6_000);
        assertCampaign("back", 1, 0);
        assertEquals("REDEEMED", coupon(code).path("state").asText(), "its money is there for others, the code itself stays used");
    }

    @Test
    void aRefundOfTheWholeOrderGivesTheCodeBackIfItsCampaignSaysSo() {
        var code = codeOf("kind", "'percentOff':1000,'restoredByRefund':true,'maxPerCustomer':1");
        var orderId = order("'couponCode':'" + code + "'");
        pay(orderId);
        refund(orderId, "part", 4_500);
        assertCampaign("kind", 1, 500);
        assertEquals("REDEEMED", coupon(code).path("state").asText());

        refund(orderId, "rest", 4_500);
        assertCampaign("kind", 0, 0);
        assertEquals("RESTORED", coupon(code).path("state").asText());
        pay(order("'couponCode':'" + code + "'"));
        assertCampaign("kind", 1, 1_000);
    }

    @Test
    void aCancelledOrderGivesTheCodeBackForAnotherOrder() {
        var code = codeOf("again", "'amountOff':{'amount':1000,'currency':'CNY'}");
        var orderId = order("'couponCode':'" + code + "'");
        send("POST", "/orders/" + orderId + "/cancellation", alice, null);
        controls.advance(0);

        assertEquals("CANCELLED", see(orderId).path("status").asText());
        assertEquals("RESTORED", coupon(code).path("state").asText());
        assertFalse(coupon(code).has("orderId"));
        assertCampaign("again", 0, 0);
        pay(order("'couponCode':'" + code.toLowerCase() + "'"));
        assertEquals("REDEEMED", coupon(code).path("state").asText());
    }

    /** Two turns, of which one dies twice between its pages; an answer of the table is lost. */
    @Test
    void twoThousandFiveHundredUniqueCodesAreMadeListedAndUsedOnceEachWhileTheirMakerDies() {
        send("PUT", "/admin/campaigns/flyer", merchant, "{'percentOff':1000,'codes':'UNIQUE','quantity':2500,'validUntil':'2099-01-01T00:00:00Z','budget':{'amount':5000,'currency':'CNY'}}");
        for (var kind : new String[] {"CALL_BEFORE", "CALL_AFTER"}) {
            send("POST", "/local/faults", null, "{'operation':'make-codes','kind':'" + kind + "','service':'DynamoDB','call':'TransactWriteItems','times':1}");
        }
        var accepted = send("POST", "/admin/campaigns/flyer/codes", merchant, null);
        assertEquals("RUNNING", accepted.path("issuing").path("status").asText());
        for (int i = 0; i < 3; i++) {
            controls.advance(0);
            controls.redeliver();
        }
        controls.advance(0);
        var made = send("GET", "/admin/campaigns/flyer", merchant, null);
        assertEquals(2_500, made.path("issued").asLong(), made::toString);
        assertEquals("DONE", made.path("issuing").path("status").asText());

        var lines = api.send("GET", "/admin/campaigns/flyer/codes.csv", merchant, null, Map.of()).expect(200).text().lines().skip(1).toList();
        assertEquals(2_500, lines.stream().map(line -> line.split(",")[0]).distinct().count());
        var code = lines.get(1_234).split(",")[0];
        pay(order("'couponCode':'" + code + "'"));
        assertEquals("REDEEMED", coupon(code).path("state").asText());
        assertRefused("coupon-used", code);
        var other = lines.get(7).split(",")[0];
        send("PUT", "/admin/campaigns/flyer/codes/" + other, merchant, "{'active':false}");
        assertRefused("coupon-deactivated", other);
        api.send("PUT", "/admin/campaigns/flyer", merchant, Json.read("{\"percentOff\":1000,\"codes\":\"UNIQUE\",\"quantity\":2500,\"budget\":{\"amount\":999,\"currency\":\"CNY\"}}"), Map.of()).expect(409);
    }

    private void assertRefused(String why, String code) {
        var body = Json.read("{\"lines\":[{\"sku\":\"tea\",\"quantity\":1}],\"paymentProvider\":\"simulator\",\"couponCode\":\"" + code + "\"}");
        var problem = api.send("POST", "/orders", alice, body, Map.of("Idempotency-Key", UUID.randomUUID().toString())).expect(422).json();
        assertEquals("urn:commerce:problem:" + why, problem.path("type").asText());
        assertEquals("couponCode", problem.path("field").asText());
    }

    @Test
    void aCodeThatComesBackAfterItsEndCanBeUsedForItsGraceAndHasThenExpired() {
        var end = Instant.parse(controls.now()).plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
        var code = codeOf("grace", "'percentOff':1000,'validUntil':'" + end + "','graceSeconds':86400");
        order("'couponCode':'" + code + "'");
        controls.advance(2 * 3_600 + 60);
        assertEquals("RESTORED", coupon(code).path("state").asText(), "its order was not paid, and its window has ended meanwhile");

        var orderId = order("'couponCode':'" + code + "'");
        send("POST", "/orders/" + orderId + "/cancellation", alice, null);
        controls.advance(86_400 + 60);
        assertEquals("EXPIRED", coupon(code).path("state").asText());
        assertRefused("coupon-expired", code);
    }

    @Test
    void severalCouponsAreRedeemedTogetherOrNotAtAll() {
        var group = "'stackingGroup':'together'";
        send("PUT", "/admin/coupons/TEN", merchant, "{'amountOff':{'amount':1000,'currency':'CNY'}," + group + "}");
        send("PUT", "/admin/coupons/TENTH", merchant, "{'percentOff':1000,'maxRedemptions':1," + group + "}");

        var first = order("'couponCodes':['tenth','TEN']");
        pay(first);
        assertEquals(Money.cny(8_100), Money.of(see(first).path("total")));
        assertEquals(2, see(first).path("couponCodes").size());
        var second = order("'couponCodes':['TEN','TENTH']");

        assertEquals("REJECTED", see(second).path("status").asText());
        assertEquals("COUPON_EXHAUSTED", see(second).path("reason").asText());
        assertEquals(1, coupon("TEN").path("redeemed").asLong(), "the one that was left has not been taken either");
        assertEquals(Money.cny(1_000), Money.of(coupon("TEN").path("spent")));

        refund(first, "half", 4_050);
        assertEquals(Money.cny(500), Money.of(coupon("TEN").path("spent")));
        assertEquals(Money.cny(450), Money.of(coupon("TENTH").path("spent")));
    }
}
