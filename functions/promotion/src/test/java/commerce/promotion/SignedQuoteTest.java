package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A price the customer saw is the price charged: the quoteId an order carries is kept until it expires, and then only compared. */
class SignedQuoteTest extends PromotionFixture {

    private static final String TWO_BEANS = "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1},{\"sku\":\"MUG\",\"quantity\":1},{\"sku\":\"BEANS\",\"quantity\":1}]%s}";
    private static final String HALF = "{\"kind\":\"SEGMENT_OFFER\",\"percentOff\":5000,\"reason\":\"HALF\"}";

    private static String with(String body, String quoteId) {
        return body.formatted(",\"quoteId\":\"" + quoteId + "\"");
    }

    private static void assertRefused(String slug, String field, JsonNode answer) {
        assertEquals("urn:commerce:problem:" + slug, answer.path("problem").path("type").asText(), answer::toString);
        assertEquals(field, answer.path("problem").path("field").asText());
        assertFalse(answer.has("quote"));
    }

    @Test
    void aQuoteIsKeptUntilItExpiresWhateverBecomesOfTheRules() {
        given("TEN", "{\"amountOff\":{\"amount\":1000,\"currency\":\"CNY\"}}");
        var body = TWO_BEANS.replace("%s", ",\"couponCode\":\"ten\"%s");
        var quote = quote(body.formatted("")).body();
        givenRule("dearer", "{\"kind\":\"SHIPPING\",\"fee\":{\"amount\":900,\"currency\":\"CNY\"}}");
        given("TEN", "{\"percentOff\":1,\"active\":false}");
        clock.advance(Duration.ofMinutes(15).minusMillis(1));

        assertEquals(quote, price(with(body, quote.path("quoteId").asText())).path("quote"), "names too, though the quoteId holds none");
    }

    @Test
    void anExpiredQuoteOfTheSamePriceIsAsGoodAsNone() {
        var quote = quote(TWO_BEANS.formatted("")).body();
        clock.advance(Duration.ofMinutes(15));

        var answer = price(with(TWO_BEANS, quote.path("quoteId").asText())).path("quote");
        assertEquals(quote.path("total"), answer.path("total"));
        assertEquals("2026-11-21T02:30:00Z", answer.path("expiresAt").asText());
    }

    @Test
    void anExpiredQuoteOfAnotherPriceIsAnsweredWithTheNewOne() {
        var quote = quote(TWO_BEANS.formatted("")).body();
        givenRule("half", HALF);
        clock.advance(Duration.ofMinutes(15));

        var answer = price(with(TWO_BEANS, quote.path("quoteId").asText()));
        assertRefused("price-changed", "quoteId", answer);
        assertEquals(quote(TWO_BEANS.formatted("")).body(), answer.path("problem").path("quote"));
        var renewed = answer.path("problem").path("quote").path("quoteId").asText();
        assertEquals(answer.path("problem").path("quote"), price(with(TWO_BEANS, renewed)).path("quote"));
    }

    @Test
    void aQuoteIsGoodForItsLinesItsCouponAndItsCustomerOnly() {
        given("TEN", "{\"amountOff\":{\"amount\":1000,\"currency\":\"CNY\"}}");
        var quoteId = quote(TWO_BEANS.formatted("")).body().path("quoteId").asText();
        assertRefused("quote-differs", "lines", price(with(TWO_BEANS.replace("MUG", "GIFT"), quoteId)));
        assertRefused("quote-differs", "couponCode", price(with(TWO_BEANS.replace("%s", ",\"couponCode\":\"TEN\"%s"), quoteId)));
        var bob = "{\"tenant\":\"shop\",\"customer\":\"bob\"," + with(TWO_BEANS, quoteId).substring(1);
        assertRefused("quote-unknown", "quoteId", Lambda.invoke(quotePrice, json(bob), environment()));
    }

    @Test
    void anotherShopsQuoteIsUnknown() {
        var foreign = Lambda.request(createQuote, HttpEvents.request("POST /quotes").by("other", "alice").body(TWO_BEANS.formatted("")), environment()).body();
        assertRefused("quote-unknown", "quoteId", price(with(TWO_BEANS, foreign.path("quoteId").asText())));
        quote(TWO_BEANS.formatted(""));
        assertRefused("quote-unknown", "quoteId", price(with(TWO_BEANS, foreign.path("quoteId").asText())));
    }

    @Test
    void aQuoteThatWasChangedInAnyPlaceIsUnknown() {
        var quoteId = quote(TWO_BEANS.formatted("")).body().path("quoteId").asText();
        for (int i = 0; i < quoteId.length(); i++) {
            var changed = quoteId.substring(0, i) + (quoteId.charAt(i) == 'A' ? 'B' : 'A') + quoteId.substring(i + 1);
            assertRefused("quote-unknown", "quoteId", price(with(TWO_BEANS, changed)));
        }
        for (var wrong : List.of("q1", "q1.", "q1..", "x", quoteId.substring(0, quoteId.length() - 1), quoteId + "A", "q2" + quoteId.substring(2))) {
            assertRefused("quote-unknown", "quoteId", price(with(TWO_BEANS, wrong)));
        }
    }

    @Test
    void shoppersWhoAskFirstAtOnceShareOneKey() throws InterruptedException {
        var outcomes = race(IntStream.range(0, 12).<Callable<String>>mapToObj(i -> () -> quote(TWO_BEANS.formatted("")).body().path("quoteId").asText()).toList());
        assertEquals(1, outcomes.stream().distinct().count(), outcomes::toString);
        assertEquals(1, table.all().size());
    }

    @Test
    void anOrderInAShopThatNeverAnsweredAQuoteIsPricedWithAQuoteIdToo() {
        var answer = price(TWO_BEANS.formatted("")).path("quote");
        assertEquals(answer, price(with(TWO_BEANS, answer.path("quoteId").asText())).path("quote"));
        assertEquals(1, table.all().size(), "the shop's key");
    }

    @Test
    void whatIsRefusedDrawsNoKey() {
        assertRefused("coupon-unknown", "couponCode", price(TWO_BEANS.replace("%s", ",\"couponCode\":\"NONE\"")));
        assertEquals(List.of(), table.all());
    }

    @Test
    void theLargestQuoteStillFitsItsField() {
        var skus = IntStream.range(0, 50).mapToObj(i -> "%08x%08x".formatted(i * 0x9E3779B9, i * 0x85EBCA6B).repeat(4)).toList();
        aws.standIn().on("Invoke read-products", question -> Map.of("products",
                skus.stream().map(sku -> Map.of("sku", sku, "name", "名".repeat(200), "price", cny(1_000_000 + sku.hashCode() % 99_999))).toList()));
        givenRule("ladder", "{\"kind\":\"QUANTITY_LADDER\",\"tiers\":[{\"from\":2,\"percentOff\":777}]}");
        givenRule("offer", HALF);
        givenRule("up", "{\"kind\":\"REPRICING\",\"change\":333,\"reason\":\"UP\"}");
        given("PCT", "{\"percentOff\":1111}");
        var lines = skus.stream().map(sku -> "{\"sku\":\"" + sku + "\",\"quantity\":" + (9_000 + sku.charAt(0)) + "}").collect(Collectors.joining(","));
        var body = "{\"lines\":[" + lines + "],\"couponCode\":\"PCT\"%s}";
        var quote = quote(body.formatted("")).body();
        assertTrue(QuoteSeal.QUOTE_ID.matcher(quote.path("quoteId").asText()).matches(), () -> "its length is " + quote.path("quoteId").asText().length());
        assertEquals(quote, price(with(body, quote.path("quoteId").asText())).path("quote"));
    }
}
