package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import commerce.kernel.BatchReads;
import commerce.kernel.Event;
import commerce.kernel.FunctionInvoker;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Transactions;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestClock;
import commerce.kernel.testing.TestTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Promotion's functions on a table of their own, before a catalogue that knows BEANS (88.00 CNY), MUG (129.00 CNY, never below 120.00, of the category cups), GIFT (free) and
 * ROBOT (100 JPY). Every event a test leaves in the outbox is held against its schema.
 */
abstract class PromotionFixture {

    static final Path EVENTS = Path.of("..", "..", "events");
    static final String SHOP = "shop";

    final TestAws aws = TestAws.start();
    final TestTable table = TestTable.create(aws.dynamoDb(), new TestTable.Index(PromotionTable.BY_SHOP, "couponShop", "couponCode"), new TestTable.Index(ChurnTable.BY_ACTIVITY, "activeOn", "customer"));
    final TestClock clock = new TestClock();
    final BatchReads batches = new BatchReads(aws.dynamoDb(), new Random(4));
    final PromotionTable promotion = new PromotionTable(aws.dynamoDb(), new Transactions(aws.dynamoDb(), new Random(1)), batches);
    final PricingTable pricing = new PricingTable(aws.dynamoDb(), new Transactions(aws.dynamoDb(), new Random(2)), batches, new Random(3));
    final MembersTable members = new MembersTable(aws.dynamoDb(), new Transactions(aws.dynamoDb(), new Random(5)), clock);
    final SalesTable sales = new SalesTable(batches);
    final QuoteSignals signals = new QuoteSignals(members, sales, new StockLevels(new FunctionInvoker(aws.lambda())), batches);
    final CampaignTable campaigns = new CampaignTable(aws.dynamoDb(), new Transactions(aws.dynamoDb(), new Random(5)), batches);
    final Wishes wishes = new Wishes(campaigns);
    final Quoting quoting = new Quoting(new Catalogue(new FunctionInvoker(aws.lambda())), pricing, new PricingRules(pricing), signals, wishes, members, clock);
    final PutCoupon putCoupon = new PutCoupon(promotion, clock);
    final GetCoupon getCoupon = new GetCoupon(promotion, clock);
    final ListCoupons listCoupons = new ListCoupons(promotion, clock);
    final PutCampaign putCampaign = new PutCampaign(campaigns, clock);
    final GetCampaign getCampaign = new GetCampaign(campaigns);
    final ListCampaigns listCampaigns = new ListCampaigns(campaigns);
    final CouponIssuer issuer = new CouponIssuer(campaigns, promotion, new SecureRandom(), clock);
    final IssueCoupon issueCoupon = new IssueCoupon(issuer);
    final Rewards rewards = new Rewards(members, campaigns, issuer, clock);
    final RewardMember rewardMember = new RewardMember(rewards);
    final ProjectMember projectMember = new ProjectMember(members, sales, rewards);
    final CodesTable codesTable = new CodesTable(aws.dynamoDb(), new Transactions(aws.dynamoDb(), new Random(7)), batches);
    final CampaignsOfCodes campaignsOfCodes = new CampaignsOfCodes(campaigns);
    final RequestCodes requestCodes = new RequestCodes(campaignsOfCodes, codesTable, clock);
    final MakeCodes makeCodes = new MakeCodes(new CodeMaker(campaigns, codesTable, new SecureRandom(), clock));
    final ListCodes listCodes = new ListCodes(campaignsOfCodes, codesTable, clock);
    final ExportCodes exportCodes = new ExportCodes(campaignsOfCodes, codesTable, clock);
    final PutCode putCode = new PutCode(campaignsOfCodes, promotion, codesTable, clock);
    final CreateQuote createQuote = new CreateQuote(quoting);
    final QuotePrice quotePrice = new QuotePrice(quoting);
    final PutPricingRule putPricingRule = new PutPricingRule(pricing, clock);
    final GetPricingRule getPricingRule = new GetPricingRule(pricing);
    final ListPricingRules listPricingRules = new ListPricingRules(pricing);
    final Redemptions redemptions = new Redemptions(new RedemptionTable(aws.dynamoDb(), new Transactions(aws.dynamoDb(), new Random(6)), batches), clock);
    final RedeemCoupon redeemCoupon = new RedeemCoupon(redemptions);
    final RestoreCoupon restoreCoupon = new RestoreCoupon(redemptions);
    final SettleCoupon settleCoupon = new SettleCoupon(redemptions);

    private static final Map<String, JsonNode> PRODUCTS = Map.of(
            "BEANS", product("BEANS", "手工咖啡豆", 8800, "CNY"),
            "COFFEE-BEANS-250G", product("COFFEE-BEANS-250G", "手工咖啡豆", 8800, "CNY"),
            "MUG", Json.tree(Map.of("sku", "MUG", "name", "便携保温杯", "price", cny(12900), "priceFloor", cny(12000), "category", "cups")),
            "GIFT", product("GIFT", "Gift", 0, "CNY"),
            "ROBOT", product("ROBOT", "Robot", 100, "JPY"));

    private static JsonNode product(String sku, String name, long price, String currency) {
        return Json.tree(Map.of("sku", sku, "name", name, "price", Money.of(price, currency)));
    }

    @BeforeEach
    void theCatalogueAnswers() {
        aws.standIn().on("Invoke read-products", question -> {
            var asked = question.path("skus").valueStream().map(JsonNode::asText).toList();
            return Map.of("products", asked.stream().filter(PRODUCTS::containsKey).map(PRODUCTS::get).toList(),
                    "unknown", asked.stream().filter(sku -> !PRODUCTS.containsKey(sku)).toList());
        });
    }

