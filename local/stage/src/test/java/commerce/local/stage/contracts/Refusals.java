package commerce.local.stage.contracts;

import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** At least one refusal of every operation: wrong input, wrong states, wrong tokens. */
final class Refusals {

    private static final String NO_ORDER = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    private static final String ONE_TEA = "{'lines':[{'sku':'tea','quantity':1}],'paymentProvider':'simulator'%s}";

    private final Shop shop;
    private final String open;
    private final String paid;

    /**
     * @param open an order of alice that waits for its money
     * @param paid an order of alice that is paid and refunded
     */
    Refusals(Shop shop, String open, String paid) {
        this.shop = shop;
        this.open = open;
        this.paid = paid;
    }

    void ask() {
        catalogue();
        stock();
        couponsAndQuotes();
        pricingRules();
        members();
        orders();
        payments();
        ledger();
        new SettlingRules(shop).refuse(paid, open);
        new CouponCampaigns(shop).refuse();
        strangers();
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    private void members() {
        shop.malformed(400, shop.alice.put("/members/me", "{'level':5}"));
        shop.malformed(404, shop.merchant.get("/admin/members/" + "x".repeat(129)));
        tooLarge("PUT", "/members/me", shop.alice);
    }

    private void catalogue() {
        shop.refused(400, shop.nobody.get("/products"));
        shop.refused(400, shop.nobody.get("/products?cursor=nonsense&tenant=" + shop.tenant));
        shop.malformed(400, shop.nobody.get("/products?limit=101&tenant=" + shop.tenant));
        shop.malformed(400, shop.nobody.get("/products/tea?tenant=a%23b"));
        shop.refused(404, shop.nobody.get("/products/coffee?tenant=" + shop.tenant));
        shop.malformed(404, shop.nobody.get("/products/a%20b?tenant=" + shop.tenant));
        shop.malformed(400, shop.merchant.put("/admin/products/tea", "{'name':'','price':{'amount':1000,'currency':'CNY'}}"));
        shop.malformed(400, shop.merchant.put("/admin/products/tea", "{'name':'Tea','price':{'amount':1.5,'currency':'CNY'}}"));
        shop.malformed(400, shop.merchant.put("/admin/products/tea", "{'name':'Tea','price':{'amount':-1,'currency':'CNY'}}"));
        shop.malformed(400, shop.merchant.put("/admin/products/tea", "{'name':'Tea','price':{'amount':1,'currency':'CNY'},'colour':'green'}"));
        shop.malformed(400, shop.merchant.put("/admin/products/a%20b", "{'name':'Tea','price':{'amount':1,'currency':'CNY'}}"));
        tooLarge("PUT", "/admin/products/tea", shop.merchant);
    }

    private void tooLarge(String method, String target, Caller who) {
        shop.malformed(413, who.send(method, target, Optional.of(fresh()), "x".repeat(256 * 1024 + 1)));
    }

    private void stock() {
        shop.refused(404, shop.merchant.get("/admin/products/coffee/stock"));
        shop.malformed(400, shop.merchant.post("/admin/products/tea/receipts", "{'receiptId':'r','quantity':1}"));
        shop.malformed(400, shop.merchant.post("/admin/products/tea/receipts", fresh(), "{'receiptId':'r','quantity':0}"));
        shop.refused(404, shop.merchant.post("/admin/products/coffee/receipts", fresh(), "{'receiptId':'r','quantity':1}"));
        shop.refused(422, shop.merchant.post("/admin/products/tea/receipts", "opening", "{'receiptId':'r','quantity':1}"));
        shop.refused(422, shop.merchant.post("/admin/products/tea/receipts", fresh(), "{'receiptId':'opening','quantity':1}"));
        shop.malformed(400, shop.merchant.post("/admin/products/tea/adjustments", fresh(), "{'adjustmentId':'a','quantity':0,'reason':'none'}"));
        shop.refused(404, shop.merchant.post("/admin/products/coffee/adjustments", fresh(), "{'adjustmentId':'a','quantity':1,'reason':'found'}"));
        shop.refused(409, shop.merchant.post("/admin/products/tea/adjustments", fresh(), "{'adjustmentId':'a','quantity':-1000,'reason':'theft'}"));
        shop.refused(422, shop.merchant.post("/admin/products/tea/adjustments", fresh(), "{'adjustmentId':'broken','quantity':1,'reason':'found'}"));
        tooLarge("POST", "/admin/products/tea/receipts", shop.merchant);
        tooLarge("POST", "/admin/products/tea/adjustments", shop.merchant);
    }

    private void couponsAndQuotes() {
        shop.refused(404, shop.merchant.get("/admin/coupons/NONE"));
        shop.malformed(400, shop.merchant.put("/admin/coupons/X", "{}"));
        shop.malformed(400, shop.merchant.put("/admin/coupons/X", "{'percentOff':1,'amountOff':{'amount':1,'currency':'CNY'}}"));
        shop.malformed(400, shop.merchant.put("/admin/coupons/X", "{'percentOff':10001}"));
        shop.malformed(400, shop.merchant.put("/admin/coupons/X", "{'percentOff':1,'validFrom':'tomorrow'}"));
        shop.malformed(400, shop.merchant.put("/admin/coupons/X", "{'amountOff':{'amount':0,'currency':'CNY'}}"));
        shop.refused(400, shop.merchant.put("/admin/coupons/X", "{'percentOff':1,'validFrom':'2030-01-01T00:00:00Z','validUntil':'2029-01-01T00:00:00Z'}"));
        tooLarge("PUT", "/admin/coupons/X", shop.merchant);
        shop.malformed(400, shop.alice.post("/quotes", "{'lines':[]}"));
        shop.malformed(400, shop.alice.post("/quotes", "{'lines':[{'sku':'tea','quantity':10000}]}"));
        shop.malformed(400, shop.alice.post("/quotes", "[]"));
        tooLarge("POST", "/quotes", shop.alice);
        for (var lines : new String[] {"{'sku':'coffee','quantity':1}", "{'sku':'tea','quantity':1},{'sku':'euro-tea','quantity':1}"}) {
            shop.refused(422, shop.alice.post("/quotes", "{'lines':[" + lines + "]}"));
            shop.refused(422, shop.alice.post("/orders", fresh(), "{'lines':[" + lines + "],'paymentProvider':'simulator'}"));
        }
        for (var coupon : new String[] {"NONE", "PAST", "FUTURE", "BIG", "EURO", "OFF", "CUPS"}) {
            shop.refused(422, shop.alice.post("/quotes", "{'lines':[{'sku':'tea','quantity':1}],'couponCode':'" + coupon + "'}"));
            shop.refused(422, shop.alice.post("/orders", fresh(), ONE_TEA.formatted(",'couponCode':'" + coupon + "'")));
        }
    }

    private void pricingRules() {
        shop.refused(409, shop.merchant.put("/admin/coupons/TEN", "{'amountOff':{'amount':100,'currency':'CNY'},'budget':{'amount':1,'currency':'CNY'}}"));
        for (var list : new String[] {"/admin/coupons", "/admin/pricing-rules"}) {
            shop.malformed(400, shop.merchant.get(list + "?limit=0"));
            shop.refused(400, shop.merchant.get(list + "?cursor=nonsense"));
        }
        for (var rule : new String[] {"", "'kind':'MAGIC'", "'kind':'SHIPPING'", "'kind':'QUANTITY_LADDER','tiers':[{'from':2,'percentOff':10001}]", "'kind':'DYNAMIC_PRICE','scene':'night'",
            "'kind':'REPRICING','change':10001,'reason':'WHY'", "'kind':'REPRICING','change':1,'reason':'why'", "'kind':'SHIPPING','fee':{'amount':1,'currency':'CNY'},'colour':'green'"}) {
            shop.malformed(400, shop.merchant.put("/admin/pricing-rules/post", "{" + rule + "}"));
        }
        shop.refused(400, shop.merchant.put("/admin/pricing-rules/post", "{'kind':'QUANTITY_LADDER','tiers':[{'from':5,'percentOff':1},{'from':5,'percentOff':2}]}"));
        shop.malformed(400, shop.merchant.put("/admin/pricing-rules/a%20b", "{'kind':'SHIPPING','fee':{'amount':1,'currency':'CNY'}}"));
        shop.malformed(404, shop.merchant.get("/admin/pricing-rules/a%20b"));
        shop.malformed(400, shop.merchant.get("/admin/pricing-rules/post?version=x"));
        shop.refused(404, shop.merchant.get("/admin/pricing-rules/none"));
        tooLarge("PUT", "/admin/pricing-rules/post", shop.merchant);
        tooManyRules();
        shop.malformed(400, shop.alice.post("/orders", fresh(), ONE_TEA.formatted(",'quoteId':'a b'")));
        shop.refused(422, shop.alice.post("/orders", fresh(), ONE_TEA.formatted(",'quoteId':'q1.a.b'")));
    }

    /** Each names a hundred products of long names, so that some fifty fill the set; they are for another season. */
    private void tooManyRules() {
        var skus = IntStream.range(0, 100).mapToObj(i -> "'" + "s".repeat(61) + (100 + i) + "'").collect(Collectors.joining(","));
        var rule = "{'kind':'QUANTITY_LADDER','tiers':[{'from':2,'percentOff':1}],'validFrom':'2099-01-01T00:00:00Z','skus':[" + skus + "]}";
        var answer = shop.merchant.put("/admin/pricing-rules/season-0", rule);
        for (int i = 1; answer.status() == 201; i++) {
            answer = shop.merchant.put("/admin/pricing-rules/season-" + i, rule);
        }
        shop.refused(409, answer);
    }

    private void orders() {
        shop.malformed(400, shop.alice.post("/orders", ONE_TEA.formatted("")));
        shop.malformed(400, shop.alice.post("/orders", fresh(), ONE_TEA.formatted(",'expectedTotal':1000")));
        shop.malformed(400, shop.alice.post("/orders", fresh(), "{'lines':[{'sku':'tea','quantity':1}]}"));
        shop.refused(422, shop.alice.post("/orders", "open", ONE_TEA.formatted(",'couponCode':'TEN'")));
        shop.refused(422, shop.alice.post("/orders", fresh(), ONE_TEA.formatted(",'expectedTotal':{'amount':1,'currency':'CNY'}")));
        shop.refused(422, shop.alice.post("/orders", fresh(), ONE_TEA.formatted("").replace("simulator", "shells")));
        tooLarge("POST", "/orders", shop.alice);
        shop.malformed(400, shop.alice.get("/orders?limit=0"));
        shop.refused(400, shop.alice.get("/orders?cursor=nonsense"));
        for (var who : new Caller[] {shop.alice, shop.bob}) {
            var orderId = who == shop.bob ? open : NO_ORDER;
            shop.refused(404, who.get("/orders/" + orderId));
            shop.refused(404, who.post("/orders/" + orderId + "/cancellation", ""));
            shop.refused(404, who.post("/orders/" + orderId + "/payments", "{'paymentProvider':'simulator'}"));
        }
        shop.malformed(404, shop.alice.get("/orders/1"));
        shop.malformed(404, shop.alice.post("/orders/1/cancellation", ""));
        shop.malformed(400, shop.alice.post("/orders/" + open + "/cancellation", "{'reason':'none'}"));
        shop.refused(409, shop.alice.post("/orders/" + paid + "/cancellation", ""));
        tooLarge("POST", "/orders/" + open + "/cancellation", shop.alice);
        shop.malformed(400, shop.merchant.get("/admin/orders?status=LOST"));
        shop.refused(400, shop.merchant.get("/admin/orders?from=yesterday"));
        shop.refused(404, shop.merchant.get("/admin/orders/" + NO_ORDER));
        shop.malformed(404, shop.merchant.get("/admin/orders/1"));
    }

    private void payments() {
        shop.malformed(400, shop.alice.post("/orders/" + open + "/payments", "{}"));
        shop.refused(409, shop.alice.post("/orders/" + paid + "/payments", "{'paymentProvider':'simulator'}"));
        shop.refused(422, shop.alice.post("/orders/" + open + "/payments", "{'paymentProvider':'shells'}"));
        shop.malformed(400, shop.alice.post("/orders/" + open + "/payments", "two words", "{'paymentProvider':'simulator'}"));
        tooLarge("POST", "/orders/" + open + "/payments", shop.alice);
        var refunds = "/admin/orders/" + paid + "/refunds";
        shop.malformed(400, shop.merchant.post(refunds, "{'refundId':'f'}"));
        shop.malformed(400, shop.merchant.post(refunds, fresh(), "{'refundId':'f','amount':{'amount':0,'currency':'CNY'}}"));
        shop.malformed(400, shop.merchant.post(refunds, fresh(), "{'refundId':'late-1'}"));
        shop.refused(404, shop.merchant.post("/admin/orders/" + NO_ORDER + "/refunds", fresh(), "{'refundId':'f'}"));
        shop.refused(409, shop.merchant.post("/admin/orders/" + open + "/refunds", fresh(), "{'refundId':'f'}"));
        shop.refused(422, shop.merchant.post(refunds, "part", "{'refundId':'f'}"));
        shop.refused(422, shop.merchant.post(refunds, fresh(), "{'refundId':'part','amount':{'amount':1,'currency':'CNY'}}"));
        shop.refused(422, shop.merchant.post(refunds, fresh(), "{'refundId':'f','amount':{'amount':1,'currency':'CNY'}}"));
        shop.refused(422, shop.merchant.post(refunds, fresh(), "{'refundId':'f','amount':{'amount':1,'currency':'EUR'}}"));
        tooLarge("POST", refunds, shop.merchant);
        shop.refused(401, shop.nobody.post("/webhooks/simulator", "{}"));
        shop.refused(404, shop.nobody.post("/webhooks/shells", "{}"));
        tooLarge("POST", "/webhooks/simulator", shop.nobody);
        shop.refused(404, shop.merchant.post("/admin/webhooks/simulator/evt_unknown/replay", ""));
        shop.malformed(400, shop.merchant.post("/admin/webhooks/simulator/evt_unknown/replay", "{'force':true}"));
        tooLarge("POST", "/admin/webhooks/simulator/evt_unknown/replay", shop.merchant);
    }

    private void ledger() {
        shop.malformed(400, shop.merchant.get("/admin/ledger/accounts?limit=ten"));
        shop.refused(400, shop.merchant.get("/admin/ledger/accounts?cursor=nonsense"));
        shop.malformed(400, shop.merchant.get("/admin/ledger/entries?orderId=1"));
        shop.malformed(400, shop.merchant.get("/admin/ledger/trial-balance?at=yesterday"));
        shop.refused(400, shop.merchant.get("/admin/ledger/accounts?at=2999-01-01T00:00:00Z"));
        shop.malformed(400, shop.merchant.get("/admin/ledger/verification?limit=0"));
        transfers();
    }

    private void transfers() {
        var transfers = "/admin/ledger/transfers";
        var wish = "{'transferId':'%s','debit':'%s','credit':'adjustments','amount':{'amount':300,'currency':'CNY'},'reason':'a test'%s}";
        shop.answered(201, shop.merchant.post(transfers, "done", wish.formatted("done", "bank", "")));
        shop.answered(201, shop.merchant.post(transfers, "waiting", wish.formatted("waiting", "bank", ",'pending':true")));
        shop.malformed(400, shop.merchant.post(transfers, wish.formatted("refused", "bank", "")));
        shop.malformed(400, shop.merchant.post(transfers, fresh(), wish.formatted("refused", "Bank", "")));
        shop.refused(400, shop.merchant.post(transfers, fresh(), wish.formatted("refused", "sweets", "")));
        shop.refused(422, shop.merchant.post(transfers, fresh(), wish.formatted("refused", "merchant_deposit:nobody", "")));
        shop.refused(422, shop.merchant.post(transfers, fresh(), wish.formatted("done", "bank:other", "")));
        tooLarge("POST", transfers, shop.merchant);
        shop.refused(404, shop.merchant.get(transfers + "/unknown"));

        shop.refused(404, shop.merchant.post(transfers + "/unknown/post", fresh(), "{}"));
        shop.refused(409, shop.merchant.post(transfers + "/done/post", fresh(), "{'amount':{'amount':1,'currency':'CNY'}}"));
        shop.refused(422, shop.merchant.post(transfers + "/waiting/post", fresh(), "{'amount':{'amount':301,'currency':'CNY'}}"));
        shop.malformed(400, shop.merchant.post(transfers + "/waiting/post", fresh(), "{'more':1}"));
        tooLarge("POST", transfers + "/waiting/post", shop.merchant);

        shop.refused(404, shop.merchant.post(transfers + "/unknown/reversal", fresh(), "{'reason':'a test'}"));
        shop.refused(409, shop.merchant.post(transfers + "/waiting/reversal", fresh(), "{'reason':'a test'}"));
        shop.answered(200, shop.merchant.post(transfers + "/done/reversal", "back", "{'reason':'a test'}"));
        shop.refused(422, shop.merchant.post(transfers + "/done/reversal", "back", "{'reason':'another test'}"));
        shop.malformed(400, shop.merchant.post(transfers + "/done/reversal", fresh(), "{}"));
        tooLarge("POST", transfers + "/done/reversal", shop.merchant);

        shop.refused(404, shop.merchant.post(transfers + "/unknown/void", fresh(), ""));
        shop.refused(409, shop.merchant.post(transfers + "/done/void", fresh(), ""));
        shop.malformed(400, shop.merchant.post(transfers + "/waiting/void", fresh(), "{'more':1}"));
        shop.answered(200, shop.merchant.post(transfers + "/waiting/void", "given-up", ""));
        shop.malformed(422, shop.merchant.post(transfers + "/waiting/void", "given-up", "{}"));
        tooLarge("POST", transfers + "/waiting/void", shop.merchant);
    }

    /** The gateway's own refusals, at every route that asks for a token, and a read's for one that names no possible tenant. */
    private void strangers() {
        var tenantless = shop.nobody.with(shop.token("a#b", "alice", "shop admin"));
        for (var route : shop.stage.stage().model().routes()) {
            if (route.authorizer().isPresent()) {
                var target = route.path().replace("{orderId}", open).replace("{sku}", "tea").replace("{code}", "TEN").replace("{date}", "2026-01-01").replaceAll("\\{\\w+}", "any");
                var stranger = route.scopes().contains("admin") ? shop.alice : shop.merchant;
                shop.turnedAway(401, shop.nobody.send(route.method(), target, Optional.empty(), ""));
                shop.turnedAway(403, stranger.send(route.method(), target, Optional.empty(), ""));
                if (route.method().equals("GET")) {
                    shop.turnedAway(403, tenantless.get(target));
                }
            }
        }
    }
}
