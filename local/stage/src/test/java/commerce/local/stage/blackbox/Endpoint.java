package commerce.local.stage.blackbox;

import static commerce.local.stage.blackbox.Who.ALICE;
import static commerce.local.stage.blackbox.Who.MERCHANT;
import static commerce.local.stage.blackbox.Who.NOBODY;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One endpoint with a request that is right in every respect, from which the wrong ones are made. Single quotes stand for double ones.
 *
 * @param who who may use it
 * @param needsKey whether it asks for an {@code Idempotency-Key}
 * @param body a good body, or empty where it takes none
 */
record Endpoint(String method, String path, Who who, boolean needsKey, String body) {

    static final String MONEY = "{'amount':1000,'currency':'CNY'}";

    static final Endpoint PUT_PRODUCT = admin("PUT", "/admin/products/tea", false, "{'name':'Tea','price':" + MONEY + ",'attributes':{'origin':'Hangzhou'}}");
    static final Endpoint RECEIVE_STOCK = admin("POST", "/admin/products/tea/receipts", true, "{'receiptId':'r-2','quantity':5}");
    static final Endpoint ADJUST_STOCK = admin("POST", "/admin/products/tea/adjustments", true, "{'adjustmentId':'a-2','quantity':-1,'reason':'broken'}");
    static final Endpoint GET_STOCK = admin("GET", "/admin/products/tea/stock", false, "");
    static final Endpoint PUT_COUPON = admin("PUT", "/admin/coupons/TEN", false, "{'amountOff':" + MONEY + "}");
    static final Endpoint GET_COUPON = admin("GET", "/admin/coupons/TEN", false, "");
    static final Endpoint PUT_CAMPAIGN = admin("PUT", "/admin/campaigns/spring", false, "{'percentOff':1000,'codes':'UNIQUE','quantity':100}");
    static final Endpoint CREATE_QUOTE = shop("POST", "/quotes", false, "{'lines':[{'sku':'tea','quantity':1}]}");
    static final Endpoint PLACE_ORDER = shop("POST", "/orders", true, "{'lines':[{'sku':'tea','quantity':1}],'paymentProvider':'simulator'}");
    static final Endpoint GET_ORDER = shop("GET", "/orders/{open}", false, "");
    static final Endpoint LIST_ORDERS = shop("GET", "/orders", false, "");
    static final Endpoint CANCEL_ORDER = shop("POST", "/orders/{open}/cancellation", false, "");
    static final Endpoint RETRY_PAYMENT = shop("POST", "/orders/{open}/payments", false, "{'paymentProvider':'simulator'}");
    static final Endpoint REFUND = admin("POST", "/admin/orders/{paid}/refunds", true, "{'refundId':'f-1','amount':" + MONEY + "}");
    static final Endpoint INSPECT_ORDER = admin("GET", "/admin/orders/{open}", false, "");
    static final Endpoint SEARCH_ORDERS = admin("GET", "/admin/orders", false, "");
    static final Endpoint LEDGER_ACCOUNTS = admin("GET", "/admin/ledger/accounts", false, "");
    static final Endpoint LEDGER_ENTRIES = admin("GET", "/admin/ledger/entries", false, "");
    static final Endpoint START_CLEARING = admin("POST", "/admin/clearings/2026-01-01", false, "");
    static final Endpoint GET_CLEARING = admin("GET", "/admin/clearings/2026-01-01", false, "");
    static final Endpoint GET_STATEMENT = admin("GET", "/admin/clearings/2026-01-01/statements/{tenant}", false, "");
    static final Endpoint LIST_PAYOUTS = admin("GET", "/admin/clearings/2026-01-01/payouts", false, "");
    static final Endpoint LIST_PRODUCTS = new Endpoint("GET", "/products", NOBODY, false, "");

    static final List<Endpoint> GUARDED = List.of(PUT_PRODUCT, RECEIVE_STOCK, ADJUST_STOCK, GET_STOCK, PUT_COUPON, GET_COUPON, CREATE_QUOTE, PLACE_ORDER, GET_ORDER,
            LIST_ORDERS, CANCEL_ORDER, RETRY_PAYMENT, REFUND, INSPECT_ORDER, SEARCH_ORDERS, LEDGER_ACCOUNTS, LEDGER_ENTRIES,
            START_CLEARING, GET_CLEARING, GET_STATEMENT, LIST_PAYOUTS);

    static final List<Endpoint> WITH_BODY = GUARDED.stream().filter(endpoint -> !endpoint.body.isEmpty()).toList();

    private static Endpoint admin(String method, String path, boolean needsKey, String body) {
        return new Endpoint(method, path, MERCHANT, needsKey, body.replace('\'', '"'));
    }

    private static Endpoint shop(String method, String path, boolean needsKey, String body) {
        return new Endpoint(method, path, ALICE, needsKey, body.replace('\'', '"'));
    }

    Endpoint at(String otherPath) {
        return new Endpoint(method, otherPath, who, needsKey, body);
    }

    /** The good request, sent by this one. */
    Case by(Who somebody, int status, String answer) {
        return new Case("a good request", method, path, somebody, needsKey ? "fresh" : null, body, status, answer, null);
    }

    /** The good request, which this time is not to be answered well. */
    Case but(String name, int status, String answer, String field) {
        return new Case(name, method, path, who, needsKey ? "fresh" : null, body, status, answer, field);
    }

    Case body(String name, String otherBody, int status, String answer, String field) {
        return new Case(name, method, path, who, needsKey ? "fresh" : null, otherBody.replace('\'', '"'), status, answer, field);
    }

    Case key(String name, String key, int status, String answer) {
        return new Case(name, method, path, who, key, body, status, answer, "Idempotency-Key");
    }

    /**
     * The good body with this part of it replaced: once by each of the values.
     *
     * @param part text in the good body, in single quotes
     * @param field what the problem must name
     */
    List<Case> each(String part, String field, String... values) {
        String good = part.replace('\'', '"');
        if (!body.contains(good)) {
            throw new IllegalArgumentException(part + " is not in " + body);
        }
        return Arrays.stream(values).map(value -> body(value.isEmpty() ? field + " missing" : value.length() > 80 ? value.substring(0, 80) + "…" : value,
                tidy(body.replace(good, value.replace('\'', '"'))), 400, "invalid-input", field)).toList();
    }

    /** Commas left over where a member was taken out. */
    private static String tidy(String json) {
        return json.replace(",,", ",").replace("{,", "{").replace(",}", "}");
    }

    @SafeVarargs
    static List<Case> all(List<Case>... lists) {
        List<Case> cases = new ArrayList<>();
        Arrays.stream(lists).forEach(cases::addAll);
        return cases;
    }
}