    @AfterEach
    void everyEventMatchesItsSchema() {
        table.outbox().forEach(PromotionFixture::assertMatchesSchema);
        aws.close();
    }

    static void assertMatchesSchema(Event event) {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(read(EVENTS.resolve("published").resolve(event.type() + ".json")));
        var errors = schema.validate(Json.write(event), InputFormat.JSON, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
        assertEquals(List.of(), errors, () -> "event " + event.id());
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> environment() {
        return table.environment("READ_PRODUCTS_FUNCTION", "read-products", "READ_STOCK_FUNCTION", "read-stock");
    }

    Lambda.Answer put(String code, String body) {
        return Lambda.request(putCoupon, HttpEvents.request("PUT /admin/coupons/{code}").path("code", code).by(SHOP, "operator").body(body), environment());
    }

    void given(String code, String definition) {
        var answer = put(code, definition);
        assertTrue(answer.status() == 201 || answer.status() == 200, answer::toString);
    }

    Lambda.Answer putCampaign(String id, String body) {
        return Lambda.request(putCampaign, HttpEvents.request("PUT /admin/campaigns/{id}").path("id", id).by(SHOP, "operator").body(body), environment());
    }

    void givenCampaign(String id, String body) {
        var answer = putCampaign(id, body);
        assertTrue(answer.status() == 201 || answer.status() == 200, answer::toString);
    }

    JsonNode campaign(String id) {
        return Lambda.request(getCampaign, HttpEvents.request("GET /admin/campaigns/{id}").path("id", id).by(SHOP, "operator"), environment()).body();
    }

    JsonNode issue(String trigger, String customer, String cause) {
        return Lambda.invoke(issueCoupon, Json.tree(Map.of("tenant", SHOP, "trigger", trigger, "customer", customer, "cause", cause)), environment());
    }

    Lambda.Answer putRule(String id, String body) {
        return Lambda.request(putPricingRule, HttpEvents.request("PUT /admin/pricing-rules/{id}").path("id", id).by(SHOP, "operator").body(body), environment());
    }

    void givenRule(String id, String body) {
        var answer = putRule(id, body);
        assertTrue(answer.status() == 201 || answer.status() == 200, answer::toString);
    }

    Lambda.Answer get(String code) {
        return Lambda.request(getCoupon, HttpEvents.request("GET /admin/coupons/{code}").path("code", code).by(SHOP, "operator"), environment());
    }

    Lambda.Answer quote(String body) {
        return Lambda.request(createQuote, HttpEvents.request("POST /quotes").by(SHOP, "alice").body(body), environment());
    }

    static String orderId(int number) {
        return "01%024d".formatted(number);
    }

    String redeem(String code, int order, String customer, Money discount) {
        return Lambda.invoke(redeemCoupon, Map.of("tenant", SHOP, "orderId", orderId(order), "customer", customer, "coupons", List.of(Map.of("code", code, "discount", discount))), environment()).path("status").asText();
    }

    String restore(String code, int order) {
        return Lambda.invoke(restoreCoupon, Map.of("tenant", SHOP, "orderId", orderId(order), "coupons", List.of(Map.of("code", code, "discount", cny(0)))), environment()).path("status").asText();
    }

    void assertUsed(String code, long redeemed, Money spent) {
        var coupon = get(code).body();
        assertEquals(redeemed, coupon.path("redeemed").asLong(), coupon::toString);
        assertEquals(spent, Json.convert(coupon.path("spent"), Money.class), coupon::toString);
    }

    /** The price of an order, as place-order asks for it. */
    JsonNode price(String input) {
        return Lambda.invoke(quotePrice, json(input.replaceFirst("\\{", "{\"tenant\":\"shop\",\"customer\":\"alice\",")), environment());
    }

    /** Tells a consumer an event as its queue does; none of it may be left over. */
    void tell(RequestStreamHandler consumer, String type, Object data) {
        var event = Event.of("commerce.ordering", type, SHOP, "subject", "", clock.instant(), data);
        var message = Map.of("messageId", "m", "body", Json.write(Map.of("detail-type", type, "detail", event)));
        assertEquals(json("{\"batchItemFailures\":[]}"), Lambda.invoke(consumer, Map.of("Records", List.of(message)), environment()));
    }

    /** How often the customer counts as having used the coupon. */
    long usedBy(String code, String customer) {
        var item = table.get(SHOP + "#COUPON#" + code, "CUSTOMER#" + customer);
        return item.isEmpty() ? 0 : Long.parseLong(item.get("count").n());
    }

    static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    static JsonNode json(String text) {
        return Json.read(text);
    }

    static void assertProblem(int status, String slug, String field, Lambda.Answer answer) {
        assertEquals(status, answer.status(), answer::toString);
        assertEquals("application/problem+json", answer.headers().path("content-type").asText());
        assertEquals("urn:commerce:problem:" + slug, answer.body().path("type").asText());
        assertEquals(field, answer.body().path("field").asText(null), answer::toString);
    }

    /** Runs them all at once and answers what each came to: its result, or the simple name of its exception. */
    static List<String> race(List<Callable<String>> runners) throws InterruptedException {
        var outcomes = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (var future : threads.invokeAll(runners)) {
                try {
                    outcomes.add(future.get());
                } catch (ExecutionException e) {
                    outcomes.add(e.getCause().getClass().getSimpleName());
                }
            }
        }
        return outcomes;
    }

    static long count(List<String> outcomes, String outcome) {
        return outcomes.stream().filter(outcome::equals).count();
    }
}
