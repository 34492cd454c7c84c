package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.FunctionInvoker;
import commerce.kernel.Json;
import commerce.kernel.testing.AwsStandIn;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two edges of pricing: the shopper's quote over HTTP and the same price for an order. */
class QuoteTest extends PromotionFixture {

    private static String lines(String... skus) {
        return "{\"lines\":[" + List.of(skus).stream().map(sku -> "{\"sku\":\"" + sku + "\",\"quantity\":1}").collect(Collectors.joining(",")) + "]%s}";
    }

    private static String withCoupon(String body, String code) {
        return body.formatted(",\"couponCode\":\"" + code + "\"");
    }

    @Test
    void aQuoteShowsEveryStepOfThePrice() {
        given("TEN", "{\"amountOff\":{\"amount\":1000,\"currency\":\"CNY\"}}");
        var answer = quote("{\"lines\":[{\"sku\":\"MUG\",\"quantity\":1},{\"sku\":\"BEANS\",\"quantity\":2},{\"sku\":\"MUG\",\"quantity\":2}],\"couponCode\":\"ten\"}");
        assertEquals(200, answer.status(), answer::toString);
        assertEquals(json("""
                {"lines":[{"sku":"BEANS","name":"手工咖啡豆","quantity":2,"unitPrice":{"amount":8800,"currency":"CNY"},"amount":{"amount":17600,"currency":"CNY"}},
                          {"sku":"MUG","name":"便携保温杯","quantity":3,"unitPrice":{"amount":12900,"currency":"CNY"},"amount":{"amount":38700,"currency":"CNY"},"category":"cups"}],
                 "subtotal":{"amount":56300,"currency":"CNY"},
                 "discounts":[{"step":"COUPON","code":"TEN","reason":"AMOUNT_OFF","amount":{"amount":1000,"currency":"CNY"},
                               "lines":[{"sku":"BEANS","amount":{"amount":313,"currency":"CNY"}},{"sku":"MUG","amount":{"amount":687,"currency":"CNY"}}]}],
                 "total":{"amount":55300,"currency":"CNY"},
                 "expiresAt":"2026-11-21T02:15:00Z"}"""), ((ObjectNode) answer.body()).without("quoteId"));
    }

    @Test
    void aQuoteWritesNothingButTheShopsKeyOnceAndCountsNothing() {
        given("TEN", "{\"amountOff\":{\"amount\":1000,\"currency\":\"CNY\"},\"maxRedemptions\":1}");
        quote(withCoupon(lines("BEANS"), "TEN"));
        var before = table.all();
        quote(withCoupon(lines("BEANS"), "TEN"));
        quote(withCoupon(lines("BEANS"), "TEN"));
        assertEquals(before, table.all());
    }

    @Test
    void anExhaustedCouponIsStillQuotedBecauseOnlyRedeemingKnows() {
        given("TEN", "{\"amountOff\":{\"amount\":1000,\"currency\":\"CNY\"},\"maxRedemptions\":1}");
        redeem("TEN", 1, "alice", cny(1000));
        assertEquals(200, quote(withCoupon(lines("BEANS"), "TEN")).status());
    }

