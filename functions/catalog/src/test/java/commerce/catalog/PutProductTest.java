package commerce.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Event;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PutProductTest extends CatalogFixture {

    @Test
    void aNewProductIsCreatedAndAReplacedOneAnswers200() {
        var created = put("shop", "BEANS", "{\"name\": \"手工咖啡豆\", \"price\": {\"amount\": 8800, \"currency\": \"CNY\"}, \"attributes\": {\"grams\": 250, \"tags\": [\"new\"]}}");
        assertEquals(201, created.status());
        assertEquals(json("{\"sku\":\"BEANS\",\"name\":\"手工咖啡豆\",\"price\":{\"amount\":8800,\"currency\":\"CNY\"},\"merchantId\":\"shop\",\"attributes\":{\"grams\":250,\"tags\":[\"new\"]},\"version\":1}"), created.body());

        var replaced = put("shop", "BEANS", product("Beans", 9900));
        assertEquals(200, replaced.status());
        assertEquals(json("{\"sku\":\"BEANS\",\"name\":\"Beans\",\"price\":{\"amount\":9900,\"currency\":\"CNY\"},\"merchantId\":\"shop\",\"attributes\":{},\"version\":2}"), replaced.body());
        assertEquals(replaced.body(), get("shop", "BEANS").body());
    }

    @Test
    void aProductIsTheTenantsUnlessItNamesAMerchant() {
        assertEquals("shop", put("shop", "BEANS", product("Beans", 9900)).body().path("merchantId").asText());
        var ofAnother = put("shop", "BEANS", "{\"name\":\"Beans\",\"price\":{\"amount\":9900,\"currency\":\"CNY\"},\"merchantId\":\"roastery-7\"}");
        assertEquals("roastery-7", ofAnother.body().path("merchantId").asText());
        assertEquals("roastery-7", get("shop", "BEANS").body().path("merchantId").asText());
        assertEquals("shop", put("shop", "BEANS", product("Beans", 9900)).body().path("merchantId").asText());
        var bad = put("shop", "BEANS", "{\"name\":\"Beans\",\"price\":{\"amount\":9900,\"currency\":\"CNY\"},\"merchantId\":\"a#b\"}");
        assertEquals(400, bad.status());
        assertEquals("merchantId", bad.body().path("field").asText());
    }

    @Test
    void aProductsPriceHasBoundsThatOnlyTheShopSeesAndAPutWithoutThemRemovesThem() {
        var bounded = put("shop", "BEANS", "{\"name\":\"Beans\",\"price\":{\"amount\":8800,\"currency\":\"CNY\"},\"priceFloor\":{\"amount\":7000,\"currency\":\"CNY\"},\"priceCeiling\":{\"amount\":9900,\"currency\":\"CNY\"}}");
        assertEquals(201, bounded.status(), bounded::toString);
        assertEquals(7000, bounded.body().path("priceFloor").path("amount").asLong());
        assertEquals(9900, bounded.body().path("priceCeiling").path("amount").asLong());
        assertFalse(get("shop", "BEANS").body().has("priceFloor"));
        assertFalse(get("shop", "BEANS").body().has("priceCeiling"));

        var unbounded = put("shop", "BEANS", product("Beans", 8800));
        assertEquals(2, unbounded.body().path("version").asLong());
        assertFalse(table.all().getFirst().containsKey("priceFloor") || table.all().getFirst().containsKey("priceCeiling"));
    }

    @Test
    void aProductMayCostNothing() {
        assertEquals(201, put("shop", "GIFT", product("Gift", 0)).status());
    }

    @Test
    void repeatingAPutChangesNothingAndTellsNothing() {
        put("shop", "BEANS", product("Beans", 8800));
        var before = table.all();
        var again = put("shop", "BEANS", product("Beans", 8800));
        assertEquals(200, again.status());
        assertEquals(1, again.body().path("version").asLong());
        assertEquals(before, table.all());
    }

    @Test
    void eachChangeTellsOneEventAndAReplacementKeepsTheUnpublishedOnes() {
        put("shop", "BEANS", product("Beans", 8800));
        put("shop", "BEANS", product("Beans", 9900));
        var events = table.outbox().stream().sorted(Comparator.comparing(Event::id)).toList();
        assertEquals(List.of("shop/BEANS/product.changed.v1/1", "shop/BEANS/product.changed.v1/2"), events.stream().map(Event::id).toList());
        assertEquals(get("shop", "BEANS").body(), events.get(1).data());
        assertEquals(8800, events.get(0).data().path("price").path("amount").asLong());
    }

    @Test
    void twoPutsAtOnceAreBothAppliedOneAfterTheOther() {
        put("shop", "BEANS", product("Beans", 1));
        aws.interleaving().runBefore("UpdateItem", () -> put("shop", "BEANS", product("Other", 2)));
        var answer = put("shop", "BEANS", product("Mine", 3));
        assertTrue(aws.interleaving().allRan());
        assertEquals(3, answer.body().path("version").asLong());
        assertEquals("Mine", get("shop", "BEANS").body().path("name").asText());
        assertEquals(3, table.outbox().size());
    }

    @Test
    void twoFirstPutsAtOnceCreateOnce() {
        aws.interleaving().runBefore("UpdateItem", () -> assertEquals(201, put("shop", "BEANS", product("Other", 2)).status()));
        var answer = put("shop", "BEANS", product("Mine", 3));
        assertTrue(aws.interleaving().allRan());
        assertEquals(200, answer.status());
        assertEquals(2, answer.body().path("version").asLong());
    }

    @Test
    void aCrashAfterTheWriteIsHealedByRepeatingThePut() {
        aws.interleaving().runAfter("UpdateItem", () -> {
            throw new IllegalStateException("crash");
        });
        assertThrows(IllegalStateException.class, () -> put("shop", "BEANS", product("Beans", 8800)));
        assertEquals(1, put("shop", "BEANS", product("Beans", 8800)).body().path("version").asLong());
        assertEquals(1, table.outbox().size());
    }

    @Test
    void manyWritersOfOneProductGiveAsManyVersionsAndEvents() throws Exception {
        var writers = 8;
        try (var threads = Executors.newFixedThreadPool(writers)) {
            var answers = threads.invokeAll(IntStream.range(0, writers).<Callable<Lambda.Answer>>mapToObj(i -> () -> put("shop", "BEANS", product("Writer " + i, i))).toList());
            for (var answer : answers) {
                assertTrue(answer.get().status() < 300, answer.get().toString());
            }
        }
        assertEquals(writers, get("shop", "BEANS").body().path("version").asLong());
        assertEquals(writers, table.outbox().size());
    }

    @Test
    void aProductFullOfUnpublishedEventsAsksToTryAgainAndStaysAsItWas() {
        var last = 0;
        for (int i = 1; i <= 40; i++) {
            var before = table.all();
            var answer = put("shop", "BEANS", attributes("x".repeat(16_000), i));
            if (answer.status() >= 300) {
                assertProblem(503, "try-again", null, answer);
                assertEquals(before, table.all());
                break;
            }
            last = i;
        }
        assertTrue(last > 5 && last < 40, "the item never filled up: " + last);
    }

    private static String attributes(String text, long price) {
        return "{\"name\": \"Big\", \"price\": {\"amount\": " + price + ", \"currency\": \"CNY\"}, \"attributes\": {\"text\": \"" + text + "\"}}";
    }

    @Test
    void attributesAreCountedInBytes() {
        // {"text":"..."} is 11 bytes around the text.
        assertEquals(201, put("shop", "A", attributes("x".repeat(16 * 1024 - 11), 1)).status());
        assertProblem(400, "invalid-input", "attributes", put("shop", "B", attributes("x".repeat(16 * 1024 - 10), 1)));
        assertProblem(400, "invalid-input", "attributes", put("shop", "C", attributes("豆".repeat(6_000), 1)));
    }

    @ParameterizedTest(name = "{0} is refused, naming {1}")
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "{\"price\":{\"amount\":1,\"currency\":\"CNY\"}}|name",
        "{\"name\":\"\",\"price\":{\"amount\":1,\"currency\":\"CNY\"}}|name",
        "{\"name\":\"  \",\"price\":{\"amount\":1,\"currency\":\"CNY\"}}|name",
        "{\"name\":7,\"price\":{\"amount\":1,\"currency\":\"CNY\"}}|name",
        "{\"name\":\"A\"}|price",
        "{\"name\":\"A\",\"price\":8800}|price",
        "{\"name\":\"A\",\"price\":{\"amount\":-1,\"currency\":\"CNY\"}}|price.amount",
        "{\"name\":\"A\",\"price\":{\"amount\":1.5,\"currency\":\"CNY\"}}|price.amount",
        "{\"name\":\"A\",\"price\":{\"amount\":\"1\",\"currency\":\"CNY\"}}|price.amount",
        "{\"name\":\"A\",\"price\":{\"amount\":1000000000001,\"currency\":\"CNY\"}}|price.amount",
        "{\"name\":\"A\",\"price\":{\"amount\":1}}|price.currency",
        "{\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"cny\"}}|price.currency",
        "{\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"CNY\",\"scale\":2}}|price.scale",
        "{\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"attributes\":[]}|attributes",
        "{\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"stock\":5}|stock",
        "{\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"priceFloor\":1}|priceFloor",
        "{\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"priceFloor\":{\"amount\":2,\"currency\":\"CNY\"}}|priceFloor.amount",
        "{\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"priceFloor\":{\"amount\":1,\"currency\":\"EUR\"}}|priceFloor.currency",
        "{\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"priceCeiling\":{\"amount\":0,\"currency\":\"CNY\"}}|priceCeiling.amount",
        "{\"name\":\"A\",\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"priceCeiling\":{\"amount\":1,\"currency\":\"EUR\"}}|priceCeiling.currency",
        "[]|-",
        "{\"name\":|-",
        "''|-",
    })
    void wrongInputIsRefusedAndNothingIsWritten(String body, String field) {
        assertProblem(400, "invalid-input", field, put("shop", "BEANS", body));
        assertEquals(List.of(), table.all());
    }

    @Test
    void aNameOf201CharactersIsRefused() {
        assertEquals(201, put("shop", "A", product("名".repeat(200), 1)).status());
        assertProblem(400, "invalid-input", "name", put("shop", "B", product("名".repeat(201), 1)));
    }

    @ParameterizedTest
    @CsvSource({"with space", "a#b", "豆"})
    void aSkuThatIsNoKeyIsRefused(String sku) {
        assertProblem(400, "invalid-input", "sku", put("shop", sku, product("A", 1)));
        assertEquals(List.of(), table.all());
    }

    @Test
    void anOversizedBodyIsRefused() {
        assertProblem(413, "body-too-large", null, put("shop", "A", product("x".repeat(256 * 1024), 1)));
        assertEquals(List.of(), table.all());
    }

    @Test
    void aTokenWithoutAValidTenantIsRefused() {
        var request = HttpEvents.request("PUT /admin/products/{sku}").path("sku", "A").claim("sub", "operator").body(product("A", 1));
        assertProblem(403, "forbidden", null, Lambda.request(putProduct, request, table.environment()));
        assertProblem(403, "forbidden", null, Lambda.request(putProduct, request.claim("tenant", "a#b"), table.environment()));
        assertEquals(List.of(), table.all());
    }
}
