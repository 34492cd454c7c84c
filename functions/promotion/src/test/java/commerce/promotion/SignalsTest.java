package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.BatchReads;
import commerce.kernel.FunctionInvoker;
import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.kernel.Transactions;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What quotes and orders know of stock, sales and the shopper, when they ask for it, and what that costs. */
class SignalsTest extends PromotionFixture {

    private static final String LOW_STOCK = "{\"kind\":\"REPRICING\",\"priority\":1,\"stockBelow\":10,\"change\":1500,\"reason\":\"LOW_STOCK_URGENT\"}";
    private static final String VIP = "{\"kind\":\"REPRICING\",\"priority\":2,\"memberLevelFrom\":4,\"change\":-1500,\"reason\":\"VIP_EXCLUSIVE\"}";
    private static final String ONE = "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1}]%s}";

    private final Map<String, Long> available = new HashMap<>(Map.of("BEANS", 100L, "MUG", 100L));

    @BeforeEach
    void theInventoryAnswers() {
        aws.standIn().on("Invoke read-stock", question -> Map.of("stock", question.path("skus").valueStream().map(JsonNode::asText)
                .map(sku -> Map.of("sku", sku, "available", available.getOrDefault(sku, 0L))).toList()));
    }

    private void bought(String customer, int order, long fen, long pieces) {
        table.during(() -> {
            members.countOrder(SHOP, orderId(order), customer, cny(fen), clock.instant(), sales.count(SHOP, List.of(new Line("BEANS", pieces)), clock.instant()));
            return null;
        });
    }

    private JsonNode quoteOfOne() {
        var answer = quote(ONE.formatted(""));
        assertEquals(200, answer.status(), answer::toString);
        return answer.body();
    }

    private static long total(JsonNode quote) {
        return quote.path("total").path("amount").asLong();
    }

    private static String reason(JsonNode quote) {
        return quote.path("repricings").path(0).path("reason").asText();
    }

    private int calls(String call) {
        return aws.standIn().calls(call).size();
    }

    @Test
    void lowStockMakesItDearerAndTheQuoteSaysWhyAndWhatItSaw() {
        givenRule("low", LOW_STOCK);
        available.put("BEANS", 9L);
        assertEquals(json("""
                [{"step":"REPRICING","code":"low","reason":"LOW_STOCK_URGENT","amount":{"amount":1320,"currency":"CNY"},"sku":"BEANS",
                  "listPrice":{"amount":8800,"currency":"CNY"},"ruleVersion":1,"signals":{"stock":9}}]"""), quoteOfOne().path("repricings"));
        assertEquals(10_120, total(quoteOfOne()));
        available.put("BEANS", 10L);
        assertEquals(8_800, total(quoteOfOne()));
    }

    @Test
    void aPlatinumMemberPaysLessUnlessStockIsLow() {
        givenRule("low", LOW_STOCK);
        givenRule("vip", VIP);
        assertEquals(8_800, total(quoteOfOne()));
        bought("alice", 1, 1_333_334, 1);
        assertEquals(7_480, total(quoteOfOne()));
        assertEquals("VIP_EXCLUSIVE", reason(quoteOfOne()));
        assertEquals(json("{\"memberLevel\":4}"), quoteOfOne().path("repricings").get(0).path("signals"));
        available.put("BEANS", 9L);
        assertEquals(10_120, total(quoteOfOne()));
    }

    @Test
    void everyQuoteSaysTheLevelOfAMemberTheShopKnowsWhateverItsRulesAndThePromiseKeepsIt() {
        assertFalse(quoteOfOne().has("memberLevel"), "nobody knows alice");
        bought("alice", 1, 1_333_334, 1);
        var quote = quoteOfOne();
        assertEquals(4, quote.path("memberLevel").asInt());
        bought("alice", 2, 5_000_000, 1);
        assertEquals(5, price(ONE.formatted("")).path("quote").path("memberLevel").asInt());
        assertEquals(4, price(ONE.formatted(",\"quoteId\":\"" + quote.path("quoteId").asText() + "\"")).path("quote").path("memberLevel").asInt());
    }

    @Test
    void aRefundTakesTheLevelAndItsPriceAwayButNotThePriceThatWasShown() {
        givenRule("vip", VIP);
        bought("alice", 1, 1_333_334, 1);
        var shown = quoteOfOne();
        table.during(() -> {
            members.countRefund(SHOP, orderId(1), "r1", cny(1_000));
            return null;
        });
        assertEquals(8_800, total(quoteOfOne()));
        assertEquals(shown, price(ONE.formatted(",\"quoteId\":\"" + shown.path("quoteId").asText() + "\"")).path("quote"));
    }

