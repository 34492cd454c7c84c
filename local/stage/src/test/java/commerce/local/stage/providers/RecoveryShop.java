package commerce.local.stage.providers;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Reply;
import commerce.local.tools.client.Shop;
import commerce.local.tools.client.Stock;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A shop of its own that sells tea, what goes wrong with its payments, and what its books say then. */
final class RecoveryShop {

    static final String SKU = "tea";
    static final Money PRICE = Money.cny(5_000);
    static final int PIECES = 20;

    private final HttpApi api;
    private final Shop shop;
    private final String merchant;

    RecoveryShop(URI stage) {
        api = new HttpApi(stage);
        shop = new Shop(api, "recovery-" + UUID.randomUUID().toString().substring(0, 8));
        merchant = shop.controls().token(shop.tenant(), "merchant", "admin");
        shop.stock(SKU, "Tea", PRICE, Map.of(), PIECES);
    }

    Shop shop() {
        return shop;
    }

    RefusedOrder order(String customer, String provider) {
        return new RefusedOrder(this, customer, provider);
    }

    /** Ten yuan off for whose payment was refused, once a day and customer. */
    RecoveryShop offersOneCouponADay() {
        send("PUT", "/admin/campaigns/come-back", merchant, """
                {"trigger": "PAYMENT_RECOVERY", "codes": "PERSONAL", "amountOff": {"amount": 1000, "currency": "CNY"}, "validSeconds": 604800,
                 "issueLimit": {"count": 1, "seconds": 86400}}""").expect(200, 201);
        return this;
    }

    /** What that customer is quoted for a piece of tea with that coupon. */
    Reply quote(String customer, String couponCode) {
        return send("POST", "/quotes", shop.controls().token(shop.tenant(), customer, "shop"), """
                {"lines": [{"sku": "tea", "quantity": 1}], "couponCode": "%s"}""".formatted(couponCode));
    }

    /** The operations of that kind break from now on. */
    void breaks(String operation) {
        send("POST", "/local/faults", null, """
                {"operation": "%s", "kind": "BEFORE", "times": 1000}""".formatted(operation)).expect(200);
    }

    void mend() {
        send("DELETE", "/local/faults", null, null).expect(200);
    }

    JsonNode admin(String path) {
        return send("GET", path, merchant, null).expect(200).json();
    }

    JsonNode json(String text) {
        return Json.read(text);
    }

    Stock stock() {
        return shop.stockOf(SKU);
    }

    /** What the provider's books say came in for that attempt, and went back. */
    List<Money> books(String paymentId) {
        var books = shop.controls().books(paymentId);
        return List.of(Money.of(books.path("received")), Money.of(books.path("givenBack")));
    }

    /** The buyer's bank does something, and the provider says so that many times: one of the outcomes of {@code POST /local/payments/{paymentId}}. */
    void bank(String paymentId, String outcome, int deliveries) {
        send("POST", "/local/payments/" + paymentId, null, """
                {"outcome": "%s", "deliveries": %d}""".formatted(outcome, deliveries)).expect(200);
        shop.controls().advance(0);
    }

    /** What the ledger says providers owe us for that order, in minor units. */
    long receivable(String orderId) {
        return balance(orderId, "provider_receivable");
    }

    /** What is on the accounts of that kind for that order, in minor units, debit positive; every entry balances and is about something else. */
    long balance(String orderId, String kind) {
        var entries = shop.entriesOf(orderId);
        if (!entries.stream().allMatch(entry -> entry.balances()) || entries.stream().map(entry -> entry.cause()).distinct().count() != entries.size()) {
            throw new AssertionError("the ledger is wrong about " + orderId + ": " + entries);
        }
        return entries.stream().flatMap(entry -> entry.postings().stream()).filter(line -> line.account().startsWith(kind)).mapToLong(line -> line.amount().amount()).sum();
    }

    private Reply send(String method, String path, String token, String body) {
        return api.send(method, path, token, body == null ? null : Json.read(body), Map.of());
    }
}
