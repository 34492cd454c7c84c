package commerce.local.stage.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.FaultInjector;
import commerce.local.stage.blackbox.UnevenClearing;
import commerce.local.stage.harness.TestStage;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A small shop's life over HTTP: goods, coupons, quotes, orders paid, rejected, cancelled, free and refunded, late and wrong money, lists page
 * by page, the ledger. Lived once per JVM; {@link Refusals} then asks it for everything it must refuse.
 */
final class ShopsLife {

    private static final String TEA = "{'lines':[{'sku':'tea','quantity':%d}],'paymentProvider':'simulator'%s}";
    private static Optional<CompletableFuture<Shop>> lived = Optional.empty();

    private final Shop shop;

    private ShopsLife(Shop shop) {
        this.shop = shop;
    }

    /** The shop after its life. A life that failed is not tried again. */
    static synchronized Shop lived(TestStage stage) {
        if (lived.isEmpty()) {
            stage.emptied();
            lived = Optional.of(CompletableFuture.supplyAsync(() -> new ShopsLife(new Shop(stage)).live(), Runnable::run));
        }
        return lived.get().join();
    }

    private Shop live() {
        goods();
        coupons();
        new CouponCampaigns(shop).live();
        quotes();
        pricing();
        members();
        new SettlingRules(shop).live();
        var open = order("open", 1, "");
        var paid = paidAndRefunded();
        secondAttempt();
        rejected();
        cancelledAndPaidTooLate();
        free();
        wrongMoney();
        disputed();
        lists(paid);
        new Refusals(shop, open, paid).ask();
        new RewardedCustomers(shop).live();
        new ClearedDay(shop).live();
        new ReconciledDay(shop).live();
        UnevenClearing.lived(shop.stage);
        shop.untilQuiet();
        return shop;
    }

    private void goods() {
        shop.answered(201, shop.merchant.put("/admin/products/tea", "{'name':'Tea','price':{'amount':900,'currency':'CNY'}}"));
        shop.answered(200, shop.merchant.put("/admin/products/tea", "{'name':'龙井 Tea','price':{'amount':1000,'currency':'CNY'},'attributes':{'origin':'Hangzhou','grams':[50,100]}}"));
        shop.answered(201, shop.merchant.put("/admin/products/euro-tea", "{'name':'Tea','price':{'amount':500,'currency':'EUR'}}"));
        shop.answered(200, shop.nobody.get("/products/tea?tenant=" + shop.tenant));
        shop.answered(200, shop.alice.get("/products/tea"));
        shop.answered(200, shop.merchant.get("/admin/products/tea/stock"));
        for (int time = 1; time <= 2; time++) {
            shop.answered(201, shop.merchant.post("/admin/products/tea/receipts", "opening", "{'receiptId':'opening','quantity':20}"));
            shop.answered(201, shop.merchant.post("/admin/products/tea/adjustments", "broken", "{'adjustmentId':'broken','quantity':-1,'reason':'broken cups'}"));
        }
    }

    private void coupons() {
        shop.answered(201, shop.merchant.put("/admin/coupons/TEN", "{'amountOff':{'amount':100,'currency':'CNY'},'minimumSpend':{'amount':500,'currency':'CNY'},"
                + "'validFrom':'2020-01-01T00:00:00Z','validUntil':'2099-01-01T00:00:00Z','maxRedemptions':50,'maxPerCustomer':10,'budget':{'amount':5000,'currency':'CNY'}}"));
        shop.answered(200, shop.merchant.put("/admin/coupons/TEN", "{'amountOff':{'amount':100,'currency':'CNY'}}"));
        shop.answered(201, shop.merchant.put("/admin/coupons/ALL", "{'percentOff':10000,'maxPerCustomer':1}"));
        shop.answered(201, shop.merchant.put("/admin/coupons/PAST", "{'percentOff':1,'validUntil':'2020-01-01T00:00:00Z'}"));
        shop.answered(201, shop.merchant.put("/admin/coupons/FUTURE", "{'percentOff':1,'validFrom':'2099-01-01T00:00:00Z'}"));
        shop.answered(201, shop.merchant.put("/admin/coupons/BIG", "{'percentOff':1,'minimumSpend':{'amount':100000,'currency':'CNY'}}"));
        shop.answered(201, shop.merchant.put("/admin/coupons/OFF", "{'percentOff':1,'active':false}"));
        shop.answered(201, shop.merchant.put("/admin/coupons/CUPS", "{'percentOff':1,'skus':['cup'],'categories':['cups']}"));
        pages(shop.merchant, "/admin/coupons?limit=3");
        shop.answered(201, shop.merchant.put("/admin/coupons/EURO", "{'amountOff':{'amount':1,'currency':'EUR'}}"));
    }

