package commerce.local.stage.blackbox;

import static commerce.local.stage.blackbox.Endpoint.ADJUST_STOCK;
import static commerce.local.stage.blackbox.Endpoint.CANCEL_ORDER;
import static commerce.local.stage.blackbox.Endpoint.CREATE_QUOTE;
import static commerce.local.stage.blackbox.Endpoint.GET_CLEARING;
import static commerce.local.stage.blackbox.Endpoint.GET_COUPON;
import static commerce.local.stage.blackbox.Endpoint.GET_ORDER;
import static commerce.local.stage.blackbox.Endpoint.GET_STATEMENT;
import static commerce.local.stage.blackbox.Endpoint.GET_STOCK;
import static commerce.local.stage.blackbox.Endpoint.INSPECT_ORDER;
import static commerce.local.stage.blackbox.Endpoint.LEDGER_ACCOUNTS;
import static commerce.local.stage.blackbox.Endpoint.LEDGER_ENTRIES;
import static commerce.local.stage.blackbox.Endpoint.LIST_ORDERS;
import static commerce.local.stage.blackbox.Endpoint.LIST_PAYOUTS;
import static commerce.local.stage.blackbox.Endpoint.LIST_PRODUCTS;
import static commerce.local.stage.blackbox.Endpoint.PLACE_ORDER;
import static commerce.local.stage.blackbox.Endpoint.PUT_COUPON;
import static commerce.local.stage.blackbox.Endpoint.PUT_PRODUCT;
import static commerce.local.stage.blackbox.Endpoint.RECEIVE_STOCK;
import static commerce.local.stage.blackbox.Endpoint.REFUND;
import static commerce.local.stage.blackbox.Endpoint.RETRY_PAYMENT;
import static commerce.local.stage.blackbox.Endpoint.SEARCH_ORDERS;
import static commerce.local.stage.blackbox.Endpoint.START_CLEARING;
import static commerce.local.stage.blackbox.Who.NOBODY;

import java.util.ArrayList;
import java.util.List;

/** Requests that are well formed but cannot be had: unknown things, wrong states, keys used before, bad queries and paths. */
final class WrongStates {

    private static final String NO_ORDER = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    private WrongStates() {}

    static List<Case> cases() {
        return Endpoint.all(keys(), prices(), unknown(), states(), clearings(), queries(), routes(), webhooks());
    }

    private static List<Case> keys() {
        List<Case> cases = new ArrayList<>();
        for (Endpoint endpoint : List.of(PLACE_ORDER, RECEIVE_STOCK, ADJUST_STOCK, REFUND)) {
            cases.add(endpoint.key("no Idempotency-Key", null, 400, "idempotency-key-required"));
            cases.add(endpoint.key("a key of 256 characters", "k".repeat(256), 400, "idempotency-key-required"));
            cases.add(endpoint.key("a key with a space", "two words", 400, "idempotency-key-required"));
        }
        cases.add(PLACE_ORDER.key("the key of another order", "order-of-alice", 422, "idempotency-key-reused"));
        cases.add(RECEIVE_STOCK.key("the key of another receipt", "opening", 422, "idempotency-key-reused"));
        cases.add(RECEIVE_STOCK.body("a receiptId with another quantity", "{'receiptId':'opening','quantity':7}", 422, "receipt-reused", "receiptId"));
        return cases;
    }

