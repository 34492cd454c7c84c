package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Event;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules are data: put, versioned, seen by the next quote; a bad one leaves the one before in force. */
class PricingRuleApiTest extends PromotionFixture {

    private static final String LADDER = "{\"kind\":\"QUANTITY_LADDER\",\"tiers\":[{\"from\":10,\"percentOff\":500}]}";
    private static final String TEN_BEANS = "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":10}]}";

    private Lambda.Answer get(HttpEvents request) {
        return Lambda.request(getPricingRule, request.by(SHOP, "operator"), environment());
    }

    private static HttpEvents rule(String id) {
        return HttpEvents.request("GET /admin/pricing-rules/{id}").path("id", id);
    }

    private Lambda.Answer list(HttpEvents request) {
        return Lambda.request(listPricingRules, request.by(SHOP, "operator"), environment());
    }

    private long total(String body) {
        return quote(body).body().path("total").path("amount").asLong();
    }

    @Test
    void aRuleIsSeenByTheNextQuoteAndItsVersionIsKeptOnIt() {
        assertEquals(88_000, total(TEN_BEANS));
        var created = putRule("ten", LADDER);
        assertEquals(201, created.status(), created::toString);
        assertEquals(json("{\"id\":\"ten\",\"kind\":\"QUANTITY_LADDER\",\"enabled\":true,\"priority\":100,\"tiers\":[{\"from\":10,\"percentOff\":500}],\"version\":1}"), created.body());
        assertEquals(created.body(), get(rule("ten")).body());

        var quote = quote(TEN_BEANS).body();
        assertEquals(83_600, quote.path("total").path("amount").asLong());
        assertEquals(1, quote.path("rulesVersion").asLong());
        assertEquals(json("{\"step\":\"LADDER\",\"code\":\"ten\",\"reason\":\"FROM_10\",\"amount\":{\"amount\":4400,\"currency\":\"CNY\"},\"ruleVersion\":1,"
                + "\"lines\":[{\"sku\":\"BEANS\",\"amount\":{\"amount\":4400,\"currency\":\"CNY\"}}]}"), quote.path("discounts").get(0));
        assertEquals(quote, price(TEN_BEANS).path("quote"), "the order pays what the quote says");
    }

    @Test
    void replacingARuleMakesAVersionAndTheOneBeforeCanStillBeLookedUp() {
        var first = putRule("ten", LADDER).body();
        assertEquals(200, putRule("ten", LADDER.replace("500", "1000")).status());
        assertEquals(79_200, total(TEN_BEANS));
        assertEquals(2, quote(TEN_BEANS).body().path("discounts").get(0).path("ruleVersion").asLong());
        assertEquals(first, get(rule("ten").query("version", "1")).body());
        assertEquals(2, get(rule("ten")).body().path("version").asLong());
        assertProblem(404, "pricing-rule-not-found", null, get(rule("ten").query("version", "3")));
        assertProblem(400, "invalid-input", "version", get(rule("ten").query("version", "x")));
        assertEquals(List.of("shop/ten/pricing_rule.changed.v1/1", "shop/ten/pricing_rule.changed.v1/2"), table.outbox().stream().map(Event::id).sorted().toList());
    }

    @Test
    void aDisabledRulePricesNothing() {
        givenRule("ten", LADDER);
        givenRule("ten", LADDER.replace("{\"kind\"", "{\"enabled\":false,\"kind\""));
        assertEquals(88_000, total(TEN_BEANS));
        assertEquals(2, quote(TEN_BEANS).body().path("rulesVersion").asLong());
    }

    @Test
    void repeatingAPutChangesNothing() {
        givenRule("ten", LADDER);
        var before = table.all();
        assertEquals(200, putRule("ten", LADDER).status());
        assertEquals(before, table.all());
    }

    @Test
    void rulesPutAtOnceAreAllInForce() throws InterruptedException {
        var outcomes = race(IntStream.range(0, 6).<Callable<String>>mapToObj(i -> () -> String.valueOf(putRule("r" + i, LADDER.replace("10,", (10 + i) + ",")).status())).toList());
        assertEquals(6, count(outcomes, "201"), outcomes::toString);
        assertEquals(6, quote(TEN_BEANS).body().path("rulesVersion").asLong());
        assertEquals(IntStream.range(0, 6).mapToObj(i -> "r" + i).toList(), list(HttpEvents.request("GET /admin/pricing-rules")).body().path("items").valueStream().map(one -> one.path("id").asText()).toList());
    }

    @Test
    void anotherRulePutBetweenReadAndWriteIsNotLost() {
        aws.interleaving().runBefore("TransactWriteItems", () -> givenRule("other", LADDER.replace("500", "1000").replace("{\"kind\"", "{\"priority\":1,\"kind\"")));
        givenRule("ten", LADDER);
        assertTrue(aws.interleaving().allRan());
        assertEquals(79_200, total(TEN_BEANS));
        assertEquals(2, quote(TEN_BEANS).body().path("rulesVersion").asLong());
    }

    @Test
    void anotherShopsRulesAreNotSeen() {
        var foreign = HttpEvents.request("PUT /admin/pricing-rules/{id}").path("id", "ten").by("other", "operator").body(LADDER);
        assertEquals(201, Lambda.request(putPricingRule, foreign, environment()).status());
        assertEquals(88_000, total(TEN_BEANS));
        assertProblem(404, "pricing-rule-not-found", null, get(rule("ten")));
        assertEquals(json("{\"items\":[]}"), list(HttpEvents.request("GET /admin/pricing-rules")).body());
    }

    @Test
    void rulesAreListedPageByPage() {
        List.of("a", "a-b", "ab", "b").forEach(id -> givenRule(id, LADDER));
        var first = list(HttpEvents.request("GET /admin/pricing-rules").query("limit", "3"));
        var second = list(HttpEvents.request("GET /admin/pricing-rules").query("limit", "3").query("cursor", first.body().path("nextCursor").asText()));
        assertEquals(List.of("a", "a-b", "ab"), ids(first));
        assertEquals(List.of("b"), ids(second));
        assertFalse(second.body().has("nextCursor"));
    }

    private static List<String> ids(Lambda.Answer page) {
        return page.body().path("items").valueStream().map(one -> one.path("id")).map(JsonNode::asText).toList();
    }

    @Test
    void aQuoteReadsTwoBatchesHoweverManyRulesThereAre() {
        IntStream.range(0, 20).forEach(i -> givenRule("r" + i, LADDER));
        quote(TEN_BEANS);
        var reads = new AtomicInteger();
        aws.interleaving().runAfter("BatchGetItem", reads::incrementAndGet);
        aws.interleaving().runAfter("GetItem", () -> reads.addAndGet(100));
        quote(TEN_BEANS);
        assertEquals(1, reads.get(), "one batch of promotion's own and no further read: the rules are remembered until they change");
    }

    @Test
    void whatEveryKindSaysIsKeptAndShown() {
        for (var body : List.of(
                "{\"kind\":\"REPRICING\",\"enabled\":true,\"priority\":1,\"stockBelow\":10,\"change\":1500,\"reason\":\"LOW_STOCK_URGENT\"}",
                "{\"kind\":\"REPRICING\",\"enabled\":true,\"priority\":2,\"validFrom\":\"2026-11-01T00:00:00Z\",\"validUntil\":\"2026-12-01T00:00:00Z\",\"memberLevelFrom\":4,\"change\":-1500,\"reason\":\"VIP_EXCLUSIVE\"}",
                "{\"kind\":\"DYNAMIC_PRICE\",\"enabled\":true,\"priority\":100,\"scene\":\"flash_sale\",\"weights\":{\"stock\":3500,\"sales\":4000,\"memberLevel\":2500},\"band\":1500,\"stockTarget\":100,\"salesTarget\":10}",
                "{\"kind\":\"BUNDLE\",\"enabled\":false,\"priority\":100,\"items\":[{\"sku\":\"A\",\"quantity\":1},{\"sku\":\"B\",\"quantity\":2}],\"price\":{\"amount\":100,\"currency\":\"CNY\"}}",
                "{\"kind\":\"SEGMENT_OFFER\",\"enabled\":true,\"priority\":100,\"skus\":[\"A\"],\"categories\":[\"tea\"],\"minimumSpend\":{\"amount\":29900,\"currency\":\"CNY\"},\"freeShipping\":true,\"reason\":\"HIGH_VALUE\"}",
                "{\"kind\":\"SEGMENT_OFFER\",\"enabled\":true,\"priority\":100,\"spentLast30DaysFrom\":{\"amount\":500000,\"currency\":\"CNY\"},\"gift\":{\"sku\":\"MUG\",\"quantity\":1},\"reason\":\"HIGH_VALUE\"}",
                "{\"kind\":\"SEGMENT_OFFER\",\"enabled\":true,\"priority\":100,\"firstOrderWithinSeconds\":259200,\"percentOff\":1000,\"reason\":\"NEW_CUSTOMER\"}",
                "{\"kind\":\"SHIPPING\",\"enabled\":true,\"priority\":100,\"fee\":{\"amount\":800,\"currency\":\"CNY\"},\"freeFrom\":{\"amount\":29900,\"currency\":\"CNY\"}}")) {
            var shown = putRule("kind", body);
            assertTrue(shown.status() < 300, shown::toString);
            var said = (ObjectNode) shown.body().deepCopy();
            said.remove(List.of("id", "version"));
            assertEquals(json(body), said);
            assertEquals(shown.body(), get(rule("kind")).body());
        }
        assertEquals(json("{\"stock\":0,\"sales\":0,\"memberLevel\":10000}"), putRule("scene", "{\"kind\":\"DYNAMIC_PRICE\",\"scene\":\"member_discount\"}").body().path("weights"));
    }

    @ParameterizedTest(name = "{0} is refused, naming {1}")
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "{}|kind",
        "{\"kind\":\"MAGIC\"}|kind",
        "{\"kind\":\"QUANTITY_LADDER\"}|tiers",
        "{\"kind\":\"QUANTITY_LADDER\",\"tiers\":[]}|tiers",
        "{\"kind\":\"QUANTITY_LADDER\",\"tiers\":[{\"from\":1,\"percentOff\":1}]}|tiers[0].from",
        "{\"kind\":\"QUANTITY_LADDER\",\"tiers\":[{\"from\":2,\"percentOff\":10001}]}|tiers[0].percentOff",
        "{\"kind\":\"QUANTITY_LADDER\",\"tiers\":[{\"from\":5,\"percentOff\":1},{\"from\":5,\"percentOff\":2}]}|tiers[1].from",
        "{\"kind\":\"REPRICING\",\"reason\":\"X\"}|change",
        "{\"kind\":\"REPRICING\",\"change\":0,\"reason\":\"X\"}|change",
        "{\"kind\":\"REPRICING\",\"change\":10001,\"reason\":\"X\"}|change",
        "{\"kind\":\"REPRICING\",\"change\":1}|reason",
        "{\"kind\":\"REPRICING\",\"change\":1,\"reason\":\"low stock\"}|reason",
        "{\"kind\":\"REPRICING\",\"change\":1,\"reason\":\"X\",\"memberLevelFrom\":6}|memberLevelFrom",
        "{\"kind\":\"REPRICING\",\"change\":1,\"reason\":\"X\",\"stockBelow\":0}|stockBelow",
        "{\"kind\":\"DYNAMIC_PRICE\"}|scene",
        "{\"kind\":\"DYNAMIC_PRICE\",\"scene\":\"night\"}|scene",
        "{\"kind\":\"DYNAMIC_PRICE\",\"scene\":\"flash_sale\",\"weights\":{\"stock\":1,\"sales\":2,\"memberLevel\":3}}|weights",
        "{\"kind\":\"DYNAMIC_PRICE\",\"scene\":\"flash_sale\",\"weights\":{\"stock\":1,\"sales\":2}}|weights.memberLevel",
        "{\"kind\":\"DYNAMIC_PRICE\",\"scene\":\"flash_sale\",\"band\":10001}|band",
        "{\"kind\":\"BUNDLE\",\"price\":{\"amount\":1,\"currency\":\"CNY\"}}|items",
        "{\"kind\":\"BUNDLE\",\"items\":[{\"sku\":\"A\",\"quantity\":1}]}|price",
        "{\"kind\":\"BUNDLE\",\"items\":[{\"sku\":\"A\",\"quantity\":1}],\"percentOff\":1,\"price\":{\"amount\":1,\"currency\":\"CNY\"}}|percentOff",
        "{\"kind\":\"BUNDLE\",\"items\":[{\"sku\":\"A\",\"quantity\":1},{\"sku\":\"A\",\"quantity\":1}],\"percentOff\":1}|items[1].sku",
        "{\"kind\":\"BUNDLE\",\"skus\":[\"A\"],\"items\":[{\"sku\":\"A\",\"quantity\":1}],\"percentOff\":1}|skus",
        "{\"kind\":\"SEGMENT_OFFER\",\"reason\":\"X\"}|amountOff",
        "{\"kind\":\"SEGMENT_OFFER\",\"amountOff\":{\"amount\":1,\"currency\":\"CNY\"},\"percentOff\":1,\"reason\":\"X\"}|percentOff",
        "{\"kind\":\"SEGMENT_OFFER\",\"amountOff\":{\"amount\":1,\"currency\":\"CNY\"},\"minimumSpend\":{\"amount\":1,\"currency\":\"EUR\"},\"reason\":\"X\"}|minimumSpend.currency",
        "{\"kind\":\"SHIPPING\"}|fee",
        "{\"kind\":\"SHIPPING\",\"fee\":{\"amount\":-1,\"currency\":\"CNY\"}}|fee.amount",
        "{\"kind\":\"SHIPPING\",\"fee\":{\"amount\":1,\"currency\":\"CNY\"},\"freeFrom\":{\"amount\":1,\"currency\":\"EUR\"}}|freeFrom.currency",
        "{\"kind\":\"SHIPPING\",\"categories\":[\"x\"],\"fee\":{\"amount\":1,\"currency\":\"CNY\"}}|categories",
        "{\"kind\":\"SHIPPING\",\"fee\":{\"amount\":1,\"currency\":\"CNY\"},\"tiers\":[]}|tiers",
        "{\"kind\":\"SHIPPING\",\"fee\":{\"amount\":1,\"currency\":\"CNY\"},\"priority\":1001}|priority",
        "{\"kind\":\"SHIPPING\",\"fee\":{\"amount\":1,\"currency\":\"CNY\"},\"validFrom\":\"soon\"}|validFrom",
        "{\"kind\":\"SHIPPING\",\"fee\":{\"amount\":1,\"currency\":\"CNY\"},\"validFrom\":\"2026-12-01T00:00:00Z\",\"validUntil\":\"2026-12-01T00:00:00Z\"}|validUntil",
        "[]|-",
    })
    void aBadRuleIsRefusedAndTheOneBeforeStaysInForce(String body, String field) {
        givenRule("ten", LADDER);
        var before = table.all();
        assertProblem(400, "invalid-input", field, putRule("ten", body));
        assertEquals(before, table.all());
        assertEquals(83_600, total(TEN_BEANS));
    }

    @Test
    void moreRulesThanASetMayHoldAreRefused() {
        var skus = IntStream.range(0, 100).mapToObj(i -> "\"" + "S".repeat(60) + "%03d".formatted(i) + "\"").toList();
        var large = LADDER.replace("{\"kind\"", "{\"skus\":" + skus + ",\"kind\"");
        var accepted = 0;
        while (accepted < 60 && putRule("r" + accepted, large).status() == 201) {
            accepted++;
        }
        assertTrue(accepted > 30 && accepted < 60, "accepted " + accepted);
        var before = table.all();
        assertProblem(409, "too-many-pricing-rules", null, putRule("one-more", large));
        assertEquals(before, table.all());
        assertEquals(201, putRule("disabled", large.replace("{\"skus\"", "{\"enabled\":false,\"skus\"")).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a#b", "规"})
    void anIdThatIsNoneIsRefusedOnPutAndNotFoundOnGet(String id) {
        assertProblem(400, "invalid-input", "id", putRule(id, LADDER));
        assertEquals(404, get(rule(id)).status());
    }
}
