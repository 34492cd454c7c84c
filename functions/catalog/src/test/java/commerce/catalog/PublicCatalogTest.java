package commerce.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicCatalogTest extends CatalogFixture {

    private static HttpEvents listing() {
        return HttpEvents.request("GET /products");
    }

    private Lambda.Answer list(HttpEvents request) {
        return Lambda.request(listProducts, request, table.environment());
    }

    private static String token(String payload) {
        return "Bearer e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }

    private static List<String> skus(Lambda.Answer answer) {
        return answer.body().path("items").valueStream().map(item -> item.path("sku").asText()).toList();
    }

    @Test
    void anUnknownProductIsNotFound() {
        assertProblem(404, "product-not-found", null, get("shop", "NOTHING"));
        assertProblem(404, "resource-not-found", null, get("shop", "a#b"));
    }

    @Test
    void aTenantSeesOnlyItsOwnProducts() {
        given("shop", "A", 1);
        given("other", "B", 1);
        assertEquals(List.of("A"), skus(list(listing().query("tenant", "shop"))));
        assertProblem(404, "product-not-found", null, get("shop", "B"));
    }

    @Test
    void theTokenNamesTheTenantUnlessTheQueryDoes() {
        given("shop", "A", 1);
        given("other", "B", 1);
        assertEquals(List.of("A"), skus(list(listing().header("Authorization", token("{\"tenant\":\"shop\"}")))));
        assertEquals(List.of("B"), skus(list(listing().header("Authorization", token("{\"tenant\":\"shop\"}")).query("tenant", "other"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer x", "Bearer e30.!!!.x", "Bearer e30.e30.x", "Bearer e30..x", "Basic e30.e30.x"})
    void aTokenThatNamesNobodyIsLikeNone(String authorization) {
        assertProblem(400, "invalid-input", "tenant", list(listing().header("Authorization", authorization)));
        assertProblem(400, "invalid-input", "tenant", Lambda.request(getProduct, HttpEvents.request("GET /products/{sku}").path("sku", "A").header("Authorization", authorization), table.environment()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"tenant\":\"a#b\"}", "{\"tenant\":7}", "{\"tenant\":[\"shop\"]}", "[]", "\"shop\""})
    void aClaimThatIsNoTenantIsLikeNone(String payload) {
        assertProblem(400, "invalid-input", "tenant", list(listing().header("Authorization", token(payload))));
    }

    @Test
    void aTenantThatCannotBeOneIsRefused() {
        assertProblem(400, "invalid-input", "tenant", list(listing().query("tenant", "a#b")));
    }

    @Test
    void theListIsPagedBySkuWithoutGapsOrRepeats() {
        var all = IntStream.range(0, 7).mapToObj(i -> "SKU-" + i).toList();
        all.reversed().forEach(sku -> given("shop", sku, 1));
        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var page = list(listing().query("tenant", "shop").query("limit", "3").query("cursor", cursor));
            assertEquals(200, page.status());
            assertTrue(skus(page).size() <= 3);
            seen.addAll(skus(page));
            cursor = page.body().path("nextCursor").asText("");
        } while (!cursor.isEmpty());
        assertEquals(all, seen);
    }

    @Test
    void aListThatEndsWithAFullPageHasNoCursor() {
        List.of("A", "B", "C").forEach(sku -> given("shop", sku, 1));
        assertFalse(list(listing().query("tenant", "shop").query("limit", "3")).body().has("nextCursor"));
        assertTrue(list(listing().query("tenant", "shop").query("limit", "2")).body().has("nextCursor"));
    }

    @Test
    void anEmptyCatalogueIsAnEmptyList() {
        assertEquals(json("{\"items\":[]}"), list(listing().query("tenant", "shop")).body());
    }

    @Test
    void aPageOfLargeProductsEndsEarlyAndGoesOn() {
        var skus = IntStream.range(0, 70).mapToObj("S-%03d"::formatted).toList();
        var large = "{\"name\":\"Large\",\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"attributes\":{\"text\":\"" + "x".repeat(16_000) + "\"}}";
        skus.forEach(sku -> assertEquals(201, put("shop", sku, large).status()));
        var first = list(listing().query("tenant", "shop").query("limit", "100"));
        var second = list(listing().query("tenant", "shop").query("limit", "100").query("cursor", first.body().path("nextCursor").asText()));
        var seen = new ArrayList<>(skus(first));
        assertTrue(seen.size() < skus.size(), "the page did not end early");
        seen.addAll(skus(second));
        assertEquals(skus.subList(0, seen.size()), seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "x", "1.5"})
    void aLimitOutOfRangeIsRefused(String limit) {
        assertProblem(400, "invalid-input", "limit", list(listing().query("tenant", "shop").query("limit", limit)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "djE6", "djE6YSNi"})
    void aCursorThatIsNoneOfOursIsRefused(String cursor) {
        assertProblem(400, "invalid-input", "cursor", list(listing().query("tenant", "shop").query("cursor", cursor)));
    }
}
