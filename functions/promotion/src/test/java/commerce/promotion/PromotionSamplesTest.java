package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.EventBus;
import commerce.kernel.FunctionInvoker;
import commerce.kernel.Json;
import commerce.kernel.OutboxTable;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every sample of promotion's operations through the real handler. */
class PromotionSamplesTest extends PromotionFixture {

    private final EventBus bus = new EventBus(aws.eventBridge());
    private final OutboxTable outbox = new OutboxTable(aws.dynamoDb());

    @BeforeEach
    void theBusAccepts() {
        aws.standIn().acceptEvents();
    }

    private JsonNode play(String sample, RequestStreamHandler handler) {
        return Lambda.invoke(handler, json(read(EVENTS.resolve("operations").resolve(sample + ".json"))), environment());
    }

    private static JsonNode body(JsonNode answer) {
        return json(answer.path("body").asText());
    }

    @Test
    void aCouponIsDefinedQuotedRedeemedAndRestored() {
        var put = play("put-coupon", putCoupon);
        assertEquals(201, put.path("statusCode").asInt(), put::toString);
        assertEquals(body(put), body(play("get-coupon", getCoupon)));

        var quote = play("create-quote", createQuote);
        assertEquals(200, quote.path("statusCode").asInt(), quote::toString);
        assertEquals(16_600, body(quote).path("total").path("amount").asLong());
        assertEquals(body(quote), play("quote-price", quotePrice).path("quote"));

        assertEquals(json("{\"status\":\"REDEEMED\"}"), play("redeem-coupon", redeemCoupon));
        assertEquals(1, body(play("get-coupon", getCoupon)).path("redeemed").asLong());
        assertEquals(json("{\"batchItemFailures\":[]}"), play("settle-coupon", settleCoupon));
        assertEquals(500, body(play("get-coupon", getCoupon)).path("spent").path("amount").asLong(), "half of the order went back");
        assertEquals(json("{\"status\":\"RESTORED\"}"), play("restore-coupon", restoreCoupon));
        assertEquals(0, body(play("get-coupon", getCoupon)).path("redeemed").asLong());
    }

    @Test
    void aRuleIsPutLookedUpAndListedAndTheCouponsAreListed() {
        var put = play("put-pricing-rule", putPricingRule);
        assertEquals(201, put.path("statusCode").asInt(), put::toString);
        assertEquals(body(put), body(play("get-pricing-rule", getPricingRule)));
        assertEquals(body(put), body(play("list-pricing-rules", listPricingRules)).path("items").get(0));

        var coupon = body(play("put-coupon", putCoupon));
        assertEquals(coupon, body(play("list-coupons", listCoupons)).path("items").get(0));
    }

    @Test
    void aCampaignIsPutShownAndListedAndIssuesACoupon() {
        var put = play("put-campaign", putCampaign);
        assertEquals(201, put.path("statusCode").asInt(), put::toString);
        assertEquals(body(put), body(play("get-campaign", getCampaign)));
        assertEquals(body(put), body(play("list-campaigns", listCampaigns)).path("items").get(0));
        assertTrue(play("issue-coupon", issueCoupon).path("issued").asBoolean());
    }

    @Test
    void aCustomerWhoCameBackIsRewardedAndOneWhoStaysAwayIsFound() {
        assertEquals(json("{\"batchItemFailures\":[]}"), play("reward-member", rewardMember));
        assertEquals(json("{\"customers\":0}"), play("find-churn-risks", new FindChurnRisks(new ChurnTable(aws.dynamoDb(), batches), members, clock)));
    }

    @Test
    void uniqueCodesAreAskedForMadeListedExportedAndTakenOutOfUse() {
        Lambda.request(putCampaign, HttpEvents.request("PUT /admin/campaigns/{id}").path("id", "spring-flyer").by("demo", "operator")
                .body("{\"percentOff\":1000,\"codes\":\"UNIQUE\",\"quantity\":300}"), environment());
        assertEquals(202, play("request-codes", requestCodes).path("statusCode").asInt());
        assertEquals(json("{\"batchItemFailures\":[]}"), play("make-codes", makeCodes));
        assertEquals(20, body(play("list-codes", listCodes)).path("items").size());
        assertEquals(301, play("export-codes", exportCodes).path("body").asText().lines().count());
        assertEquals(404, play("put-code", putCode).path("statusCode").asInt(), "the sample's code was not drawn");
    }

    @Test
    void aVisitAnOrderAndItsMemberAreUnderstood() {
        var visit = play("record-visit", new RecordVisit(members, clock));
        assertEquals(201, visit.path("statusCode").asInt(), visit::toString);
        assertEquals(json("{\"batchItemFailures\":[]}"), play("project-member", projectMember));
        assertEquals(body(visit), body(play("get-my-membership", new GetMyMembership(members))));
        assertEquals(body(visit), body(play("get-member", new GetMember(members))));
    }

    @Test
    void aWatchedReservationRepricesNothingInAShopWithoutSuchRules() {
        var prices = new PublicPrices(new Catalogue(new FunctionInvoker(aws.lambda())), pricing, new PricingRules(pricing), signals, new PricesTable(aws.dynamoDb(), batches), clock);
        assertEquals(json("{\"batchItemFailures\":[]}"), play("reprice-products", new RepriceProducts(prices)));
        assertEquals(0, table.all().size());
    }

    @Test
    void aStreamedRedemptionIsPublished() {
        play("put-coupon", putCoupon);
        play("redeem-coupon", redeemCoupon);
        assertEquals(json("{\"batchItemFailures\":[]}"), play("publish-promotion-events", new PublishPromotionEvents(bus, outbox)));
        var entry = aws.standIn().calls("AWSEvents.PutEvents").getFirst().input().path("Entries").get(0);
        assertEquals("commerce.promotion", entry.path("Source").asText());
        assertEquals("coupon.redeemed.v1", entry.path("DetailType").asText());
        assertMatchesSchema(Json.read(entry.path("Detail").asText(), Event.class));
        assertEquals(1, table.outbox().size(), "the redemption is marked, only the definition still waits");
    }

    @Test
    void whatTheStreamLeftBehindIsPublishedLaterAndThenNoMore() {
        play("put-coupon", putCoupon);
        play("redeem-coupon", redeemCoupon);
        play("restore-coupon", restoreCoupon);
        var republish = new RepublishPromotionEvents(bus, outbox, clock);
        assertEquals(0, play("republish-promotion-events", republish).path("published").asInt());
        clock.advance(Duration.ofMinutes(6));
        assertEquals(3, play("republish-promotion-events", republish).path("published").asInt());
        assertEquals(0, play("republish-promotion-events", republish).path("published").asInt());
        assertEquals(0, table.outbox().size());
    }
}
