package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.kernel.testing.Lambda;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Personal coupons: once per cause, capped as the campaign says, and promised as they were issued. */
class IssueCouponTest extends PromotionFixture {

    private static final String RECOVERY = "{\"amountOff\":{\"amount\":500,\"currency\":\"CNY\"},\"codes\":\"PERSONAL\",\"trigger\":\"PAYMENT_RECOVERY\"%s}";

    private void assertNotIssued(String reason, JsonNode answer) {
        assertEquals(json("{\"issued\":false,\"reason\":\"" + reason + "\"}"), answer);
    }

    @Test
    void aCouponIsIssuedToOneCustomerForTheCampaignsTimeAndToldOnce() {
        givenCampaign("rescue", RECOVERY.formatted(",\"validSeconds\":7200"));
        var issued = issue("PAYMENT_RECOVERY", "alice", "order-1");
        assertTrue(issued.path("issued").asBoolean());
        var code = issued.path("couponCode").asText();
        assertTrue(code.matches("[0-9A-HJKMNP-TV-Z]{16}"), code);
        assertEquals(clock.instant().plus(Duration.ofHours(2)).toString(), issued.path("validUntil").asText());

        var coupon = get(code).body();
        assertEquals("alice", coupon.path("customer").asText());
        assertEquals("ISSUED", coupon.path("state").asText());
        assertEquals("rescue", coupon.path("campaign").asText());
        assertEquals(1, campaign("rescue").path("issued").asLong());
        var told = table.outbox().stream().filter(event -> event.type().equals("coupon.issued.v1")).toList();
        assertEquals(1, told.size());
        assertEquals("alice", told.getFirst().data().path("customer").asText());

        clock.advance(Duration.ofHours(2));
        assertEquals("EXPIRED", get(code).body().path("state").asText());
    }

    @Test
    void theSameCauseIsAnsweredTheSameAndChangesNothing() {
        givenCampaign("rescue", RECOVERY.formatted(",\"issueLimit\":{\"count\":1,\"seconds\":3600}"));
        var first = issue("PAYMENT_RECOVERY", "alice", "order-1");
        var before = Set.copyOf(table.all());
        assertEquals(first, issue("PAYMENT_RECOVERY", "alice", "order-1"));
        assertEquals(before, Set.copyOf(table.all()));
    }

    @Test
    void withoutAnOpenCampaignNothingIsIssued() {
        assertNotIssued("NO_CAMPAIGN", issue("PAYMENT_RECOVERY", "alice", "order-1"));
        givenCampaign("off", RECOVERY.formatted(",\"active\":false"));
        givenCampaign("over", RECOVERY.formatted(",\"validUntil\":\"2020-01-01T00:00:00Z\""));
        assertNotIssued("NO_CAMPAIGN", issue("PAYMENT_RECOVERY", "alice", "order-1"));
        givenCampaign("on", RECOVERY.formatted(""));
        assertTrue(issue("PAYMENT_RECOVERY", "alice", "order-1").path("issued").asBoolean());
        assertNotIssued("NO_CAMPAIGN", issue("CHURN_RISK", "alice", "2026-11"));
    }

    @Test
    void aCustomerIsCappedForThePeriodAndOthersAreNot() {
        givenCampaign("rescue", RECOVERY.formatted(",\"issueLimit\":{\"count\":2,\"seconds\":3600}"));
        issue("PAYMENT_RECOVERY", "alice", "order-1");
        clock.advance(Duration.ofMinutes(30));
        issue("PAYMENT_RECOVERY", "alice", "order-2");
        var before = Set.copyOf(table.all());
        assertNotIssued("CAPPED", issue("PAYMENT_RECOVERY", "alice", "order-3"));
        assertEquals(before, Set.copyOf(table.all()));
        assertTrue(issue("PAYMENT_RECOVERY", "bob", "order-4").path("issued").asBoolean());
        clock.advance(Duration.ofMinutes(30));
        assertTrue(issue("PAYMENT_RECOVERY", "alice", "order-3").path("issued").asBoolean(), "the first is an hour ago");
        assertNotIssued("CAPPED", issue("PAYMENT_RECOVERY", "alice", "order-5"));
    }

    @Test
    void aMemberIsGivenWhatTheLevelIsGiven() {
        givenCampaign("again", "{\"codes\":\"PERSONAL\",\"trigger\":\"REPURCHASE\",\"amountOffByLevel\":{\"2\":{\"amount\":500,\"currency\":\"CNY\"},\"3\":{\"amount\":1500,\"currency\":\"CNY\"}}}");
        assertNotIssued("NOTHING_FOR_LEVEL", repurchase("order-1", 1));
        assertNotIssued("NOTHING_FOR_LEVEL", issue("REPURCHASE", "alice", "order-0"));
        assertEquals(1500, get(repurchase("order-2", 3).path("couponCode").asText()).body().path("amountOff").path("amount").asLong());
    }

    private JsonNode repurchase(String cause, int level) {
        return Lambda.invoke(issueCoupon, Json.tree(Map.of("tenant", SHOP, "trigger", "REPURCHASE", "customer", "alice", "cause", cause, "memberLevel", level)), environment());
    }

    @Test
    void whatWasPromisedStaysPromisedWhenTheCampaignChanges() {
        givenCampaign("rescue", RECOVERY.formatted(""));
        var code = issue("PAYMENT_RECOVERY", "alice", "order-1").path("couponCode").asText();
        givenCampaign("rescue", RECOVERY.formatted("").replace("500", "100"));
        assertEquals(500, get(code).body().path("amountOff").path("amount").asLong());
    }

    @Test
    void anExhaustedCampaignLeavesItsTurnToTheNext() {
        givenCampaign("a", RECOVERY.formatted(",\"maxIssued\":1"));
        assertTrue(issue("PAYMENT_RECOVERY", "alice", "order-1").path("issued").asBoolean());
        assertNotIssued("EXHAUSTED", issue("PAYMENT_RECOVERY", "bob", "order-2"));
        givenCampaign("b", RECOVERY.formatted(""));
        assertEquals("b", get(issue("PAYMENT_RECOVERY", "bob", "order-2").path("couponCode").asText()).body().path("campaign").asText());
    }

    @Test
    void manyAtOnceForOneCauseIssueOneAndManyCausesAtOnceNoMoreThanTheCap() throws InterruptedException {
        givenCampaign("rescue", RECOVERY.formatted(",\"issueLimit\":{\"count\":2,\"seconds\":3600},\"maxIssued\":2"));
        var same = race(IntStream.range(0, 20).<Callable<String>>mapToObj(_ -> () -> issue("PAYMENT_RECOVERY", "alice", "order-1").path("couponCode").asText()).toList());
        assertEquals(1, Set.copyOf(same).size(), same::toString);
        var codes = new HashSet<>(race(IntStream.range(2, 22).<Callable<String>>mapToObj(i -> () -> issue("PAYMENT_RECOVERY", "alice", "order-" + i).path("couponCode").asText()).toList()));
        codes.removeAll(List.of("", "Busy"));
        assertTrue(codes.size() <= 1, codes::toString);
        assertNotEquals(Set.of("Busy"), codes);
        assertEquals(1 + codes.size(), campaign("rescue").path("issued").asLong());
        assertFalse(issue("PAYMENT_RECOVERY", "bob", "order-99").path("issued").asBoolean() && codes.size() == 1);
    }
}