    private void quotes() {
        shop.answered(200, shop.alice.post("/quotes", "{'lines':[{'sku':'tea','quantity':1},{'sku':'tea','quantity':2}]}"));
        shop.answered(200, shop.alice.post("/quotes", "{'lines':[{'sku':'tea','quantity':3}],'couponCode':'ten'}"));
    }

    /** Alice is here, and here again. */
    private void members() {
        shop.answered(201, shop.alice.put("/members/me", ""));
        shop.answered(200, shop.alice.put("/members/me", "{}"));
        shop.answered(200, shop.alice.get("/members/me"));
        shop.answered(200, shop.merchant.get("/admin/members/alice"));
    }

    /** Rules of pricing come and go; an order keeps the price it was quoted. */
    private void pricing() {
        shop.answered(200, shop.merchant.put("/admin/products/euro-tea", "{'name':'Tea','price':{'amount':500,'currency':'EUR'},'priceFloor':{'amount':400,'currency':'EUR'},"
                + "'priceCeiling':{'amount':600,'currency':'EUR'},'attributes':{'category':'tea'}}"));
        var rules = new String[][] {
            {"dearer", "'kind':'REPRICING','skus':['tea'],'change':1000,'reason':'HARVEST'"},
            {"pair", "'kind':'QUANTITY_LADDER','skus':['tea'],'tiers':[{'from':2,'percentOff':500}]"},
            {"post", "'kind':'SHIPPING','fee':{'amount':800,'currency':'CNY'},'freeFrom':{'amount':9000,'currency':'CNY'}"},
            {"moving", "'kind':'DYNAMIC_PRICE','categories':['tea'],'scene':'flash_sale','weights':{'stock':3500,'sales':4000,'memberLevel':2500},'band':1500"},
            {"set", "'kind':'BUNDLE','items':[{'sku':'tea','quantity':1},{'sku':'euro-tea','quantity':2}],'percentOff':1000"},
            {"members", "'kind':'SEGMENT_OFFER','memberLevelFrom':3,'freeShipping':true,'reason':'MEMBERS'"}};
        for (var rule : rules) {
            shop.answered(201, shop.merchant.put("/admin/pricing-rules/" + rule[0], "{" + rule[1] + "}"));
            shop.answered(200, shop.merchant.put("/admin/pricing-rules/" + rule[0], "{'priority':5," + rule[1] + "}"));
            shop.answered(200, shop.merchant.get("/admin/pricing-rules/" + rule[0]));
            shop.answered(200, shop.merchant.get("/admin/pricing-rules/" + rule[0] + "?version=1"));
        }
        pages(shop.merchant, "/admin/pricing-rules?limit=4");
        var quoteId = shop.answered(200, shop.alice.post("/quotes", "{'lines':[{'sku':'tea','quantity':2}],'couponCode':'TEN'}")).path("quoteId").asText();
        for (var rule : rules) {
            shop.answered(200, shop.merchant.put("/admin/pricing-rules/" + rule[0], "{'enabled':false," + rule[1] + "}"));
        }
        shop.answered(200, shop.merchant.get("/admin/orders/" + order("quoted", 2, ",'couponCode':'TEN','quoteId':'" + quoteId + "'")));
    }

    /** Placed and looked at; its id. */
    private String order(String key, int quantity, String more) {
        var orderId = shop.answered(202, shop.alice.post("/orders", key, TEA.formatted(quantity, more))).path("orderId").asText();
        shop.answered(200, shop.alice.get("/orders/" + orderId));
        shop.untilQuiet();
        return orderId;
    }

