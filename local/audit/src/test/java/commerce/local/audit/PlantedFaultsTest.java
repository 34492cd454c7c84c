package commerce.local.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A small shop whose items keep every promise; then one item is spoilt, and the promise it breaks says so, and no other. */
class PlantedFaultsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String ORDER = "01M7Z79JHZ16965GEZJ6BGNCBA";

    private static final String CANCELLED_ORDER = "01M7Z79JHZ16965GEZJ6BGNCBB";

    private static final String ENTRY_HASH = BooksUnaltered.hash(List.of("shop-1", ORDER + "/capture", "capture", "2026-11-21T11:00:07Z", "", "", "a", "1500", "CNY", "b", "-1500", "CNY"));
    private static final String BATCH_HASH = BooksUnaltered.hash(List.of("1", "", "2026-11-21T11:00:08Z", ORDER + "/capture", ENTRY_HASH, "CNY#a", "1500", "CNY#b", "-1500"));

    private static final String OVERSELLS = "never oversells";
    private static final String COUPONS = "no coupon redeemed twice or past its budget";
    private static final String REWARDS = "what coming back earned is kept with the order's money, and no longer";
    private static final String MONEY = "no money without an order or a refund";
    private static final String ORDERS = "every accepted order ends";
    private static final String BOOKS = "the books balance to zero";
    private static final String ALTERED = "the books were not altered";
    private static final String SETTLED = "each merchant is settled once a date";
    private static final String LOST = "no message is lost";
    private static final String TENANTS = "a tenant never sees another's data";

    static final List<Arguments> FAULTS = List.of(
            fault("a piece nobody received", OVERSELLS, set("stock", "available", 8)),
            fault("a count below zero", OVERSELLS, set("stock", "available", -1)),
            fault("goods sold without an order", OVERSELLS, set("stock", "sold", 4)),
            fault("a lost receipt", OVERSELLS, set("receipt", "quantity", 9)),
            fault("a redemption nobody counted", COUPONS, set("coupon", "redeemed", 0)),
            fault("a discount nobody counted", COUPONS, set("redemption", "discount", 999)),
            fault("a budget overspent", COUPONS, set("coupon", "definition", "{\"budget\":{\"amount\":499,\"currency\":\"CNY\"}}")),
            fault("a customer's redemption not counted", COUPONS, set("couponCustomer", "count", 2)),
            fault("an offer to a new customer that nobody claimed", COUPONS, set("CLAIM", "count", 0)),
            fault("a code locked although its order is confirmed", COUPONS, set("coupon", "state", "LOCKED")),
            fault("a code that a cancelled order keeps", COUPONS, set("coupon", "orderId", CANCELLED_ORDER)),
            fault("a code nobody counted", COUPONS, set("campaign", "issued", 0)),
            fault("a coupon kept after all its order's money went back", REWARDS, set("memberOrder", "refunded", 1500)),
            fault("a coupon taken back for nothing", REWARDS, set("coupon", "withdrawnAt", "2026-11-21T11:30:00.000Z")),
            fault("a coupon that was earned and is not there", REWARDS, set("couponIssue", "couponCode", "ANOTHER")),
            fault("money kept of another amount", MONEY, set("payment", "amount", 1600)),
            fault("money that came twice", MONEY, set("payment", "told", List.of("1 SUCCEEDED pi_1", "2 SUCCEEDED pi_2"))),
            fault("a refund the payment does not count", MONEY, set("payment", "refunding", 501)),
            fault("a refund that failed and is shown", MONEY, set("refund", "status", "FAILED"), set("payment", "refunding", 0)),
            fault("more refunded than paid", MONEY, set("refund", "amount", 1600), set("payment", "refunding", 1600)),
            fault("a confirmed order nobody paid", MONEY, set("payment", "status", "CLOSED"), set("payment", "told", null), set("payment", "refunding", 0),
                    set("refund", "status", "FAILED"), set("order", "refunded", money(0))),
            fault("a confirmed order whose goods were given back", ORDERS, set("reservation", "status", "RELEASED"), set("stock", "sold", 0), set("stock", "available", 10)),
            fault("a balance its postings do not make", BOOKS, set("balance", "balance", 1)),
            fault("funds that were not posted", BOOKS, set("funds", "available", 1499)),
            fault("funds overdrawn", BOOKS, set("funds", "available", -1), set("funds", "pendingOut", 1501)),
            fault("an entry altered together with its balances", ALTERED, set("ENTRY#capture", "postings", "[" + posting("a", 1400) + "," + posting("b", -1400) + "]"),
                    set("CNY#a", "balance", 1400), set("CNY#b", "balance", -1400), set("funds", "available", 1400)),
            fault("an entry altered in what it says", ALTERED, set("ENTRY#capture", "reason", "a gift")),
            fault("a batch altered", ALTERED, set("batch", "net", "{\"CNY#a\":1400,\"CNY#b\":-1400}")),
            fault("a batch cut off", ALTERED, set("chainHead", "number", 2)),
            fault("an entry moved to another batch", ALTERED, set("ENTRY#capture", "sealedIn", 2)),
            fault("a line altered after it was settled", SETTLED, set("payableLine", "net", 944)),
            fault("a line that lost its settlement", SETTLED, set("payableLine", "settleId", null)),
            fault("a line of a settlement that failed", SETTLED, set("settlement", "settlement", settlement(1, "FAILED", 1416)), set("settlement", "statedAt", null)),
            fault("a settlement that counts too much", SETTLED, set("settlement", "settlement", settlement(1, "SEALED", 1417)), set("settlement", "statedAt", null)),
            fault("a merchant settled again", SETTLED, set("settledBefore", "settlement", settlement(2, "SEALED", 0)), set("settledBefore", "type", "settlement")),
            fault("a payout the ledger does not know", SETTLED, set("settlement", "settlement", settlement(1, "SEALED", 1500)), set("payableLine", "net", 1500)),
            fault("an event that was never published", LOST, set("reservation", "outboxSince", "2026-11-21T11:48:00.000Z")),
            fault("a notification that was never applied", LOST, set("notification", "inboxShard", "_platform#INBOX"), set("notification", "receivedAt", "2026-11-21T11:48:00.000Z")),
            fault("an item that says it is another's", TENANTS, set("order", "tenant", "shop-2")),
            fault("an index that mixes shops", TENANTS, set("order", "tenantKey", "shop-2#ORDERS")),
            fault("an event in another's name", TENANTS, set("reservation", "outbox#reserved", "{\"tenant\":\"shop-2\"}")),
            fault("an item nobody can read", "items can be read", set("notification", "inboxShard", "_platform#INBOX"), set("notification", "receivedAt", null)));

    @Test
    void aShopThatKeepsEveryPromiseIsToldSo() {
        var verdicts = inspect(shop());

        assertEquals(List.of(), verdicts.stream().filter(verdict -> !verdict.findings().isEmpty()).toList());
        assertEquals(11, verdicts.size());
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("FAULTS")
    void aPlantedFaultIsFoundByThePromiseItBreaksAndByNoOther(String fault, String promise, List<Change> changes) {
        var items = shop();
        changes.forEach(change -> change.apply(items));

        var broken = inspect(items).stream().filter(verdict -> !verdict.findings().isEmpty()).toList();

        assertEquals(List.of(promise), broken.stream().map(Inspection.Verdict::title).toList(), broken::toString);
    }

    @Test
    void anOrderThatNeverEndsIsFoundOnceItsWindowIsOver() {
        var items = shop();
        items.removeIf(item -> item.type().equals("refund"));
        List.of(set("reservation", "outboxSince", null), set("order", "status", "AWAITING_PAYMENT"), set("order", "refunded", money(0)), set("reservation", "status", "HELD"), set("stock", "reserved", 3), set("stock", "sold", 0),
                set("payment", "status", "OPEN"), set("payment", "told", null), set("payment", "captured", null), set("payment", "refunding", null))
                .forEach(change -> change.apply(items));

        assertEquals(Set.of(), broken(items, Instant.parse("2026-11-21T12:20:00Z")));
        assertEquals(Set.of(ORDERS), broken(items, Instant.parse("2026-11-21T14:00:00Z")));
    }

    @Test
    void whatIsFoundOnlyOnceWasJustMoving() {
        var wrong = shop();
        set("stock", "available", 8).apply(wrong);
        var before = inspect(wrong);

        var standing = Inspection.standing(before, inspect(shop()));
        assertTrue(standing.stream().allMatch(verdict -> verdict.findings().isEmpty()));
        assertEquals(before, Inspection.standing(before, inspect(wrong)));
    }

    private static Set<String> broken(List<Item> items, Instant now) {
        var inspection = inspection(items);
        return Set.copyOf(inspection.verdicts(now).stream().filter(verdict -> !verdict.findings().isEmpty()).map(Inspection.Verdict::title).toList());
    }

    private static List<Inspection.Verdict> inspect(List<Item> items) {
        return inspection(items).verdicts(NOW);
    }

    private static Inspection inspection(List<Item> items) {
        var inspection = new Inspection(Promises.all());
        inspection.see(new TableShape("OrderingTable", true, Set.of("tenantKey", "customerKey", "outboxShard")));
        items.forEach(inspection::see);
        return inspection;
    }

    // ---- the shop: ten pieces received, three sold for 15.00, of which 5.00 went back; a coupon of 5.00 was redeemed, an offer claimed, and a coupon earned

    private static List<Item> shop() {
        return new ArrayList<>(List.of(
                item("inventory", "shop-1#SKU#tea", "STOCK", "stock", Map.of("received", 10, "available", 7, "reserved", 0, "sold", 3)),
                item("inventory", "shop-1#SKU#tea", "RECEIPT#r1", "receipt", Map.of("quantity", 10)),
                item("inventory", "shop-1#ORDER#" + ORDER, "RESERVATION", "reservation", Map.of("status", "COMMITTED", "lines", "[{\"sku\":\"tea\",\"quantity\":3}]",
                        "outboxCount", 1, "outboxShard", "_platform#OUTBOX#1", "outboxSince", "2026-11-21T11:55:00.000Z", "outbox#reserved", "{\"tenant\":\"shop-1\"}")),
                item("ordering", "shop-1#ORDER#" + ORDER, "ORDER", "order", Map.of("tenant", "shop-1", "status", "CONFIRMED", "placedAt", "2026-11-21T11:00:00.000Z",
                        "total", money(1500), "refunded", money(500), "tenantKey", "shop-1#ORDERS", "customerKey", "shop-1#CUSTOMER#ada")),
                item("ordering", "shop-1#ORDER#" + CANCELLED_ORDER, "ORDER", "order", Map.of("tenant", "shop-1", "status", "CANCELLED", "placedAt", "2026-11-21T11:00:00.000Z",
                        "total", money(1500), "refunded", money(0), "tenantKey", "shop-1#ORDERS", "customerKey", "shop-1#CUSTOMER#bob")),
                item("payment", "shop-1#ORDER#" + ORDER, "PAYMENT", "payment", Map.of("tenant", "shop-1", "status", "CAPTURED", "amount", 1500, "currency", "CNY",
                        "decidedAt", "2026-11-21T11:00:06.000Z", "captured", 1, "refunding", 500, "told", List.of("1 SUCCEEDED pi_1"))),
                item("payment", "shop-1#ORDER#" + ORDER, "REFUND#r1", "refund", Map.of("refundId", "r1", "status", "SUCCEEDED", "amount", 500)),
                item("payment", "_platform#stripe#evt_1", "INBOX", "notification", Map.of("receivedAt", "2026-11-21T11:00:05.000Z")),
                item("promotion", "shop-1#COUPON#FIVE", "COUPON", "coupon", Map.of("redeemed", 1, "spent#CNY", 500, "definition", "{\"budget\":{\"amount\":1000,\"currency\":\"CNY\"}}")),
                item("promotion", "shop-1#COUPON#FIVE", "CUSTOMER#ada", "couponCustomer", Map.of("count", 1)),
                item("promotion", "shop-1#COUPON#FIVE", "ORDER#" + ORDER, "redemption", Map.of("status", "REDEEMED", "customer", "ada", "discount", 500, "currency", "CNY")),
                item("promotion", "shop-1#CAMPAIGN#flyer", "CAMPAIGN", "campaign", Map.of("redeemed", 0, "issued", 1, "campaign", "{}")),
                item("promotion", "shop-1#COUPON#FLYER1", "COUPON", "coupon", Map.of("redeemed", 0, "definition", "{}", "campaign", "flyer", "state", "REDEEMED", "orderId", ORDER)),
                item("promotion", "shop-1#OFFER#new", "ORDER#" + ORDER, "redemption", Map.of("status", "REDEEMED", "customer", "ada", "discount", 500, "currency", "CNY")),
                item("promotion", "shop-1#FIRST_ORDER#ada", "CLAIM", "couponCustomer", Map.of("count", 1)),
                item("promotion", "shop-1#MEMBER_ORDER#" + ORDER, "ORDER", "memberOrder", Map.of("customer", "ada", "total", 1500, "refunded", 500, "currency", "CNY")),
                item("promotion", "shop-1#ISSUED#ada", "REPURCHASE#" + ORDER, "couponIssue", Map.of("couponCode", "AGAIN", "campaign", "again")),
                item("promotion", "shop-1#COUPON#AGAIN", "COUPON", "coupon", Map.of("redeemed", 0, "definition", "{}")),
                item("settlement", "shop-1#ORDER#" + ORDER, "ENTRY#capture", "entry", Map.of("entryId", ORDER + "/capture", "cause", "capture", "postedAt", "2026-11-21T11:00:07.000Z",
                        "postings", "[" + posting("a", 1500) + "," + posting("b", -1500) + "]", "sealedIn", 1)),
                item("settlement", "shop-1#BATCHES", "0000000001", "batch", Map.of("previousHash", "", "hash", BATCH_HASH, "sealedAt", "2026-11-21T11:00:08.000Z",
                        "entries", "[{\"entryId\":\"" + ORDER + "/capture\",\"hash\":\"" + ENTRY_HASH + "\"}]", "net", "{\"CNY#a\":1500,\"CNY#b\":-1500}")),
                item("settlement", "shop-1#LEDGER", "HEAD", "chainHead", Map.of("number", 1, "hash", BATCH_HASH)),
                item("settlement", "shop-1#BALANCES", "CNY#a", "balance", Map.of("balance", 1500)),
                item("settlement", "shop-1#BALANCES", "CNY#b", "balance", Map.of("balance", -1500)),
                item("settlement", "shop-1#FUNDS", "CNY#b", "funds", Map.of("available", 1500, "pendingOut", 0)),
                item("settlement", "shop-1#PAYABLE#grower#2026-11-21", "LINE#" + ORDER + "/settlement", "payableLine",
                        Map.of("currency", "CNY", "net", 1416, "settleId", "grower_20261121_001")),
                item("settlement", "shop-1#CLEARING#2026-11-21", "SETTLEMENT#grower#001", "settlement", Map.of("settlement", settlement(1, "SEALED", 1416), "statedAt", "2026-11-21T18:00:09.000Z")),
                item("settlement", "shop-1#CLEARING#2026-11-21", "SETTLEMENT#grower#002", "settledBefore", Map.of()),
                item("settlement", "shop-1#TRANSFER#payout.grower_20261121_001.CNY", "ENTRY#post", "entry", Map.of("entryId", "payout.grower_20261121_001.CNY/post", "cause", "post",
                        "postedAt", "2026-11-21T18:00:08.000Z", "postings", "[" + posting("merchant_payable:grower", 1416) + "," + posting("payout_clearing:grower", -1416) + "]"))));
    }

    private static String settlement(int sequence, String status, long net) {
        return "{\"merchantId\":\"grower\",\"tradeDate\":\"2026-11-21\",\"sequence\":" + sequence + ",\"status\":\"" + status + "\",\"claimed\":{\"totals\":[{\"lines\":"
                + (net == 0 ? 0 : 1) + ",\"net\":" + money(net) + ",\"carriedIn\":" + money(0) + "}]}}";
    }

    private static Item item(String context, String pk, String sk, String type, Map<String, Object> rest) {
        var attributes = new HashMap<String, AttributeValue>();
        attributes.put("pk", AttributeValue.fromS(pk));
        attributes.put("sk", AttributeValue.fromS(sk));
        attributes.put("type", AttributeValue.fromS(type));
        rest.forEach((name, value) -> attributes.put(name, attribute(value)));
        return new Item(context, attributes);
    }

    private static AttributeValue attribute(Object value) {
        return switch (value) {
            case Number number -> AttributeValue.fromN(number.toString());
            case List<?> texts -> AttributeValue.fromSs(texts.stream().map(Object::toString).toList());
            default -> AttributeValue.fromS(value.toString());
        };
    }

    private static String money(long amount) {
        return "{\"amount\":" + amount + ",\"currency\":\"CNY\"}";
    }

    private static String posting(String account, long amount) {
        return "{\"account\":\"" + account + "\",\"amount\":" + money(amount) + "}";
    }

    // ---- faults

    /** One attribute of the items of a type, or of those with a sort key. */
    private record Change(String which, String name, Object value) {

        void apply(List<Item> items) {
            items.stream().filter(item -> item.type().equals(which) || item.sk().equals(which)).map(Item::attributes).forEach(attributes -> {
                if (value == null) {
                    attributes.remove(name);
                } else {
                    attributes.put(name, attribute(value));
                }
            });
        }
    }

    private static Arguments fault(String name, String promise, Change... changes) {
        return Arguments.of(name, promise, List.of(changes));
    }

    /** @param value null takes the attribute away */
    private static Change set(String type, String name, Object value) {
        return new Change(type, name, value);
    }
}
