package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Several coupons in a quote, and codes that are somebody's: what goes together, what does not, and which field is told. */
class StackingTest extends PromotionFixture {

    private static final String TWO_BEANS = "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":2}],%s}";

    private JsonNode quoted(String coupons) {
        var answer = quote(TWO_BEANS.formatted(coupons));
        assertEquals(200, answer.status(), answer::toString);
        return answer.body();
    }

    private void assertRefused(String slug, String field, String coupons) {
        assertProblem(422, slug, field, quote(TWO_BEANS.formatted(coupons)));
    }

    private static long total(JsonNode quote) {
        return quote.path("total").path("amount").asLong();
    }

    @Test
    void couponsOfOneGroupGoTogetherAmountsFirstWhateverTheirOrder() {
        given("TENTH", "{\"percentOff\":1000,\"stackingGroup\":\"spring\"}");
        given("SIX", "{\"amountOff\":{\"amount\":600,\"currency\":\"CNY\"},\"stackingGroup\":\"spring\"}");
        var quote = quoted("\"couponCodes\":[\"tenth\",\"SIX\"]");
        assertEquals(15_300, total(quote));
        assertEquals("SIX", quote.path("discounts").get(0).path("code").asText());
        var other = quoted("\"couponCodes\":[\"SIX\",\"TENTH\"]");
        assertEquals(quote.path("discounts"), other.path("discounts"));
    }

    @Test
    void oneWithoutAGroupIsUsedAloneAndGroupsDoNotMix() {
        given("ALONE", "{\"percentOff\":1000}");
        given("A", "{\"percentOff\":1000,\"stackingGroup\":\"a\"}");
        given("B", "{\"percentOff\":1000,\"stackingGroup\":\"b\"}");
        assertRefused("coupons-do-not-combine", "couponCodes[1]", "\"couponCodes\":[\"A\",\"ALONE\"]");
        assertRefused("coupons-do-not-combine", "couponCodes[1]", "\"couponCodes\":[\"ALONE\",\"A\"]");
        assertRefused("coupons-do-not-combine", "couponCodes[1]", "\"couponCodes\":[\"A\",\"B\"]");
        assertEquals(15_840, total(quoted("\"couponCodes\":[\"ALONE\"]")));
    }

    @Test
    void theCodeAtFaultIsNamedWhereTheRequestNamesIt() {
        given("A", "{\"percentOff\":1000,\"stackingGroup\":\"a\"}");
        assertRefused("coupon-unknown", "couponCodes[1]", "\"couponCodes\":[\"A\",\"NONE\"]");
        assertRefused("coupon-unknown", "couponCode", "\"couponCode\":\"NONE\"");
        assertProblem(400, "invalid-input", "couponCodes[1]", quote(TWO_BEANS.formatted("\"couponCodes\":[\"A\",\"a\"]")));
        assertProblem(400, "invalid-input", "couponCodes", quote(TWO_BEANS.formatted("\"couponCode\":\"A\",\"couponCodes\":[\"A\"]")));
        assertProblem(400, "invalid-input", "couponCodes", quote(TWO_BEANS.formatted("\"couponCodes\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]")));
    }

    @Test
    void howeverManyCouponsNothingGoesBelowTheFloorOrZero() {
        given("A", "{\"percentOff\":9000,\"stackingGroup\":\"a\"}");
        given("B", "{\"amountOff\":{\"amount\":90000,\"currency\":\"CNY\"},\"stackingGroup\":\"a\"}");
        assertEquals(0, total(quoted("\"couponCodes\":[\"A\",\"B\"]")));
        var mug = quote("{\"lines\":[{\"sku\":\"MUG\",\"quantity\":1}],\"couponCodes\":[\"A\",\"B\"]}").body();
        assertEquals(12_000, total(mug), mug::toString);
    }

    @Test
    void minimumSpendsAreHeldAgainstTheGoodsBeforeTheFirstCoupon() {
        given("A", "{\"amountOff\":{\"amount\":5000,\"currency\":\"CNY\"},\"stackingGroup\":\"a\"}");
        given("B", "{\"percentOff\":1000,\"minimumSpend\":{\"amount\":17000,\"currency\":\"CNY\"},\"stackingGroup\":\"a\"}");
        assertEquals(11_340, total(quoted("\"couponCodes\":[\"B\",\"A\"]")));
    }

    @Test
    void aPersonalCodeIsItsCustomersAlone() {
        givenCampaign("c", "{\"percentOff\":1000,\"codes\":\"PERSONAL\",\"trigger\":\"CHURN_RISK\",\"validSeconds\":7200}");
        var bobs = issue("CHURN_RISK", "bob", "2026-11").path("couponCode").asText();
        assertRefused("coupon-not-yours", "couponCode", "\"couponCode\":\"" + bobs + "\"");
        var alices = issue("CHURN_RISK", "alice", "2026-11").path("couponCode").asText();
        assertEquals(15_840, total(quoted("\"couponCode\":\"" + alices + "\"")));
        assertRefused("coupon-not-yours", "couponCodes[1]", "\"couponCodes\":[\"" + alices + "\",\"" + bobs + "\"]");
        redeem(alices, 1, "alice", cny(1760));
        assertRefused("coupon-used", "couponCode", "\"couponCode\":\"" + alices + "\"");
        restore(alices, 1);
        assertEquals(15_840, total(quoted("\"couponCode\":\"" + alices + "\"")));
        clock.advance(Duration.ofHours(2));
        assertRefused("coupon-expired", "couponCode", "\"couponCode\":\"" + alices + "\"");
    }

    @Test
    void aCampaignThatIsOffTakesItsCodesOutOfUse() {
        var campaign = "{\"percentOff\":1000,\"codes\":\"SHARED\",\"code\":\"SPRING\",\"active\":%s}";
        givenCampaign("c", campaign.formatted("true"));
        assertEquals(15_840, total(quoted("\"couponCode\":\"spring\"")));
        givenCampaign("c", campaign.formatted("false"));
        assertRefused("coupon-deactivated", "couponCode", "\"couponCode\":\"spring\"");
    }

    @Test
    void anOrderOfAQuoteUsesItsCouponsAndNoOthers() {
        given("A", "{\"percentOff\":1000,\"stackingGroup\":\"a\"}");
        given("B", "{\"percentOff\":500,\"stackingGroup\":\"a\"}");
        var quoteId = quoted("\"couponCodes\":[\"A\",\"B\"]").path("quoteId").asText();
        var order = "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":2}],\"quoteId\":\"" + quoteId + "\",\"couponCodes\":%s}";
        assertTrue(price(order.formatted("[\"B\",\"A\"]")).has("quote"));
        assertEquals("couponCodes", price(order.formatted("[\"A\"]")).path("problem").path("field").asText());
    }
}