    private JsonNode see(String orderId) {
        return shop.answered(200, shop.alice.get("/orders/" + orderId));
    }

    private String payment(String orderId) {
        return see(orderId).path("payment").path("paymentId").asText();
    }

    private void settle(String paymentId, String outcome) {
        shop.control("/local/payments/" + paymentId, "{" + outcome + "}");
        shop.untilQuiet();
    }

    private String paidAndRefunded() {
        var orderId = order("paid", 2, ",'couponCode':'TEN','expectedTotal':{'amount':1900,'currency':'CNY'}");
        shop.answered(202, shop.alice.post("/orders", "paid", TEA.formatted(2, ",'couponCode':'TEN','expectedTotal':{'amount':1900,'currency':'CNY'}")));
        settle(payment(orderId), "'outcome':'SUCCEEDED','deliveries':2");
        refundThatFails(orderId);
        shop.answered(202, shop.merchant.post("/admin/orders/" + orderId + "/refunds", "part", "{'refundId':'part','amount':{'amount':400,'currency':'CNY'}}"));
        shop.untilQuiet();
        shop.answered(202, shop.merchant.post("/admin/orders/" + orderId + "/refunds", "rest", "{'refundId':'rest','restock':true}"));
        shop.untilQuiet();
        see(orderId);
        return orderId;
    }

    /** Paid through a real provider's protocol; then the buyer's bank takes the money back, for good. */
    private void disputed() {
        var request = TEA.formatted(1, ",'returnUrl':'https://shop.example/thanks'").replace("simulator", "stripe");
        var orderId = shop.answered(202, shop.alice.post("/orders", "disputed", request)).path("orderId").asText();
        shop.untilQuiet();
        for (var outcome : new String[] {"SUCCEEDED", "DISPUTED", "DISPUTE_LOST"}) {
            settle(payment(orderId), "'outcome':'" + outcome + "'");
        }
    }

    /** The provider says that it failed while our own asking is still on its way. */
    private void refundThatFails(String orderId) {
        shop.stage.stage().faults().arm(new FaultInjector.Delay("execute-refund", Duration.ofSeconds(3), 1));
        shop.answered(202, shop.merchant.post("/admin/orders/" + orderId + "/refunds", "fails", "{'refundId':'fails','amount':{'amount':1,'currency':'CNY'}}"));
        var body = ("{\"id\":\"evt_%1$s\",\"type\":\"refund.failed\",\"created\":%2$d,"
                + "\"data\":{\"paymentId\":\"%3$s\",\"refundId\":\"%4$s_%1$s_fails\",\"amount\":{\"amount\":1,\"currency\":\"CNY\"}}}")
                .formatted(orderId, now(), payment(orderId), shop.tenant);
        shop.answered(200, shop.nobody.notify("/webhooks/simulator", body, signature(body)));
        shop.answered(200, shop.nobody.notify("/webhooks/simulator", body, signature(body)));
        shop.untilQuiet();
        shop.answered(200, shop.merchant.post("/admin/webhooks/simulator/evt_" + orderId + "/replay", ""));
    }

    private long now() {
        return shop.stage.stage().clock().instant().getEpochSecond();
    }

