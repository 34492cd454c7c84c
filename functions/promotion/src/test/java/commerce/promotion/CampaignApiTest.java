package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an operator can say about a campaign, and what is refused by name. */
class CampaignApiTest extends PromotionFixture {

    private static final String FIVE_OFF = "\"amountOff\":{\"amount\":500,\"currency\":\"CNY\"}";
    private static final String RECOVERY = "{" + FIVE_OFF + ",\"codes\":\"PERSONAL\",\"trigger\":\"PAYMENT_RECOVERY\"%s}";
    private static final String UNIQUE = "{" + FIVE_OFF + ",\"codes\":\"UNIQUE\",\"quantity\":100%s}";

    private void assertInvalid(String field, String body) {
        assertProblem(400, "invalid-input", field, putCampaign("C", body));
        assertEquals(404, Lambda.request(getCampaign, HttpEvents.request("GET /admin/campaigns/{id}").path("id", "C").by(SHOP, "operator"), environment()).status(), "what was refused is there");
    }

    @Test
    void aCampaignIsMadeReplacedAndShownAsItWasPut() {
        var body = RECOVERY.formatted(",\"validSeconds\":7200,\"issueLimit\":{\"count\":2,\"seconds\":86400},\"maxIssued\":9,\"budget\":{\"amount\":9000,\"currency\":\"CNY\"},\"graceSeconds\":60,\"stackingGroup\":\"a\",\"restoredByRefund\":true");
        assertEquals(201, putCampaign("C", body).status());
        assertEquals(200, putCampaign("C", body).status());
        assertEquals(1, campaign("C").path("version").asLong(), "repeating changes nothing");
        assertEquals(200, putCampaign("C", RECOVERY.formatted("")).status());
        assertEquals(json("{\"id\":\"C\",\"amountOff\":{\"amount\":500,\"currency\":\"CNY\"},\"active\":true,\"trigger\":\"PAYMENT_RECOVERY\",\"codes\":\"PERSONAL\",\"version\":2,\"issued\":0,"
                + "\"redeemed\":0,\"spent\":{\"amount\":0,\"currency\":\"CNY\"}}"), campaign("C"));
    }

    @Test
    void whatAKindOfCodesNeedsAndWhatItDoesNotKnowIsNamed() {
        assertInvalid("codes", "{" + FIVE_OFF + "}");
        assertInvalid("codes", "{" + FIVE_OFF + ",\"codes\":\"PERSONAL\"}");
        assertInvalid("codes", UNIQUE.formatted(",\"trigger\":\"CHURN_RISK\""));
        assertInvalid("trigger", UNIQUE.formatted(",\"trigger\":\"WEATHER\""));
        assertInvalid("code", "{" + FIVE_OFF + ",\"codes\":\"SHARED\"}");
        assertInvalid("code", UNIQUE.formatted(",\"code\":\"SPRING\""));
        assertInvalid("quantity", "{" + FIVE_OFF + ",\"codes\":\"UNIQUE\"}");
        assertInvalid("quantity", "{" + FIVE_OFF + ",\"codes\":\"UNIQUE\",\"quantity\":10001}");
        assertInvalid("validSeconds", UNIQUE.formatted(",\"validSeconds\":60"));
        assertInvalid("issueLimit", UNIQUE.formatted(",\"issueLimit\":{\"count\":1,\"seconds\":60}"));
        assertInvalid("issueLimit.seconds", RECOVERY.formatted(",\"issueLimit\":{\"count\":1}"));
        assertInvalid("maxIssued", UNIQUE.formatted(",\"maxIssued\":3"));
        assertInvalid("graceSeconds", "{" + FIVE_OFF + ",\"codes\":\"SHARED\",\"code\":\"S\",\"graceSeconds\":5}");
        assertInvalid("nonsense", RECOVERY.formatted(",\"nonsense\":1"));
    }

