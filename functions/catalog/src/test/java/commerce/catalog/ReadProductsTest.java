package commerce.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Items;
import commerce.kernel.testing.Lambda;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadProductsTest extends CatalogFixture {

    private JsonNode ask(String tenant, List<String> skus) {
        return Lambda.invoke(readProducts, Map.of("tenant", tenant, "skus", skus), table.environment());
    }

    @Test
    void knownProductsHavePricesAndTheOthersAreNamed() {
        given("shop", "B", 200);
        given("shop", "A", 100);
        given("other", "C", 300);
        assertEquals(json("{\"products\":[{\"sku\":\"A\",\"name\":\"A\",\"price\":{\"amount\":100,\"currency\":\"CNY\"},\"merchantId\":\"shop\"},{\"sku\":\"B\",\"name\":\"B\",\"price\":{\"amount\":200,\"currency\":\"CNY\"},\"merchantId\":\"shop\"}],\"unknown\":[\"C\",\"D\"]}"),
                ask("shop", List.of("D", "B", "A", "C", "B")));
    }

    @Test
    void whatPricingMustKnowOfAProductComesWithIt() {
        put("shop", "A", "{\"name\":\"A\",\"price\":{\"amount\":5,\"currency\":\"CNY\"},\"priceFloor\":{\"amount\":4,\"currency\":\"CNY\"},\"priceCeiling\":{\"amount\":6,\"currency\":\"CNY\"},\"merchantId\":\"grower\",\"attributes\":{\"category\":\"tea\"}}");
        assertEquals(json("{\"sku\":\"A\",\"name\":\"A\",\"price\":{\"amount\":5,\"currency\":\"CNY\"},\"priceFloor\":{\"amount\":4,\"currency\":\"CNY\"},\"priceCeiling\":{\"amount\":6,\"currency\":\"CNY\"},\"category\":\"tea\",\"merchantId\":\"grower\"}"),
                ask("shop", List.of("A")).path("products").get(0));
    }

    @Test
    void askingForNothingAnswersNothing() {
        assertEquals(json("{\"products\":[],\"unknown\":[]}"), ask("shop", List.of()));
    }

    @Test
    void fiftySkusAreReadAnd51Refused() {
        var skus = IntStream.range(0, 51).mapToObj("S-%02d"::formatted).toList();
        given("shop", "S-49", 1);
        assertEquals(49, ask("shop", skus.subList(0, 50)).path("unknown").size());
        assertThrows(IllegalArgumentException.class, () -> ask("shop", skus));
    }

    /** A batch read ends at 16 MB and hands the rest back: items that grew by their outbox are far heavier than what is shown of them. */
    @Test
    void whatABatchLeavesUnreadIsReadAgain() {
        var skus = IntStream.range(0, 50).mapToObj("S-%02d"::formatted).toList();
        skus.forEach(sku -> {
            var item = new HashMap<>(Items.item("shop#PRODUCT", sku, "product"));
            item.putAll(Map.of("name", Items.s(sku), "price", Items.n(1), "currency", Items.s("CNY"), "attributes", Items.s("{}"), "ballast", Items.s("x".repeat(390_000))));
            aws.dynamoDb().putItem(request -> request.tableName(table.name()).item(item));
        });
        aws.interleaving().runAfter("BatchGetItem", () -> aws.interleaving().runAfter("BatchGetItem", () -> {}));
        var answer = ask("shop", skus);
        assertEquals(skus, answer.path("products").valueStream().map(product -> product.path("sku").asText()).toList());
        assertEquals(0, answer.path("unknown").size());
        assertTrue(aws.interleaving().allRan(), "one batch read it all: the test proves nothing");
    }
}