    /** As the provider signs. */
    private String signature(String body) {
        var stage = shop.stage.stage();
        var secret = stage.secret(stage.model().functions().get("payment-webhook").environment().get("SIMULATOR_SECRET_ARN"));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var time = now();
            return "t=" + time + ",v1=" + HexFormat.of().formatHex(mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Refused, offered a coupon half a minute later, paid by another attempt. */
    private void secondAttempt() {
        shop.answered(201, shop.merchant.put("/admin/campaigns/pay-all-the-same", "{'trigger':'PAYMENT_RECOVERY','codes':'PERSONAL','amountOff':{'amount':100,'currency':'CNY'},"
                + "'validSeconds':604800,'issueLimit':{'count':1,'seconds':86400}}"));
        var orderId = order("second-attempt", 1, "");
        settle(payment(orderId), "'outcome':'FAILED'");
        shop.control("/local/clock", "{'advanceSeconds':40}");
        shop.untilQuiet();
        see(orderId);
        shop.answered(201, shop.alice.post("/orders/" + orderId + "/payments", "{'paymentProvider':'simulator'}"));
        shop.answered(201, shop.alice.post("/orders/" + orderId + "/payments", "third", "{'paymentProvider':'simulator'}"));
        shop.untilQuiet();
        settle(payment(orderId), "'outcome':'SUCCEEDED'");
        shop.answered(200, shop.merchant.get("/admin/orders/" + orderId));
    }

    private void rejected() {
        var orderId = order("too-many", 500, ",'couponCode':'TEN'");
        see(orderId);
        shop.refused(409, shop.alice.post("/orders/" + orderId + "/cancellation", ""));
    }

    private void cancelledAndPaidTooLate() {
        var orderId = order("cancelled", 1, ",'couponCode':'TEN'");
        var paymentId = payment(orderId);
        shop.answered(202, shop.alice.post("/orders/" + orderId + "/cancellation", ""));
        shop.untilQuiet();
        shop.answered(202, shop.alice.post("/orders/" + orderId + "/cancellation", ""));
        see(orderId);
        settle(paymentId, "'outcome':'SUCCEEDED'");
        see(orderId);
    }

    private void free() {
        see(order("free", 1, ",'couponCode':'ALL'"));
        see(order("free-again", 1, ",'couponCode':'ALL'"));
        shop.answered(200, shop.merchant.get("/admin/coupons/all"));
    }

    private void wrongMoney() {
        settle(payment(order("wrong-money", 1, "")), "'outcome':'SUCCEEDED','amount':{'amount':7,'currency':'CNY'}");
    }

    private void lists(String paid) {
        shop.answered(200, shop.merchant.get("/admin/products/tea/stock"));
        shop.answered(200, shop.merchant.get("/admin/orders/" + paid));
        shop.answered(200, shop.merchant.get("/admin/ledger/entries?orderId=" + paid));
        shop.answered(200, shop.merchant.get("/admin/orders?status=CONFIRMED&customer=alice&from=2020-01-01"));
        pages(shop.nobody, "/products?tenant=" + shop.tenant + "&limit=1");
        pages(shop.alice, "/orders?limit=3");
        pages(shop.merchant, "/admin/orders?limit=3");
        pages(shop.merchant, "/admin/ledger/entries?limit=2");
        pages(shop.merchant, "/admin/ledger/accounts?limit=1");
        books();
    }

    /** An operator corrects something in two phases, and looks at the books. */
    private void books() {
        var transfers = "/admin/ledger/transfers";
        var wish = "{'transferId':'%s','debit':'bank','credit':'adjustments','amount':{'amount':300,'currency':'CNY'},'reason':'a fee the bank gave back','pending':true,'expiresInSeconds':3600}";
        shop.answered(201, shop.merchant.post(transfers, "transfer-1", wish.formatted("posted")));
        shop.answered(201, shop.merchant.post(transfers, "transfer-2", wish.formatted("voided")));
        shop.answered(200, shop.merchant.get(transfers + "/posted"));
        shop.answered(200, shop.merchant.post(transfers + "/posted/post", "post-1", "{'amount':{'amount':200,'currency':'CNY'}}"));
        shop.answered(200, shop.merchant.post(transfers + "/voided/void", "void-2", ""));
        shop.answered(200, shop.merchant.post(transfers + "/posted/reversal", "reversal-1", "{'reason':'booked twice'}"));
        shop.answered(200, shop.merchant.get("/admin/ledger/trial-balance"));
        shop.answered(200, shop.merchant.get("/admin/ledger/trial-balance?at=2026-01-01T00:00:00Z"));
        shop.answered(200, shop.merchant.get("/admin/ledger/accounts?at=2026-01-01T08:00:00%2B08:00"));
        shop.answered(200, shop.merchant.get("/admin/ledger/verification?limit=100"));
    }

    /** To the end of a list that has more than one page. */
    private void pages(Caller who, String list) {
        var page = shop.answered(200, who.get(list));
        int turned = 0;
        for (; page.has("nextCursor"); turned++) {
            page = shop.answered(200, who.get(list + "&cursor=" + page.path("nextCursor").asText()));
        }
        if (turned == 0) {
            throw new AssertionError(list + " has only one page");
        }
    }
}