    @Test
    void discountsBudgetsAndDatesAreHeldToTheSameRulesAsACoupons() {
        assertInvalid("percentOff", "{\"percentOff\":10001,\"codes\":\"SHARED\",\"code\":\"S\"}");
        assertInvalid("amountOff", "{\"codes\":\"SHARED\",\"code\":\"S\"}");
        assertInvalid("budget.currency", RECOVERY.formatted(",\"budget\":{\"amount\":5,\"currency\":\"JPY\"}"));
        assertInvalid("validUntil", RECOVERY.formatted(",\"validFrom\":\"2026-12-01T00:00:00Z\",\"validUntil\":\"2026-11-01T00:00:00Z\""));
        assertInvalid("validFrom", RECOVERY.formatted(",\"validFrom\":\"tomorrow\""));
        assertInvalid("amountOffByLevel", RECOVERY.formatted(",\"amountOffByLevel\":{\"2\":{\"amount\":500,\"currency\":\"CNY\"}}"));
        var levels = "{\"codes\":\"PERSONAL\",\"trigger\":\"REPURCHASE\",\"amountOffByLevel\":%s}";
        assertInvalid("amountOffByLevel.6", levels.formatted("{\"6\":{\"amount\":500,\"currency\":\"CNY\"}}"));
        assertInvalid("amountOffByLevel.3.currency", levels.formatted("{\"2\":{\"amount\":500,\"currency\":\"CNY\"},\"3\":{\"amount\":500,\"currency\":\"JPY\"}}"));
        assertInvalid("amountOffByLevel.1", levels.formatted("{}"));
    }

    @Test
    void whatACampaignIssuesStaysWhatItIs() {
        givenCampaign("C", RECOVERY.formatted(""));
        assertProblem(409, "campaign-kind-fixed", null, putCampaign("C", RECOVERY.formatted("").replace("PAYMENT_RECOVERY", "CHURN_RISK")));
        assertProblem(409, "campaign-kind-fixed", null, putCampaign("C", UNIQUE.formatted("")));
    }

    @Test
    void aSharedCodeIsTheCampaignsAndNobodyElses() {
        given("TAKEN", "{\"percentOff\":1000}");
        assertProblem(409, "coupon-code-taken", null, dropField(putCampaign("C", "{" + FIVE_OFF + ",\"codes\":\"SHARED\",\"code\":\"taken\"}")));
        givenCampaign("C", "{" + FIVE_OFF + ",\"codes\":\"SHARED\",\"code\":\"spring\"}");
        assertEquals("C", get("SPRING").body().path("campaign").asText());
        assertProblem(409, "coupon-of-campaign", null, put("SPRING", "{\"percentOff\":1000}"));
        givenCampaign("C", "{\"percentOff\":1000,\"codes\":\"SHARED\",\"code\":\"SPRING\"}");
        assertEquals(1000, get("SPRING").body().path("percentOff").asInt(), "a shared code is what its campaign says");
    }

    /** A problem's further members are its own business. */
    private static Lambda.Answer dropField(Lambda.Answer answer) {
        ((com.fasterxml.jackson.databind.node.ObjectNode) answer.body()).remove("field");
        return answer;
    }

    @Test
    void campaignsAreListedByTriggerAndIdPageByPage() {
        IntStream.range(0, 3).forEach(i -> givenCampaign("c" + i, RECOVERY.formatted("")));
        givenCampaign("a", UNIQUE.formatted(""));
        var first = list("?limit=3");
        assertEquals("a,c0,c1", ids(first));
        assertEquals("c2", ids(list("?limit=3&cursor=" + first.path("nextCursor").asText())));
        assertEquals("", list("").path("nextCursor").asText());
    }

    private com.fasterxml.jackson.databind.JsonNode list(String query) {
        var request = HttpEvents.request("GET /admin/campaigns").by(SHOP, "operator");
        for (var part : query.isEmpty() ? new String[0] : query.substring(1).split("&")) {
            request = request.query(part.split("=", 2)[0], part.split("=", 2)[1]);
        }
        return Lambda.request(listCampaigns, request, environment()).body();
    }

    private static String ids(com.fasterxml.jackson.databind.JsonNode page) {
        return String.join(",", page.path("items").valueStream().map(item -> item.path("id").asText()).toList());
    }
}