    @Test
    void weightedFactorsLookAtAllThree() {
        givenRule("weighted", "{\"kind\":\"DYNAMIC_PRICE\",\"scene\":\"time_limited\",\"stockTarget\":100,\"salesTarget\":10}");
        available.put("BEANS", 50L);
        bought("alice", 1, 1_333_334, 15);
        // 0.35 x (100 - 50)/100 + 0.40 x (15 - 10)/10 - 0.25 x 3/4 = 0.1875, of a band of 15 %: 8800 x 1.028125 = 9047.5
        assertEquals(9_048, total(quoteOfOne()));
        assertEquals("TIME_LIMITED", reason(quoteOfOne()));
        assertEquals(json("{\"stock\":50,\"salesOfLastHour\":15,\"memberLevel\":4}"), quoteOfOne().path("repricings").get(0).path("signals"));
        clock.advance(Duration.ofHours(1));
        // nothing sold any more: 0.175 - 0.40 - 0.1875 = -0.4125: 8800 x 0.938125 = 8255.5
        assertEquals(8_256, total(quoteOfOne()));
    }

    @Test
    void scenesWeighWhatTheyAreFor() {
        bought("alice", 1, 1_333_334, 15);
        available.put("BEANS", 0L);
        givenRule("scene", "{\"kind\":\"DYNAMIC_PRICE\",\"scene\":\"flash_sale\"}");
        assertEquals(10_120, total(quoteOfOne()));
        givenRule("scene", "{\"kind\":\"DYNAMIC_PRICE\",\"scene\":\"member_discount\"}");
        assertEquals(7_810, total(quoteOfOne()));
        assertEquals(json("{\"memberLevel\":4}"), quoteOfOne().path("repricings").get(0).path("signals"));
    }

    @Test
    void anOrderIsPricedByTheSameSignals() {
        givenRule("low", LOW_STOCK);
        available.put("BEANS", 9L);
        assertEquals(quoteOfOne(), price(ONE.formatted("")).path("quote"));
    }

    @Test
    void aShopWithoutSuchRulesAsksForNothing() {
        givenRule("ladder", "{\"kind\":\"QUANTITY_LADDER\",\"tiers\":[{\"from\":2,\"percentOff\":500}]}");
        givenRule("mugs", LOW_STOCK.replace("\"priority\":1", "\"skus\":[\"MUG\"]"));
        givenRule("over", LOW_STOCK.replace("\"priority\":1", "\"validUntil\":\"2026-11-21T01:00:00Z\""));
        givenRule("off", VIP.replace("\"priority\":2", "\"enabled\":false"));
        assertEquals(8_800, total(quoteOfOne()));
        assertEquals(0, calls("Invoke read-stock"));
        assertFalse(quoteOfOne().has("repricings"));
    }

    private CreateQuote counting(List<String> calls) {
        var dynamoDb = aws.configure(DynamoDbClient.builder()).overrideConfiguration(override -> override.addExecutionInterceptor(new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                calls.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
            }
        })).build();
        var batches = new BatchReads(dynamoDb, new Random(1));
        var transactions = new Transactions(dynamoDb, new Random(2));
        var functions = new FunctionInvoker(aws.lambda());
        var pricing = new PricingTable(dynamoDb, transactions, batches, new Random(3));
        var signals = new QuoteSignals(new MembersTable(dynamoDb, transactions, clock), new SalesTable(batches), new StockLevels(functions), batches);
        return new CreateQuote(new Quoting(new Catalogue(functions), pricing, new PricingRules(pricing), signals, wishes, members, clock));
    }

    /** However large the basket and however many the rules: reads are bounded. */
    @Test
    void fiftyLinesUnderTwoHundredRulesAreAtMostSixReads() {
        var skus = IntStream.range(0, 50).mapToObj("S-%02d"::formatted).toList();
        aws.standIn().on("Invoke read-products", question -> Map.of("products", skus.stream().map(sku -> Map.of("sku", sku, "name", sku, "price", Money.of(1_000, "CNY"))).toList()));
        for (int i = 0; i < 200; i++) {
            givenRule("r" + i, switch (i % 3) {
                case 0 -> LOW_STOCK;
                case 1 -> VIP;
                default -> "{\"kind\":\"DYNAMIC_PRICE\",\"scene\":\"time_limited\"}";
            });
        }
        given("TEN", "{\"amountOff\":{\"amount\":1000,\"currency\":\"CNY\"}}");
        var body = "{\"lines\":[" + skus.stream().map(sku -> "{\"sku\":\"" + sku + "\",\"quantity\":1}").collect(Collectors.joining(",")) + "],\"couponCode\":\"TEN\"}";
        assertEquals(200, quote(body).status(), "the shop has its key");

        var calls = Collections.synchronizedList(new ArrayList<String>());
        var counted = counting(calls);
        assertEquals(200, Lambda.request(counted, HttpEvents.request("POST /quotes").by(SHOP, "alice").body(body), environment()).status());
        assertEquals(List.of("BatchGetItem", "GetItem", "GetItem", "BatchGetItem"), calls, "rules, key and coupon; the rules themselves, for they are new; the member; sales");
        calls.clear();
        assertEquals(200, Lambda.request(counted, HttpEvents.request("POST /quotes").by(SHOP, "alice").body(body), environment()).status());
        assertEquals(List.of("BatchGetItem", "GetItem", "BatchGetItem"), calls);
        assertEquals(List.of(3, 3), List.of(calls("Invoke read-products"), calls("Invoke read-stock")), "one each for every quote; each is one batch read in its context");
    }
}