    private static List<Case> prices() {
        List<Case> cases = new ArrayList<>();
        for (Endpoint endpoint : List.of(CREATE_QUOTE, PLACE_ORDER)) {
            String rest = endpoint == PLACE_ORDER ? ",'paymentProvider':'simulator'}" : "}";
            cases.add(endpoint.body("an unknown SKU", "{'lines':[{'sku':'tea','quantity':1},{'sku':'coffee','quantity':1}]" + rest, 422, "unknown-sku", "lines[1].sku"));
            cases.add(endpoint.body("two currencies", "{'lines':[{'sku':'tea','quantity':1},{'sku':'euro-tea','quantity':1}]" + rest, 422, "mixed-currencies", "lines"));
            String tea = "{'lines':[{'sku':'tea','quantity':1}],'couponCode':";
            cases.add(endpoint.body("an unknown coupon", tea + "'NONE'" + rest, 422, "coupon-unknown", "couponCode"));
            cases.add(endpoint.body("a coupon of the past", tea + "'PAST'" + rest, 422, "coupon-expired", "couponCode"));
            cases.add(endpoint.body("a coupon of the future", tea + "'FUTURE'" + rest, 422, "coupon-not-yet-valid", "couponCode"));
            cases.add(endpoint.body("a coupon for bigger orders", tea + "'BIG'" + rest, 422, "minimum-spend-not-met", "couponCode"));
            cases.add(endpoint.body("a coupon in another currency", tea + "'EURO'" + rest, 422, "coupon-currency-mismatch", "couponCode"));
        }
        cases.add(PLACE_ORDER.body("a price that was never so", "{'lines':[{'sku':'tea','quantity':1}],'paymentProvider':'simulator','expectedTotal':{'amount':1,'currency':'CNY'}}",
                422, "price-changed", "expectedTotal"));
        cases.add(PLACE_ORDER.body("the right price in another currency",
                "{'lines':[{'sku':'tea','quantity':1}],'paymentProvider':'simulator','expectedTotal':{'amount':1000,'currency':'EUR'}}", 422, "price-changed", "expectedTotal"));
        cases.add(PLACE_ORDER.body("an unknown provider", "{'lines':[{'sku':'tea','quantity':1}],'paymentProvider':'shells'}", 422, "unknown-payment-provider", "paymentProvider"));
        cases.add(PLACE_ORDER.body("a currency WeChat Pay does not take", "{'lines':[{'sku':'euro-tea','quantity':1}],'paymentProvider':'wechatpay'}", 422, "payment-not-possible", "paymentProvider"));
        cases.add(PLACE_ORDER.body("a currency Alipay does not take", "{'lines':[{'sku':'euro-tea','quantity':1}],'paymentProvider':'alipay'}", 422, "payment-not-possible", "paymentProvider"));
        return cases;
    }

    private static List<Case> unknown() {
        List<Case> cases = new ArrayList<>();
        for (String order : List.of(NO_ORDER, "1", "not-an-order", "..")) {
            String answer = order.equals(NO_ORDER) ? "order-not-found" : "resource-not-found";
            cases.add(GET_ORDER.at("/orders/" + order).but("no such order", 404, answer, null));
            cases.add(CANCEL_ORDER.at("/orders/" + order + "/cancellation").but("no such order", 404, answer, null));
            cases.add(RETRY_PAYMENT.at("/orders/" + order + "/payments").but("no such order", 404, answer, null));
            cases.add(INSPECT_ORDER.at("/admin/orders/" + order).but("no such order", 404, answer, null));
            cases.add(REFUND.at("/admin/orders/" + order + "/refunds").but("no such order", 404, answer, null));
        }
        cases.add(RECEIVE_STOCK.at("/admin/products/coffee/receipts").but("no such product", 404, "product-not-found", null));
        cases.add(ADJUST_STOCK.at("/admin/products/coffee/adjustments").but("no such product", 404, "product-not-found", null));
        cases.add(GET_STOCK.at("/admin/products/coffee/stock").but("no such product", 404, "product-not-found", null));
        cases.add(GET_COUPON.at("/admin/coupons/NONE").but("no such coupon", 404, "coupon-not-found", null));
        cases.add(LIST_PRODUCTS.at("/products/coffee?tenant={tenant}").but("no such product", 404, "product-not-found", null));
        cases.add(LIST_PRODUCTS.at("/products/tea?tenant=another").but("another shop's product", 404, "product-not-found", null));
        cases.add(PUT_PRODUCT.at("/admin/products/a%20b").but("a SKU with a space", 400, "invalid-input", "sku"));
        cases.add(PUT_PRODUCT.at("/admin/products/a%23b").but("a SKU with a #", 400, "invalid-input", "sku"));
        cases.add(PUT_COUPON.at("/admin/coupons/" + "c".repeat(65)).but("a code of 65 characters", 400, "invalid-input", "code"));
        return cases;
    }

    private static List<Case> states() {
        return List.of(
                CANCEL_ORDER.at("/orders/{paid}/cancellation").but("it is paid", 409, "already-paid", null),
                RETRY_PAYMENT.at("/orders/{paid}/payments").but("it is paid", 409, "payment-not-open", null),
                REFUND.at("/admin/orders/{open}/refunds").but("it is not paid", 409, "not-refundable", null),
                RETRY_PAYMENT.body("an unknown provider", "{'paymentProvider':'shells'}", 422, "unknown-payment-provider", "paymentProvider"),
                REFUND.body("a refundId of the platform's own", "{'refundId':'late-1'}", 400, "invalid-input", "refundId"),
                REFUND.body("more than was paid", "{'refundId':'f-1','amount':{'amount':1001,'currency':'CNY'}}", 422, "refund-exceeds-payment", "amount"),
                REFUND.body("in another currency", "{'refundId':'f-1','amount':{'amount':1,'currency':'EUR'}}", 422, "refund-currency-differs", "amount.currency"),
                ADJUST_STOCK.body("more than is available", "{'adjustmentId':'a-2','quantity':-1000,'reason':'theft'}", 409, "insufficient-available", null));
    }

