package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.FunctionInvoker;
import commerce.kernel.Json;
import commerce.kernel.testing.Lambda;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a product costs everybody, told when it changes and never twice. */
class PublicPricesTest extends PromotionFixture {

    private static final String LOW_STOCK = "{\"kind\":\"REPRICING\",\"stockBelow\":10,\"change\":%d,\"reason\":\"LOW_STOCK_URGENT\"}";

    private final Map<String, Long> available = new HashMap<>(Map.of("BEANS", 100L, "MUG", 100L));
    private final Map<String, Long> listPrices = new HashMap<>(Map.of("BEANS", 8_800L, "MUG", 12_900L));
    private final PublicPrices publicPrices = new PublicPrices(new Catalogue(new FunctionInvoker(aws.lambda())), pricing, new PricingRules(pricing), signals,
            new PricesTable(aws.dynamoDb(), batches), clock);
    private final RepriceProducts repriceProducts = new RepriceProducts(publicPrices);

    @BeforeEach
    void theCatalogueAndTheInventoryAnswer() {
        aws.standIn().on("Invoke read-products", question -> Map.of("products", asked(question).stream().filter(listPrices::containsKey)
                .map(sku -> Map.of("sku", sku, "name", sku, "price", cny(listPrices.get(sku)))).toList()));
        aws.standIn().on("Invoke read-stock", question -> Map.of("stock", asked(question).stream().map(sku -> Map.of("sku", sku, "available", available.getOrDefault(sku, 0L))).toList()));
    }

    private static List<String> asked(JsonNode question) {
        return question.path("skus").valueStream().map(JsonNode::asText).toList();
    }

    private void tell(String type, Object data) {
        var event = Event.of("commerce.any", type, SHOP, "any", "", clock.instant(), data);
        var message = Map.of("Records", List.of(Map.of("messageId", "m", "body", Json.write(Map.of("detail", event)))));
        assertEquals(json("{\"batchItemFailures\":[]}"), Lambda.invoke(repriceProducts, message, environment()));
    }

    private void stock(long pieces) {
        available.put("BEANS", pieces);
        tell("stock.reserved.v1", Map.of("orderId", orderId(1), "watched", true, "lines", List.of(Map.of("sku", "BEANS", "quantity", 1), Map.of("sku", "MUG", "quantity", 1))));
    }

    private void productChanged(String sku) {
        tell("product.changed.v1", Map.of("sku", sku));
    }

    private void ruleChanged(String id, String body) {
        givenRule(id, body);
        tell("pricing_rule.changed.v1", Map.of("id", id));
    }

    /** Those told so far, in their order, as "old new reason rule/version". */
    private List<String> told() {
        return table.outbox().stream().filter(event -> event.type().equals("price.updated.v1"))
                .sorted(Comparator.comparing(event -> Integer.parseInt(event.id().substring(event.id().lastIndexOf('/') + 1))))
                .map(Event::data).map(data -> data.at("/oldPrice/amount").asText() + " " + data.at("/newPrice/amount").asText() + " " + data.path("reason").asText()
                        + (data.has("ruleId") ? " " + data.path("ruleId").asText() + "/" + data.path("ruleVersion").asText() : "")).toList();
    }

    @Test
    void crossingARulesMarkIsToldBothWaysAndMovingOnOneSideIsNot() {
        givenRule("low", LOW_STOCK.formatted(1_500));
        stock(11);
        stock(10);
        assertEquals(List.of(), told());
        stock(9);
        stock(3);
        stock(3);
        assertEquals(List.of("8800 10120 LOW_STOCK_URGENT low/1"), told());
        available.put("BEANS", 20L);
        tell("stock.received.v1", Map.of("sku", "BEANS", "receiptId", "r", "quantity", 17));
        assertEquals(List.of("8800 10120 LOW_STOCK_URGENT low/1", "10120 8800 LIST_PRICE"), told());
    }

    @Test
    void aChangedRuleReachesEveryProductThatIsKnown() {
        productChanged("BEANS");
        productChanged("MUG");
        available.put("BEANS", 9L);
        ruleChanged("low", LOW_STOCK.formatted(1_500));
        ruleChanged("low", LOW_STOCK.formatted(2_000));
        ruleChanged("low", LOW_STOCK.formatted(2_000).replace("\"change\"", "\"enabled\":false,\"change\""));
        assertEquals(List.of("8800 10120 LOW_STOCK_URGENT low/1", "10120 10560 LOW_STOCK_URGENT low/2", "10560 8800 LIST_PRICE"), told());
    }

