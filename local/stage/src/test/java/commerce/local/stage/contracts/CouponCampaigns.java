package commerce.local.stage.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;

/** The part of a shop's life that gives something away: campaigns of every kind, unique codes, several coupons in one order; and what is refused of it. */
final class CouponCampaigns {

    private static final String CAMPAIGNS = "/admin/campaigns";
    private static final String FLYER = CAMPAIGNS + "/flyer";
    private static final String TEN_PERCENT = "'percentOff':1000,'stackingGroup':'spring'";
    private static final String UNIQUE = "{" + TEN_PERCENT + ",'codes':'UNIQUE','quantity':%d,'graceSeconds':3600}";
    private static final String SHARED = "{" + TEN_PERCENT + ",'codes':'SHARED','code':'SPRING'}";
    private static final String WITH = "{'lines':[{'sku':'tea','quantity':1}],'couponCodes':['%s','%s']%s}";
    private static final String PROVIDER = ",'paymentProvider':'simulator'";

    private final Shop shop;

    CouponCampaigns(Shop shop) {
        this.shop = shop;
    }

    void live() {
        campaigns();
        severalInOneOrder(uniqueCodes());
    }

    private void campaigns() {
        shop.answered(201, shop.merchant.put(CAMPAIGNS + "/spring", SHARED));
        shop.answered(200, shop.merchant.put(CAMPAIGNS + "/spring", SHARED.replace("1000", "900")));
        shop.answered(201, shop.merchant.put(CAMPAIGNS + "/welcome-back", "{'codes':'PERSONAL','trigger':'CHURN_RISK','amountOffByLevel':{'2':{'amount':100,'currency':'CNY'},'5':{'amount':500,'currency':'CNY'}},"
                + "'validSeconds':7200,'issueLimit':{'count':1,'seconds':86400},'maxIssued':100,'budget':{'amount':5000,'currency':'CNY'},'restoredByRefund':true}"));
        shop.answered(201, shop.merchant.put(FLYER, UNIQUE.formatted(3)));
        shop.answered(200, shop.merchant.get(FLYER));
        pages(CAMPAIGNS + "?limit=2");
    }

    /** Asked for, made, listed, fetched; one is taken out of use and comes back. @return one of them */
    private String uniqueCodes() {
        shop.refused(409, shop.merchant.get(FLYER + "/codes.csv"));
        shop.answered(202, shop.merchant.post(FLYER + "/codes", ""));
        shop.untilQuiet();
        shop.answered(200, shop.merchant.post(FLYER + "/codes", "{}"));
        shop.answered(200, shop.merchant.get(FLYER));
        shop.answered(200, shop.merchant.get(FLYER + "/codes.csv"));
        var code = pages(FLYER + "/codes?limit=2").path("items").get(0).path("code").asText();
        shop.answered(200, shop.merchant.put(FLYER + "/codes/" + code, "{'active':false}"));
        shop.refused(422, shop.alice.post("/orders", "deactivated", WITH.formatted(code, "SPRING", PROVIDER)));
        shop.answered(200, shop.merchant.put(FLYER + "/codes/" + code, "{'active':true}"));
        return code;
    }

    private void severalInOneOrder(String code) {
        shop.answered(200, shop.alice.post("/quotes", WITH.formatted(code, "spring", "")));
        var orderId = shop.answered(202, shop.alice.post("/orders", "several-coupons", WITH.formatted("spring", code, PROVIDER))).path("orderId").asText();
        shop.untilQuiet();
        shop.answered(200, shop.alice.get("/orders/" + orderId));
        shop.answered(200, shop.merchant.get("/admin/coupons/" + code));
        shop.refused(422, shop.alice.post("/orders", "used", WITH.formatted(code, "SPRING", PROVIDER)));
        shop.answered(202, shop.alice.post("/orders/" + orderId + "/cancellation", ""));
        shop.untilQuiet();
        shop.answered(200, shop.merchant.get("/admin/orders/" + orderId));
        shop.answered(200, shop.merchant.get("/admin/coupons/" + code));
    }

    void refuse() {
        var code = shop.answered(200, shop.merchant.get(FLYER + "/codes?limit=1")).path("items").get(0).path("code").asText();
        shop.refused(422, shop.alice.post("/quotes", WITH.formatted("SPRING", "TEN", "")));
        shop.malformed(400, shop.alice.post("/quotes", WITH.formatted("SPRING", "a b", "")));
        shop.refused(400, shop.alice.post("/quotes", WITH.formatted("SPRING", "spring", "")));
        shop.malformed(400, shop.merchant.put(CAMPAIGNS + "/x", "{" + TEN_PERCENT + "}"));
        shop.malformed(400, shop.merchant.put(CAMPAIGNS + "/x", UNIQUE.formatted(10_001)));
        shop.refused(400, shop.merchant.put(CAMPAIGNS + "/x", "{" + TEN_PERCENT + ",'codes':'SHARED'}"));
        shop.refused(409, shop.merchant.put(CAMPAIGNS + "/x", SHARED.replace("SPRING", "TEN")));
        shop.refused(409, shop.merchant.put(FLYER, SHARED));
        shop.refused(409, shop.merchant.put(FLYER, UNIQUE.formatted(2)));
        shop.refused(409, shop.merchant.put("/admin/coupons/" + code, "{'percentOff':1}"));
        shop.malformed(400, shop.merchant.get(CAMPAIGNS + "?limit=0"));
        shop.refused(400, shop.merchant.get(CAMPAIGNS + "?cursor=nonsense"));
        shop.malformed(404, shop.merchant.get(CAMPAIGNS + "/a%20b"));
        for (var route : new String[] {"", "/codes", "/codes.csv"}) {
            shop.refused(404, shop.merchant.get(CAMPAIGNS + "/none" + route));
        }
        shop.malformed(400, shop.merchant.get(FLYER + "/codes?limit=101"));
        shop.malformed(400, shop.merchant.post(FLYER + "/codes", "{'quantity':5}"));
        shop.refused(404, shop.merchant.post(CAMPAIGNS + "/none/codes", ""));
        shop.refused(409, shop.merchant.post(CAMPAIGNS + "/spring/codes", ""));
        shop.refused(409, shop.merchant.get(CAMPAIGNS + "/spring/codes.csv"));
        shop.malformed(400, shop.merchant.put(FLYER + "/codes/" + code, "{'active':'no'}"));
        shop.refused(404, shop.merchant.put(FLYER + "/codes/SPRING", "{'active':false}"));
        shop.refused(409, shop.merchant.put(CAMPAIGNS + "/spring/codes/SPRING", "{'active':false}"));
        tooLarge("PUT", CAMPAIGNS + "/x");
        tooLarge("POST", FLYER + "/codes");
        tooLarge("PUT", FLYER + "/codes/" + code);
    }

    private void tooLarge(String method, String target) {
        shop.malformed(413, shop.merchant.send(method, target, Optional.of(UUID.randomUUID().toString()), "x".repeat(256 * 1024 + 1)));
    }

    /** @return the first of two */
    private JsonNode pages(String list) {
        var first = shop.answered(200, shop.merchant.get(list));
        shop.answered(200, shop.merchant.get(list + "&cursor=" + first.path("nextCursor").asText()));
        return first;
    }
}
