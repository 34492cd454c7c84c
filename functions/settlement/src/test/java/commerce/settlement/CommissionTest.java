package commerce.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.HttpOperation;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.testing.Contracts;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Rules, channels and what orders are settled by, as Lambda runs them, on a real DynamoDB. */
class CommissionTest {

    private static final String ORDER = "01K9Z8Q4J0W3N5R7T9V1X3Z5B7";
    private static TestAws aws;
    private Books books;

    @BeforeAll
    static void start() {
        aws = TestAws.start();
        aws.standIn().acceptEvents();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @BeforeEach
    void operations() {
        books = new Books(aws);
    }

    @AfterEach
    void everyEventKeepsItsSchema() {
        assertEquals(List.of(), Contracts.faults(books.table.outbox()));
    }

    private Lambda.Answer put(String what, String id, String body) {
        HttpOperation operation = switch (what) {
            case "commission-rules" -> new PutCommissionRule(books.rules);
            case "split-rules" -> new PutSplitRule(books.rules);
            default -> new PutChannel(books.channels, books.clock);
        };
        return Lambda.request(operation, HttpEvents.request("PUT /admin/" + what + "/{id}").by("t", "operator").path("id", id).body(body), books.environment());
    }

    private void given(String what, String id, String body) {
        var answer = put(what, id, body);
        assertTrue(answer.status() < 300, answer::toString);
    }

    private static Map<String, Object> line(String sku, String merchant, long quantity, long net) {
        return Map.of("sku", sku, "name", sku, "quantity", quantity, "net", Money.of(net, "CNY"), "amount", Money.of(net, "CNY"), "merchantId", merchant, "category", "tea");
    }

    @SafeVarargs
    private static Event confirmed(long total, String channel, Map<String, Object>... lines) {
        var data = new HashMap<String, Object>(Map.of("orderId", ORDER, "provider", "simulator", "total", Money.of(total, "CNY"), "lines", List.of(lines)));
        if (!channel.isEmpty()) {
            data.put("channelId", channel);
        }
        return Event.of("commerce.ordering", "order.confirmed.v1", "t", ORDER, "", Instant.parse("2026-11-21T10:00:00Z"), data);
    }

    private static Event payment(String type, String refundId, long amount) {
        return Event.of("commerce.payment", type, "t", ORDER, refundId, Instant.parse("2026-11-22T10:00:00Z"),
                Map.of("orderId", ORDER, "paymentId", "p1", "provider", "simulator", "amount", Money.of(amount, "CNY"), "refundId", refundId, "late", false));
    }

    private void told(Event... events) {
        for (var event : events) {
            var answer = Lambda.invoke(event.type().startsWith("order.") ? books.settleOrder : books.postPayment, Books.message(event), books.environment());
            assertEquals(0, answer.path("batchItemFailures").size());
        }
    }

    private JsonNode settlement() {
        return Lambda.request(new GetSettlement(new SettlementTable(aws.dynamoDb())), HttpEvents.request("GET /admin/settlements/{orderId}").by("t", "operator").path("orderId", ORDER), books.environment()).body();
    }

    /** What the clearing will find: net by merchant and business date. */
    private Map<String, Long> payables() {
        var nets = new TreeMap<String, Long>();
        books.table.all().stream().filter(item -> item.get("type").s().equals("payableLine")).forEach(item ->
                nets.merge(item.get("pk").s().replace("t#PAYABLE#", ""), Long.parseLong(item.get("net").n()), Long::sum));
        return nets;
    }

    @Test
    void merchantsCommissionSplitAndChannelOfOneOrderAreExactAndAFullRefundLeavesTheFee() {
        given("commission-rules", "tiers", "{\"kind\":\"TIERED\",\"merchantIds\":[\"alpha\"],\"tiers\":[{\"from\":1,\"basisPoints\":800},{\"from\":10,\"basisPoints\":1200},{\"from\":50,\"basisPoints\":1800}]}");
        given("commission-rules", "formula", "{\"kind\":\"EXPRESSION\",\"merchantIds\":[\"beta\"],\"expression\":\"rate(amount, isVIP ? bp(400) : bp(500))\"}");
        given("split-rules", "parties", "{\"merchantIds\":[\"beta\"],\"parties\":[{\"party\":\"brand\",\"basisPoints\":3000}]}");
        given("channels", "agency", "{\"rates\":[]}");
        given("channels", "ann", "{\"parent\":\"agency\",\"rates\":[1000,500]}");

        told(payment("payment.captured.v1", "", 152_000), confirmed(152_000, "ann", line("a", "alpha", 10, 100_000), line("b", "beta", 1, 50_000)));
        // Commission: 12 % of alpha's 100,000, 5 % of beta's 50,000 and of the tenant's 2,000 for shipping. Fee: 60 bp. Beta's money is divided 70:30.
        // What that leaves of the goods, 87,400 and 33,040 and 14,160, bears the channels' 15 % of 150,000.
        assertEquals(Map.of("provider_receivable:simulator", 152_000L, "provider_fees_payable:simulator", -912L, "platform_commission", -14_600L,
                "channel_payable:ann", -15_000L, "channel_payable:agency", -7_500L,
                "merchant_payable:alpha", -72_790L, "merchant_payable:beta", -27_517L, "merchant_payable:brand", -11_793L, "merchant_payable:t", -1_888L), books.balances("t"));
        assertEquals(Map.of("alpha#2026-11-21", 72_790L, "beta#2026-11-21", 27_517L, "brand#2026-11-21", 11_793L, "t#2026-11-21", 1_888L), payables());
        var lines = settlement().path("division").path("lines");
        assertEquals(List.of("tiers", "formula", "*"), Books.texts(lines, "rule"));
        assertEquals(1, lines.get(0).path("ruleVersion").asLong());
        assertEquals(List.of("ann", "agency"), Books.texts(settlement().path("division").path("channel").path("levels"), "channelId"));
        assertEquals("parties", settlement().path("division").path("splits").get(0).path("rule").asText());

        told(payment("refund.succeeded.v1", "r1", 52_000), payment("refund.succeeded.v1", "r2", 33_333), payment("refund.succeeded.v1", "r3", 66_667));
        assertEquals(Map.of("provider_fees_payable:simulator", -912L, "merchant_payable:alpha", 600L, "merchant_payable:beta", 210L, "merchant_payable:brand", 90L, "merchant_payable:t", 12L), books.balances("t"));
        assertEquals(-912L, payables().values().stream().mapToLong(Long::longValue).sum());
        assertEquals(152_000, settlement().path("refunded").path("amount").asLong());
    }

    @Test
    void factsInAnyOrderAndTwiceLeadToTheSameBooksAndLines() {
        given("channels", "ann", "{\"rates\":[1000]}");
        var seed = new Random().nextLong();
        var facts = new ArrayList<>(List.of(payment("payment.captured.v1", "", 3_001), confirmed(3_001, "ann", line("a", "alpha", 1, 1_000), line("b", "beta", 1, 2_001)),
                payment("refund.succeeded.v1", "r1", 1_111), payment("refund.succeeded.v1", "r2", 1_234)));
        facts.addAll(facts);
        told(facts.toArray(Event[]::new));
        var balances = books.balances("t");
        var owed = owedByMerchant();
        operations();
        given("channels", "ann", "{\"rates\":[1000]}");
        Collections.shuffle(facts, new Random(seed));
        told(facts.toArray(Event[]::new));
        assertEquals(balances, books.balances("t"), "seed " + seed);
        assertEquals(owed, owedByMerchant(), "seed " + seed);
    }

    private Map<String, Long> owedByMerchant() {
        var owed = new TreeMap<String, Long>();
        payables().forEach((key, net) -> owed.merge(key.split("#")[0], net, Long::sum));
        return owed;
    }

    @Test
    void whatWasAnsweredIsSeenByTheNextOrderAndABadRuleLeavesTheOldOneInForce() {
        given("commission-rules", "r", "{\"kind\":\"EXPRESSION\",\"expression\":\"10\"}");
        assertEquals("10 v1", commissionOf(ORDER.replace('7', '1')));
        given("commission-rules", "r", "{\"kind\":\"EXPRESSION\",\"expression\":\"20\"}");
        assertEquals("20 v2", commissionOf(ORDER.replace('7', '2')));
        var bad = put("commission-rules", "r", "{\"kind\":\"EXPRESSION\",\"expression\":\"rate(amount,\\n 0.05)\"}");
        assertEquals(400, bad.status());
        assertEquals("expression", bad.body().path("field").asText());
        assertTrue(bad.body().path("detail").asText().startsWith("expression 1:5 "), bad::toString);
        assertEquals("20 v2", commissionOf(ORDER.replace('7', '3')));
        given("commission-rules", "r", "{\"kind\":\"EXPRESSION\",\"enabled\":false,\"expression\":\"20\"}");
        assertEquals("50 v0", commissionOf(ORDER.replace('7', '4')));
        assertEquals("{\"id\":\"r\",\"kind\":\"EXPRESSION\",\"enabled\":true,\"priority\":100,\"expression\":\"10\",\"version\":1}", Json.write(Lambda.request(new GetCommissionRule(books.rules),
                HttpEvents.request("GET /admin/commission-rules/{id}").by("t", "operator").path("id", "r").query("version", "1"), books.environment()).body()));
    }

    /** Settles an order of 10.00 and tells what was taken and by which version. */
    private String commissionOf(String order) {
        var event = confirmed(1_000, "", line("a", "alpha", 1, 1_000));
        var data = new HashMap<String, Object>(Map.of("orderId", order));
        event.data().properties().stream().filter(field -> !field.getKey().equals("orderId")).forEach(field -> data.put(field.getKey(), field.getValue()));
        told(Event.of("commerce.ordering", "order.confirmed.v1", "t", order, "", event.time(), data));
        var line = Lambda.request(new GetSettlement(new SettlementTable(aws.dynamoDb())), HttpEvents.request("GET /admin/settlements/{orderId}").by("t", "operator").path("orderId", order), books.environment())
                .body().path("division").path("lines").get(0);
        return line.path("commission").path("amount").asLong() + " v" + line.path("ruleVersion").asLong();
    }

    @Test
    void aRuleThatFailsIsNamedOnTheLineAndStopsNothing() {
        given("commission-rules", "shaky", "{\"kind\":\"EXPRESSION\",\"expression\":\"100 / (quantity - 1)\"}");
        told(confirmed(2_000, "", line("a", "alpha", 1, 1_000), line("b", "beta", 3, 1_000)));
        var lines = settlement().path("division").path("lines");
        assertEquals(List.of("*", "shaky"), Books.texts(lines, "rule"));
        assertEquals(50, lines.get(0).path("commission").path("amount").asLong());
        assertTrue(lines.get(0).path("failure").asText().startsWith("shaky version 1: "), lines::toString);
    }

    @Test
    void anotherTenantsRulesAndChannelsAreNotUsed() {
        Lambda.request(new PutCommissionRule(books.rules), HttpEvents.request("PUT /admin/commission-rules/{id}").by("other", "operator").path("id", "r").body("{\"kind\":\"EXPRESSION\",\"expression\":\"1\"}"), books.environment());
        Lambda.request(new PutChannel(books.channels, books.clock), HttpEvents.request("PUT /admin/channels/{id}").by("other", "operator").path("id", "ann").body("{\"rates\":[1000]}"), books.environment());
        told(confirmed(1_000, "ann", line("a", "alpha", 1, 1_000)));
        assertEquals(50, settlement().path("division").path("lines").get(0).path("commission").path("amount").asLong());
        assertEquals("UNKNOWN_CHANNEL", settlement().path("division").path("channel").path("note").asText());
    }

    @Test
    void anOrderIsSettledByOneReadAndOneTransactionAlsoWithRulesAndTwoLevelsOfChannels() {
        var calls = Collections.synchronizedList(new ArrayList<String>());
        books = new Books(aws, aws.configure(DynamoDbClient.builder()).overrideConfiguration(override -> override.addExecutionInterceptor(new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                calls.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
            }
        })).build());
        given("commission-rules", "r", "{\"kind\":\"EXPRESSION\",\"expression\":\"10\"}");
        given("channels", "agency", "{\"rates\":[]}");
        given("channels", "ann", "{\"parent\":\"agency\",\"rates\":[1000,500]}");
        commissionOf(ORDER.replace('7', '1'));
        calls.clear();
        told(confirmed(1_000, "ann", line("a", "alpha", 1, 1_000)));
        assertEquals(List.of("BatchGetItem", "TransactWriteItems"), calls);
    }

    @Test
    void aLongChainIsWalkedAsFarAsItCanEarn() {
        given("channels", "l4", "{\"rates\":[]}");
        given("channels", "l3", "{\"parent\":\"l4\",\"rates\":[]}");
        given("channels", "l2", "{\"parent\":\"l3\",\"rates\":[]}");
        given("channels", "l1", "{\"parent\":\"l2\",\"rates\":[1500,800,100],\"cap\":{\"amount\":5000,\"currency\":\"CNY\"}}");
        told(confirmed(150_000, "l1", line("a", "alpha", 1, 150_000)));
        var channel = settlement().path("division").path("channel");
        assertEquals(List.of("l1", "l2", "l3"), Books.texts(channel.path("levels"), "channelId"));
        assertEquals(List.of(3_125L, 1_667L, 208L), channel.path("levels").valueStream().map(level -> level.path("amount").path("amount").asLong()).toList());
        assertEquals(31_000, channel.path("reducedBy").path("amount").asLong());
    }

    @Test
    void aChannelCannotBeAboveItself() {
        given("channels", "a", "{\"rates\":[100]}");
        given("channels", "b", "{\"parent\":\"a\",\"rates\":[100]}");
        for (var circle : List.of("a", "b")) {
            var answer = put("channels", "a", "{\"parent\":\"" + circle + "\",\"rates\":[100]}");
            assertEquals("422 urn:commerce:problem:channel-cycle parent", answer.status() + " " + answer.body().path("type").asText() + " " + answer.body().path("field").asText());
        }
        assertEquals("urn:commerce:problem:unknown-channel", put("channels", "c", "{\"parent\":\"nobody\",\"rates\":[]}").body().path("type").asText());
    }

    @Test
    void channelsPutBelowOneAnotherAtOnceMakeNoCircle() {
        for (var id : List.of("a", "b", "c")) {
            given("channels", id, "{\"rates\":[100]}");
        }
        // Between the look at the chain above and the write, the other end of the circle is closed.
        aws.interleaving().runBefore("TransactWriteItems", () -> given("channels", "b", "{\"parent\":\"a\",\"rates\":[100]}"));
        assertEquals(422, put("channels", "a", "{\"parent\":\"b\",\"rates\":[100]}").status());
        assertTrue(aws.interleaving().allRan());
        aws.interleaving().runBefore("TransactWriteItems", () -> given("channels", "c", "{\"parent\":\"b\",\"rates\":[100]}"));
        assertEquals(422, put("channels", "a", "{\"parent\":\"c\",\"rates\":[100]}").status());
    }

    @Test
    void manyChannelsPutAtOnceNeverMakeACircle() throws Exception {
        var ids = IntStream.range(0, 5).mapToObj(i -> "c" + i).toList();
        ids.forEach(id -> given("channels", id, "{\"rates\":[]}"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var puts = IntStream.range(0, 20).mapToObj(i -> threads.submit(() -> put("channels", "c" + i % 5, "{\"parent\":\"c" + (i % 5 + 1 + i / 5) % 5 + "\",\"rates\":[]}"))).toList();
            for (var one : puts) {
                one.get();
            }
        }
        for (var id : ids) {
            var seen = new ArrayList<String>();
            for (var above = id; !above.isEmpty(); above = parentOf(above)) {
                assertTrue(!seen.contains(above), seen + " " + above);
                seen.add(above);
            }
        }
    }

    private String parentOf(String channel) {
        return Lambda.request(new GetChannel(books.channels), HttpEvents.request("GET /admin/channels/{id}").by("t", "operator").path("id", channel), books.environment()).body().path("parent").asText();
    }

    @Test
    void ofRulesPutAtOnceNoneIsLost() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var puts = IntStream.range(0, 6).mapToObj(i -> threads.submit(() -> {
                while (put(i % 2 == 0 ? "commission-rules" : "split-rules", "r" + i,
                        i % 2 == 0 ? "{\"kind\":\"EXPRESSION\",\"expression\":\"1\"}" : "{\"parties\":[{\"party\":\"p\",\"basisPoints\":1}]}").status() == 503) {
                    // Those that keep losing are told to come again.
                }
            })).toList();
            for (var one : puts) {
                one.get();
            }
        }
        var set = Json.read(books.table.get("t#RULES", "SET").get("rules").s());
        assertEquals(6, set.path("version").asLong());
        assertEquals(List.of("r0", "r2", "r4"), Books.texts(set.path("commissions"), "id"));
        assertEquals(List.of("r1", "r3", "r5"), Books.texts(set.path("splits"), "id"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "commission-rules | {} | kind",
        "commission-rules | {\"kind\":\"FLAT\"} | kind",
        "commission-rules | {\"kind\":\"TIERED\"} | tiers",
        "commission-rules | {\"kind\":\"TIERED\",\"tiers\":[{\"from\":0,\"basisPoints\":1}]} | tiers[0].from",
        "commission-rules | {\"kind\":\"TIERED\",\"tiers\":[{\"from\":2,\"basisPoints\":1}]} | tiers[0].from",
        "commission-rules | {\"kind\":\"TIERED\",\"tiers\":[{\"from\":1,\"basisPoints\":10001}]} | tiers[0].basisPoints",
        "commission-rules | {\"kind\":\"TIERED\",\"tiers\":[{\"from\":1,\"basisPoints\":1.5}]} | tiers[0].basisPoints",
        "commission-rules | {\"kind\":\"TIERED\",\"tiers\":[{\"from\":1,\"basisPoints\":1}],\"mode\":\"BOTH\"} | mode",
        "commission-rules | {\"kind\":\"TIERED\",\"tiers\":[{\"from\":1,\"basisPoints\":1}],\"expression\":\"1\"} | expression",
        "commission-rules | {\"kind\":\"EXPRESSION\",\"expression\":\"amount * 0.05\"} | expression",
        "commission-rules | {\"kind\":\"EXPRESSION\",\"expression\":\"amount + 1\"} | expression",
        "commission-rules | {\"kind\":\"EXPRESSION\",\"expression\":\"1\",\"validFrom\":\"2026-01-02T00:00:00Z\",\"validUntil\":\"2026-01-01T00:00:00Z\"} | validUntil",
        "split-rules | {\"parties\":[]} | parties",
        "split-rules | {\"parties\":[{\"party\":\"a#b\",\"basisPoints\":1}]} | parties[0].party",
        "split-rules | {\"parties\":[{\"party\":\"a\",\"basisPoints\":6000},{\"party\":\"b\",\"basisPoints\":6000}]} | parties",
        "split-rules | {\"parties\":[{\"party\":\"a\",\"basisPoints\":1},{\"party\":\"a\",\"basisPoints\":1}]} | parties",
        "channels | {} | rates",
        "channels | {\"rates\":[\"15%\"]} | rates[0]",
        "channels | {\"rates\":{\"level_1\":\"15%\"}} | rates",
        "channels | {\"rates\":[9000,2000]} | rates",
        "channels | {\"rates\":[1],\"cap\":5000} | cap",
        "channels | {\"rates\":[1,1,1,1,1,1]} | rates"})
    void whatCannotBeARuleIsRefusedNamingTheFieldAndChangesNothing(String what, String body, String field) {
        var answer = put(what, "x", body);
        assertEquals("400 " + field, answer.status() + " " + answer.body().path("field").asText(), answer::toString);
        assertTrue(books.table.all().isEmpty());
    }

    @Test
    void repeatingAPutChangesNothing() {
        given("split-rules", "s", "{\"parties\":[{\"party\":\"p\",\"basisPoints\":1}]}");
        var before = books.table.all();
        assertEquals(200, put("split-rules", "s", "{\"parties\":[{\"party\":\"p\",\"basisPoints\":1}]}").status());
        given("channels", "c", "{\"rates\":[1]}");
        assertEquals(200, put("channels", "c", "{\"rates\":[1]}").status());
        assertEquals(before.size() + 1, books.table.all().size());
    }

    @Test
    void everySampleIsAccepted() {
        assertEquals(201, status(new PutCommissionRule(books.rules), "put-commission-rule"));
        assertEquals(200, status(new GetCommissionRule(books.rules), "get-commission-rule"));
        assertEquals(200, status(new ListCommissionRules(books.rules), "list-commission-rules"));
        assertEquals(201, status(new PutSplitRule(books.rules), "put-split-rule"));
        assertEquals(200, status(new GetSplitRule(books.rules), "get-split-rule"));
        assertEquals(200, status(new ListSplitRules(books.rules), "list-split-rules"));
        assertEquals(201, status(new PutChannel(books.channels, books.clock), "put-channel"));
        assertEquals(200, status(new GetChannel(books.channels), "get-channel"));
        assertEquals(200, status(new ListChannels(books.channels), "list-channels"));
        assertEquals(404, status(new GetSettlement(new SettlementTable(aws.dynamoDb())), "get-settlement"));
    }

    private int status(HttpOperation operation, String sample) {
        return Lambda.invoke(operation, Contracts.sample(sample), books.environment()).path("statusCode").asInt();
    }

    @Test
    void listsAreInPagesById() {
        for (var id : List.of("b", "a", "c")) {
            given("channels", id, "{\"rates\":[]}");
            given("commission-rules", id, "{\"kind\":\"EXPRESSION\",\"expression\":\"1\"}");
        }
        assertEquals(List.of("a", "b", "c"), pages(new ListChannels(books.channels), "GET /admin/channels", "channelId"));
        assertEquals(List.of("a", "b", "c"), pages(new ListCommissionRules(books.rules), "GET /admin/commission-rules", "id"));
    }

    private List<String> pages(HttpOperation operation, String route, String field) {
        var first = Lambda.request(operation, HttpEvents.request(route).by("t", "operator").query("limit", "2"), books.environment()).body();
        var second = Lambda.request(operation, HttpEvents.request(route).by("t", "operator").query("limit", "2").query("cursor", first.path("nextCursor").asText()), books.environment()).body();
        assertTrue(!second.has("nextCursor"));
        var all = new ArrayList<>(Books.texts(first.path("items"), field));
        all.addAll(Books.texts(second.path("items"), field));
        return all;
    }
}