    @Test
    void anOrdersPriceIsTheQuote() {
        given("PCT", "{\"percentOff\":1250}");
        var body = withCoupon(lines("BEANS", "MUG"), "PCT");
        var quote = quote(body).body();
        var asOrder = price(body);
        assertEquals(Map.of("quote", quote), asOrder.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Test
    void anOrdersProblemIsTheQuotesProblem() {
        var body = lines("MUG", "NOTHING", "BEANS", "NIX").formatted("");
        var answer = quote(body);
        assertProblem(422, "unknown-sku", "lines[1].sku", answer);
        assertEquals(json("[\"NIX\",\"NOTHING\"]"), answer.body().path("skus"));
        var asOrder = price(body);
        assertEquals(Map.of("problem", answer.body()), asOrder.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Test
    void linesOfTwoCurrenciesAreRefused() {
        var answer = quote(lines("BEANS", "ROBOT").formatted(""));
        assertProblem(422, "mixed-currencies", "lines", answer);
        assertEquals(json("[\"CNY\",\"JPY\"]"), answer.body().path("currencies"));
    }

    @Test
    void aCouponThatDoesNotApplyIsRefusedWithItsReason() {
        var beans = lines("BEANS");
        assertProblem(422, "coupon-unknown", "couponCode", quote(withCoupon(beans, "NONE")));

        given("LATER", "{\"percentOff\":1,\"validFrom\":\"2026-11-21T03:00:00Z\",\"validUntil\":\"2026-11-21T04:00:00Z\"}");
        assertProblem(422, "coupon-not-yet-valid", "couponCode", quote(withCoupon(beans, "LATER")));
        clock.advance(Duration.ofHours(1));
        assertEquals(200, quote(withCoupon(beans, "LATER")).status());
        clock.advance(Duration.ofHours(1));
        var expired = quote(withCoupon(beans, "LATER"));
        assertProblem(422, "coupon-expired", "couponCode", expired);
        assertEquals("2026-11-21T04:00:00Z", expired.body().path("validUntil").asText());

        given("YEN", "{\"amountOff\":{\"amount\":1,\"currency\":\"JPY\"}}");
        assertProblem(422, "coupon-currency-mismatch", "couponCode", quote(withCoupon(beans, "YEN")));

        given("MIN", "{\"percentOff\":1,\"minimumSpend\":{\"amount\":8801,\"currency\":\"CNY\"}}");
        var short1 = quote(withCoupon(beans, "MIN"));
        assertProblem(422, "minimum-spend-not-met", "couponCode", short1);
        assertEquals(json("{\"amount\":8801,\"currency\":\"CNY\"}"), short1.body().path("minimumSpend"));
    }

    @Test
    void fiftySkusAreQuotedAndFiftyOneAreNot() {
        var skus = IntStream.range(0, 51).mapToObj("S-%02d"::formatted).toArray(String[]::new);
        assertProblem(400, "invalid-input", "lines", quote(lines(skus).formatted("")));
        assertProblem(422, "unknown-sku", "lines[0].sku", quote(lines(List.of(skus).subList(0, 50).toArray(String[]::new)).formatted("")));
    }

    @ParameterizedTest(name = "{0} is refused, naming {1}")
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "{}|lines",
        "{\"lines\":[]}|lines",
        "{\"lines\":{}}|lines",
        "{\"lines\":[1]}|lines[0]",
        "{\"lines\":[{\"sku\":\"BEANS\"}]}|lines[0].quantity",
        "{\"lines\":[{\"quantity\":1}]}|lines[0].sku",
        "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":0}]}|lines[0].quantity",
        "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":-1}]}|lines[0].quantity",
        "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1.5}]}|lines[0].quantity",
        "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":\"1\"}]}|lines[0].quantity",
        "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":10000}]}|lines[0].quantity",
        "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":9999},{\"sku\":\"BEANS\",\"quantity\":1}]}|lines",
        "{\"lines\":[{\"sku\":\"a b\",\"quantity\":1}]}|lines[0].sku",
        "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1,\"price\":1}]}|lines[0].price",
        "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1}],\"couponCode\":7}|couponCode",
        "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1}],\"couponCode\":\"\"}|couponCode",
        "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1}],\"coupon\":\"TEN\"}|coupon",
        "{\"lines\":[|-",
        "null|-",
    })
    void wrongInputIsRefusedBeforeTheCatalogueIsAsked(String body, String field) {
        assertProblem(400, "invalid-input", field, quote(body));
        assertEquals(List.of(), aws.standIn().calls("Invoke read-products"));
    }

    @Test
    void anOversizedBodyAndATokenWithoutTenantAreRefused() {
        assertProblem(413, "body-too-large", null, quote("{\"x\":\"" + "x".repeat(256 * 1024) + "\"}"));
        var nobody = HttpEvents.request("POST /quotes").claim("sub", "alice").body(lines("BEANS").formatted(""));
        assertProblem(403, "forbidden", null, Lambda.request(createQuote, nobody, environment()));
    }

    @Test
    void aCatalogueThatFailsFailsTheQuote() {
        aws.standIn().on("Invoke read-products", _ -> {
            throw new AwsStandIn.FunctionError("commerce.kernel.Busy", "throttled");
        });
        assertThrows(FunctionInvoker.InvocationFailed.class, () -> quote(lines("BEANS").formatted("")));
    }

    @Test
    void theCatalogueIsAskedAsItsOwnSampleAsks() {
        quote(lines("BEANS").formatted(""));
        var asked = aws.standIn().calls("Invoke read-products").getFirst().input();
        var sample = Json.read(read(EVENTS.resolve("operations").resolve("read-products.json")));
        assertEquals(sample.properties().stream().map(Map.Entry::getKey).sorted().toList(), asked.properties().stream().map(Map.Entry::getKey).sorted().toList());
    }
}
