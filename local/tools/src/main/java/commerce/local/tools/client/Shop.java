package commerce.local.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The merchant's side of one tenant: everything under {@code /admin}, and the door through which its buyers come in. */
public final class Shop {
    private final HttpApi api;
    private final Controls controls;
    private final String tenant;
    private final String admin;

    public Shop(HttpApi api, String tenant) {
        this.api = api;
        this.controls = new Controls(api);
        this.tenant = tenant;
        this.admin = controls.token(tenant, "merchant", "admin");
    }

    public String tenant() {
        return tenant;
    }

    public Controls controls() {
        return controls;
    }

    public Buyer buyer(String customer) {
        return new Buyer(api, controls.token(tenant, customer, "shop"));
    }

    /** Puts a product into the catalogue and receives this many pieces of it. */
    public void stock(String sku, String name, Money price, Map<String, String> attributes, long quantity) {
        putAndReceive(sku, Json.object("name", name, "price", price.json(), "attributes", attributes.isEmpty() ? null : attributes), quantity);
    }

    /** The same for a product that the shop sells for a merchant. */
    public void consign(String sku, String name, String merchantId, Money price, long quantity) {
        putAndReceive(sku, Json.object("name", name, "price", price.json(), "merchantId", merchantId), quantity);
    }

    private void putAndReceive(String sku, JsonNode product, long quantity) {
        api.send("PUT", "/admin/products/" + sku, admin, product, Map.of()).expect(200, 201);
        String receiptId = "opening-" + sku;
        JsonNode receipt = Json.object("receiptId", receiptId, "quantity", quantity);
        api.send("POST", "/admin/products/" + sku + "/receipts", admin, receipt, Map.of("Idempotency-Key", receiptId)).expect(200, 201);
    }

    public void coupon(String code, JsonNode definition) {
        api.send("PUT", "/admin/coupons/" + code, admin, definition, Map.of()).expect(200, 201);
    }

    public Stock stockOf(String sku) {
        return Stock.of(get("/admin/products/" + sku + "/stock"));
    }

    /** The coupon with its counters {@code redeemed} and {@code spent}. */
    public JsonNode couponOf(String code) {
        return get("/admin/coupons/" + code);
    }

    public List<LedgerEntry> entriesOf(String orderId) {
        return items(get("/admin/ledger/entries?orderId=" + orderId + "&limit=100")).stream().map(LedgerEntry::of).toList();
    }

    /** Gives money back: that much, or what is left if it is null. The same {@code refundId} asks for the same refund again. */
    public Reply refund(String orderId, String refundId, Money amount) {
        JsonNode body = Json.object("refundId", refundId, "amount", amount == null ? null : amount.json());
        return api.send("POST", "/admin/orders/" + orderId + "/refunds", admin, body, Map.of("Idempotency-Key", orderId + "-" + refundId));
    }

    /** Moves money between two accounts, at once or in two phases. */
    public JsonNode transfer(JsonNode wish) {
        String id = wish.path("transferId").asText();
        return api.send("POST", "/admin/ledger/transfers", admin, wish, Map.of("Idempotency-Key", id)).expect(201).json();
    }

    /** Posts the whole of a pending transfer. */
    public JsonNode postTransfer(String id) {
        return api.send("POST", "/admin/ledger/transfers/" + id + "/post", admin, Json.object(), Map.of("Idempotency-Key", id)).expect(200).json();
    }

    /** Clears a business date that is over, or sees that it is being cleared. */
    public void startClearing(LocalDate date) {
        api.send("POST", "/admin/clearings/" + date, admin, null, Map.of()).expect(202);
    }

    /** A business date's clearing, as far as it is. */
    public JsonNode clearing(LocalDate date) {
        return get("/admin/clearings/" + date);
    }

    /** A merchant's statement of a business date as CSV: a heading, then each line. */
    public List<String> statement(LocalDate date, String merchantId) {
        return api.send("GET", "/admin/clearings/" + date + "/statements/" + merchantId + "?format=csv", admin, null, Map.of()).expect(200).text().lines().toList();
    }

    /** Account balances, debit positive: {@code {account, currency, balance}} each. */
    public List<JsonNode> accounts() {
        return items(get("/admin/ledger/accounts?limit=100"));
    }

    private JsonNode get(String path) {
        return api.send("GET", path, admin, null, Map.of()).expect(200).json();
    }

    private static List<JsonNode> items(JsonNode page) {
        List<JsonNode> items = new ArrayList<>();
        page.path("items").forEach(items::add);
        return items;
    }
}