    @Test
    void aRuleThatSaysTheSameInOtherWordsTellsNothingNew() {
        productChanged("BEANS");
        available.put("BEANS", 9L);
        ruleChanged("low", LOW_STOCK.formatted(1_500));
        ruleChanged("low", LOW_STOCK.formatted(1_500).replace("\"stockBelow\":10", "\"stockBelow\":12"));
        assertEquals(1, told().size());
    }

    @Test
    void aNewListPriceIsToldAndTheFirstOneIsNot() {
        productChanged("BEANS");
        assertEquals(List.of(), told());
        listPrices.put("BEANS", 9_000L);
        productChanged("BEANS");
        productChanged("BEANS");
        productChanged("UNKNOWN");
        assertEquals(List.of("8800 9000 LIST_PRICE"), told());
    }

    @Test
    void whatOneShopperPaysIsNotTold() {
        productChanged("BEANS");
        ruleChanged("vip", "{\"kind\":\"REPRICING\",\"memberLevelFrom\":1,\"change\":-1500,\"reason\":\"VIP_EXCLUSIVE\"}");
        ruleChanged("flash", "{\"kind\":\"DYNAMIC_PRICE\",\"scene\":\"flash_sale\"}");
        ruleChanged("ladder", "{\"kind\":\"QUANTITY_LADDER\",\"tiers\":[{\"from\":2,\"percentOff\":500}]}");
        stock(0);
        assertEquals(List.of(), told());
    }

    @Test
    void aShopThatDoesNotWatchStockPaysOneReadForAReceiptAndKeepsNothing() {
        tell("stock.received.v1", Map.of("sku", "BEANS", "receiptId", "r", "quantity", 17));
        assertEquals(0, aws.standIn().calls("Invoke read-products").size() + aws.standIn().calls("Invoke read-stock").size());
        assertEquals(List.of(), table.all());
    }

    @Test
    void onlyOrdersOfWatchedGoodsSayThatTheyAre() {
        givenRule("mugs", LOW_STOCK.formatted(1_500).replace("\"kind\"", "\"skus\":[\"MUG\"],\"kind\""));
        assertTrue(quote("{\"lines\":[{\"sku\":\"MUG\",\"quantity\":1}]}").body().path("watchesStock").asBoolean());
        assertTrue(quote("{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1}]}").body().path("watchesStock").isMissingNode());
    }

    @Test
    void moreProductsThanAPageHoldsAreAllRepriced() {
        var skus = IntStream.range(0, 120).mapToObj("S-%03d"::formatted).toList();
        skus.forEach(sku -> listPrices.put(sku, 1_000L));
        skus.forEach(this::productChanged);
        ruleChanged("up", "{\"kind\":\"REPRICING\",\"change\":1000,\"reason\":\"UP\"}");
        assertEquals(120, told().size());
    }

    @Test
    void manyWakeUpsAtOnceTellAPriceOnce() throws InterruptedException {
        givenRule("low", LOW_STOCK.formatted(1_500));
        var outcomes = race(IntStream.range(0, 16).<Callable<String>>mapToObj(i -> () -> {
            stock(9);
            return "woken";
        }).toList());
        assertEquals(16, count(outcomes, "woken"), outcomes::toString);
        assertEquals(List.of("8800 10120 LOW_STOCK_URGENT low/1"), told());
    }

    @Test
    void aPriceWorkedOutFromOldStockNeverReplacesANewerOne() {
        givenRule("low", LOW_STOCK.formatted(1_500));
        available.put("BEANS", 9L);
        var interrupted = new ArrayList<String>();
        aws.interleaving().runBefore("UpdateItem", () -> {
            interrupted.add("once");
            stock(20);
            stock(5);
            stock(20);
        });
        stock(9);
        assertEquals(List.of("once"), interrupted);
        assertEquals("10120 8800 LIST_PRICE", told().getLast(), "stock is 20: whoever woke first looks again");
    }
}
