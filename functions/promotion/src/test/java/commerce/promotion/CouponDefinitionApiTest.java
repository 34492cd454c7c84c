package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Event;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CouponDefinitionApiTest extends PromotionFixture {

    private static final String FULL = """
            {"amountOff":{"amount":1000,"currency":"CNY"},"minimumSpend":{"amount":5000,"currency":"CNY"},"validFrom":"2026-11-01T00:00:00Z",
             "validUntil":"2026-12-01T08:00:00+08:00","maxRedemptions":100,"maxPerCustomer":1,"budget":{"amount":50000,"currency":"CNY"}}""";

    @Test
    void aCouponIsDefinedAndShownWithWhatWasUsed() {
        var created = put("welcome-10", FULL);
        assertEquals(201, created.status());
        assertEquals(json("""
                {"code":"WELCOME-10","amountOff":{"amount":1000,"currency":"CNY"},"minimumSpend":{"amount":5000,"currency":"CNY"},"validFrom":"2026-11-01T00:00:00Z",
                 "validUntil":"2026-12-01T00:00:00Z","maxRedemptions":100,"maxPerCustomer":1,"budget":{"amount":50000,"currency":"CNY"},"active":true,"version":1,
                 "redeemed":0,"spent":{"amount":0,"currency":"CNY"}}"""), created.body());
        assertEquals(created.body(), get("Welcome-10").body());
    }

    @Test
    void replacingDropsWhatIsNotNamedAndCountsAVersion() {
        put("C", FULL);
        var replaced = put("c", "{\"percentOff\":1250}");
        assertEquals(200, replaced.status());
        assertEquals(json("{\"code\":\"C\",\"percentOff\":1250,\"active\":true,\"version\":2,\"redeemed\":0,\"spent\":{\"amount\":0,\"currency\":\"CNY\"}}"), replaced.body());
        assertEquals(List.of("shop/C/coupon.changed.v1/1", "shop/C/coupon.changed.v1/2"), table.outbox().stream().map(Event::id).sorted().toList());
    }

    @Test
    void repeatingAPutChangesNothing() {
        put("C", FULL);
        var before = table.all();
        assertEquals(200, put("C", FULL).status());
        assertEquals(before, table.all());
    }

    @Test
    void aPercentageTakesItsCurrencyFromItsBudget() {
        put("C", "{\"percentOff\":100,\"budget\":{\"amount\":500,\"currency\":\"JPY\"}}");
        assertEquals(json("{\"amount\":0,\"currency\":\"JPY\"}"), get("C").body().path("spent"));
    }

    @Test
    void couponsAreListedByCodePageByPageAndOnlyTheShopsOwn() {
        for (var code : List.of("B", "A", "C")) {
            put(code, "{\"percentOff\":1}");
        }
        Lambda.request(putCoupon, HttpEvents.request("PUT /admin/coupons/{code}").path("code", "AA").by("other", "operator").body("{\"percentOff\":1}"), environment());
        var first = list("2", null);
        assertEquals(List.of(get("A").body(), get("B").body()), first.body().path("items").valueStream().toList());
        var second = list("2", first.body().path("nextCursor").asText());
        assertEquals(List.of(get("C").body()), second.body().path("items").valueStream().toList());
        assertFalse(second.body().has("nextCursor"));
        assertProblem(400, "invalid-input", "cursor", list("2", "nonsense"));
    }

    private Lambda.Answer list(String limit, String cursor) {
        var request = HttpEvents.request("GET /admin/coupons").by(SHOP, "operator").query("limit", limit);
        return Lambda.request(listCoupons, cursor == null ? request : request.query("cursor", cursor), environment());
    }

    @Test
    void aBudgetBelowWhatIsSpentIsRefusedAndThatMuchIsNot() {
        given("C", "{\"percentOff\":100,\"budget\":{\"amount\":500,\"currency\":\"CNY\"}}");
        redeem("C", 1, "alice", cny(300));
        var before = table.all();
        var refused = put("C", "{\"percentOff\":100,\"budget\":{\"amount\":299,\"currency\":\"CNY\"}}");
        assertProblem(409, "budget-below-spent", null, refused);
        assertEquals(json("{\"amount\":300,\"currency\":\"CNY\"}"), refused.body().path("spent"));
        assertEquals(before, table.all());
        assertEquals(200, put("C", "{\"percentOff\":100,\"budget\":{\"amount\":300,\"currency\":\"CNY\"}}").status());
    }

    @Test
    void aRedemptionBetweenReadAndWriteOfALowerBudgetIsSeen() {
        given("C", "{\"percentOff\":100,\"budget\":{\"amount\":500,\"currency\":\"CNY\"}}");
        aws.interleaving().runBefore("TransactWriteItems", () -> redeem("C", 1, "alice", cny(300)));
        assertProblem(409, "budget-below-spent", null, put("C", "{\"percentOff\":100,\"budget\":{\"amount\":299,\"currency\":\"CNY\"}}"));
        assertTrue(aws.interleaving().allRan());
    }

    @Test
    void aDeactivatedCodeIsRefusedInQuotesAndCanBeTakenUpAgain() {
        given("C", "{\"percentOff\":100,\"active\":false}");
        assertFalse(get("C").body().path("active").asBoolean());
        var beans = "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1}],\"couponCode\":\"c\"}";
        assertProblem(422, "coupon-deactivated", "couponCode", quote(beans));
        given("C", "{\"percentOff\":100}");
        assertEquals(200, quote(beans).status());
    }

    @Test
    void aCouponForSomeProductsTakesOffThoseAlone() {
        given("CUPS", "{\"percentOff\":100,\"categories\":[\"cups\"]}");
        assertEquals(json("[\"cups\"]"), get("CUPS").body().path("categories"));
        var both = quote("{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1},{\"sku\":\"MUG\",\"quantity\":1}],\"couponCode\":\"CUPS\"}").body();
        assertEquals(json("[{\"sku\":\"MUG\",\"amount\":{\"amount\":129,\"currency\":\"CNY\"}}]"), both.path("discounts").get(0).path("lines"));
        var refused = quote("{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1}],\"couponCode\":\"CUPS\"}");
        assertProblem(422, "coupon-not-applicable", "couponCode", refused);
        assertEquals(json("{\"categories\":[\"cups\"]}"), refused.body().path("couponProducts"));
    }

    @Test
    void writersAtOnceEachMakeAVersion() throws InterruptedException {
        var outcomes = race(IntStream.range(1, 9).<Callable<String>>mapToObj(percent -> () -> String.valueOf(put("C", "{\"percentOff\":" + percent + "}").status())).toList());
        assertEquals(1, count(outcomes, "201"), outcomes::toString);
        assertEquals(7, count(outcomes, "200"), outcomes::toString);
        assertEquals(8, get("C").body().path("version").asLong());
        assertEquals(8, table.outbox().size());
    }

    @Test
    void aDefinitionReplacedBetweenReadAndWriteIsReplacedInTurn() {
        put("C", FULL);
        aws.interleaving().runBefore("TransactWriteItems", () -> put("C", "{\"percentOff\":1}"));
        assertEquals(3, put("C", "{\"percentOff\":2}").body().path("version").asLong());
        assertTrue(aws.interleaving().allRan());
    }

    @ParameterizedTest(name = "{0} is refused, naming {1}")
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "{}|amountOff",
        "{\"minimumSpend\":{\"amount\":1,\"currency\":\"CNY\"}}|amountOff",
        "{\"amountOff\":{\"amount\":1,\"currency\":\"CNY\"},\"percentOff\":1}|percentOff",
        "{\"amountOff\":{\"amount\":0,\"currency\":\"CNY\"}}|amountOff.amount",
        "{\"amountOff\":{\"amount\":-5,\"currency\":\"CNY\"}}|amountOff.amount",
        "{\"amountOff\":{\"amount\":1.5,\"currency\":\"CNY\"}}|amountOff.amount",
        "{\"amountOff\":100}|amountOff",
        "{\"percentOff\":0}|percentOff",
        "{\"percentOff\":10001}|percentOff",
        "{\"percentOff\":12.5}|percentOff",
        "{\"percentOff\":\"10\"}|percentOff",
        "{\"percentOff\":1,\"maxRedemptions\":0}|maxRedemptions",
        "{\"percentOff\":1,\"maxRedemptions\":-1}|maxRedemptions",
        "{\"percentOff\":1,\"maxPerCustomer\":0}|maxPerCustomer",
        "{\"percentOff\":1,\"maxPerCustomer\":1.5}|maxPerCustomer",
        "{\"percentOff\":1,\"budget\":{\"amount\":0,\"currency\":\"CNY\"}}|budget.amount",
        "{\"percentOff\":1,\"minimumSpend\":{\"amount\":-1,\"currency\":\"CNY\"}}|minimumSpend.amount",
        "{\"percentOff\":1,\"validFrom\":\"2026-12-01\"}|validFrom",
        "{\"percentOff\":1,\"validUntil\":1795226400}|validUntil",
        "{\"percentOff\":1,\"validFrom\":\"2026-12-01T00:00:00Z\",\"validUntil\":\"2026-12-01T00:00:00Z\"}|validUntil",
        "{\"percentOff\":1,\"validFrom\":\"2026-12-02T00:00:00Z\",\"validUntil\":\"2026-12-01T00:00:00Z\"}|validUntil",
        "{\"amountOff\":{\"amount\":1,\"currency\":\"CNY\"},\"minimumSpend\":{\"amount\":1,\"currency\":\"USD\"}}|minimumSpend.currency",
        "{\"amountOff\":{\"amount\":1,\"currency\":\"CNY\"},\"budget\":{\"amount\":1,\"currency\":\"USD\"}}|budget.currency",
        "{\"percentOff\":1,\"minimumSpend\":{\"amount\":1,\"currency\":\"CNY\"},\"budget\":{\"amount\":1,\"currency\":\"USD\"}}|budget.currency",
        "{\"percentOff\":1,\"redeemed\":5}|redeemed",
        "{\"percentOff\":1,\"active\":\"no\"}|active",
        "{\"percentOff\":1,\"skus\":\"A\"}|skus",
        "{\"percentOff\":1,\"skus\":[\"a b\"]}|skus[0]",
        "{\"percentOff\":1,\"categories\":[1]}|categories[0]",
        "{\"percentOff\":|-",
        "[1]|-",
    })
    void wrongInputIsRefusedAndNothingIsWritten(String body, String field) {
        assertProblem(400, "invalid-input", field, put("C", body));
        assertEquals(List.of(), table.all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a#b", "券"})
    void aCodeThatIsNoneIsRefusedOnPutAndNotFoundOnGet(String code) {
        assertProblem(400, "invalid-input", "code", put(code, FULL));
        assertEquals(404, get(code).status());
        assertEquals(List.of(), table.all());
    }

    @Test
    void anUnknownCouponIsNotFound() {
        assertProblem(404, "coupon-not-found", null, get("NONE"));
    }

    @Test
    void anOversizedBodyAndATokenWithoutTenantAreRefused() {
        assertProblem(413, "body-too-large", null, put("C", "{\"percentOff\":1,\"x\":\"" + "x".repeat(256 * 1024) + "\"}"));
        var nobody = HttpEvents.request("PUT /admin/coupons/{code}").path("code", "C").claim("sub", "operator").body(FULL);
        assertProblem(403, "forbidden", null, Lambda.request(putCoupon, nobody, environment()));
        assertProblem(403, "forbidden", null, Lambda.request(getCoupon, HttpEvents.request("GET /admin/coupons/{code}").path("code", "C"), environment()));
        assertEquals(List.of(), table.all());
    }
}