    private static List<Case> clearings() {
        List<Case> cases = new ArrayList<>();
        for (String date : List.of("2026-13-01", "2026-02-30", "20260101", "1999-01-01", "today")) {
            for (Endpoint endpoint : List.of(START_CLEARING, GET_CLEARING, GET_STATEMENT, LIST_PAYOUTS)) {
                cases.add(endpoint.at(endpoint.path().replace("2026-01-01", date)).but("no date: " + date, 400, "invalid-input", "date"));
            }
        }
        cases.add(START_CLEARING.at("/admin/clearings/2099-01-01").but("a date that is not over", 409, "business-date-not-finished", null));
        cases.add(START_CLEARING.body("a body where there is none", "{'force':true}", 400, "invalid-input", "force"));
        cases.add(GET_CLEARING.but("a date that was not cleared", 404, "clearing-not-found", null));
        cases.add(GET_STATEMENT.but("a date that was not cleared", 404, "statement-not-found", null));
        cases.add(GET_STATEMENT.at(GET_STATEMENT.path() + "?format=pdf").but("no such format", 400, "invalid-input", "format"));
        cases.add(LIST_PAYOUTS.but("a date that was not cleared", 404, "payout-file-not-found", null));
        cases.add(LIST_PAYOUTS.at(LIST_PAYOUTS.path() + "?file=first").but("no number", 400, "invalid-input", "file"));
        return cases;
    }

    private static List<Case> queries() {
        List<Case> cases = new ArrayList<>();
        for (Endpoint list : List.of(LIST_ORDERS, SEARCH_ORDERS, LEDGER_ACCOUNTS, LEDGER_ENTRIES, LIST_PRODUCTS)) {
            String path = list.path() + (list.who() == NOBODY ? "?tenant={tenant}&" : "?");
            for (String limit : List.of("0", "101", "-1", "ten", "1.5")) {
                cases.add(list.at(path + "limit=" + limit).but("limit " + limit, 400, "invalid-input", "limit"));
            }
            cases.add(list.at(path + "cursor=nonsense").but("a cursor nobody made", 400, "invalid-input", "cursor"));
        }
        cases.add(SEARCH_ORDERS.at("/admin/orders?status=LOST").but("no such status", 400, "invalid-input", "status"));
        cases.add(SEARCH_ORDERS.at("/admin/orders?from=yesterday").but("no time", 400, "invalid-input", "from"));
        cases.add(LEDGER_ENTRIES.at("/admin/ledger/entries?orderId=1").but("no order id", 400, "invalid-input", "orderId"));
        cases.add(LIST_PRODUCTS.but("no tenant", 400, "invalid-input", "tenant"));
        cases.add(LIST_PRODUCTS.at("/products?tenant=a%23b").but("no possible tenant", 400, "invalid-input", "tenant"));
        return cases;
    }

    private static List<Case> routes() {
        return List.of(
                LIST_PRODUCTS.at("/nothing").but("no such route", 404, "Not Found", null),
                LIST_PRODUCTS.at("/").but("no such route", 404, "Not Found", null),
                LIST_PRODUCTS.at("/orders/").but("no such route", 404, "Not Found", null),
                new Case("no such method", "DELETE", "/orders/{open}", Who.ALICE, null, "", 404, "Not Found", null),
                new Case("no such method", "PATCH", "/admin/products/tea", Who.MERCHANT, null, "{}", 404, "Not Found", null),
                new Case("no such method", "GET", "/webhooks/simulator", NOBODY, null, "", 404, "Not Found", null),
                new Case("more than 10 MB", "POST", "/orders", Who.ALICE, "fresh", " ".repeat(10 * 1024 * 1024 + 1), 413, "Request Entity Too Large", null));
    }

    private static List<Case> webhooks() {
        List<Case> cases = new ArrayList<>();
        for (String body : List.of("", "{", "{\"id\":\"evt_1\",\"type\":\"payment.succeeded\",\"created\":1,\"data\":{}}")) {
            cases.add(new Case("unsigned", "POST", "/webhooks/simulator", NOBODY, null, body, 401, "unauthenticated", null));
        }
        cases.add(new Case("more than 256 KiB", "POST", "/webhooks/simulator", NOBODY, null, "x".repeat(256 * 1024 + 1), 413, "body-too-large", null));
        cases.add(new Case("a provider nobody knows", "POST", "/webhooks/shells", NOBODY, null, "{}", 404, "provider-not-found", null));
        return cases;
    }
}
