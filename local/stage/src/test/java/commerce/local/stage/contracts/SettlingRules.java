package commerce.local.stage.contracts;

import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The part of a shop's life that decides who gets an order's money: rules for commission and splits, channels, what came of them. */
final class SettlingRules {

    private static final String[][] COMMISSIONS = {
        {"bulk", "'kind':'TIERED','tiers':[{'from':1,'basisPoints':800},{'from':10,'basisPoints':1200},{'from':50,'basisPoints':1800}]"},
        {"graduated", "'kind':'TIERED','mode':'GRADUATED','skus':['euro-tea'],'tiers':[{'from':1,'basisPoints':0}]"},
        {"vip", "'kind':'EXPRESSION','categories':['tea'],'merchantIds':['grower'],'expression':'rate(amount, isVIP ? bp(400) : bp(500))'"}};
    private static final String SPLIT = "'merchantIds':['grower'],'parties':[{'party':'brand','basisPoints':7000}]";
    private final Shop shop;

    SettlingRules(Shop shop) {
        this.shop = shop;
    }

    /** Rules that are put, changed, looked at and switched off, so that the shop's later orders are settled as ever. */
    void live() {
        for (var rule : COMMISSIONS) {
            comeAndGo("/admin/commission-rules", rule[0], rule[1]);
        }
        comeAndGo("/admin/split-rules", "parties", SPLIT);
        comeAndGo("/admin/split-rules", "more-parties", SPLIT);
        pages("/admin/commission-rules?limit=2");
        pages("/admin/split-rules?limit=1");
        shop.answered(201, shop.merchant.put("/admin/channels/agency", "{'rates':[]}"));
        shop.answered(201, shop.merchant.put("/admin/channels/ann", "{'parent':'agency','rates':[1500,800],'cap':{'amount':5000,'currency':'CNY'}}"));
        shop.answered(200, shop.merchant.put("/admin/channels/ann", "{'parent':'agency','rates':[1500,800]}"));
        shop.answered(200, shop.merchant.get("/admin/channels/ann"));
        pages("/admin/channels?limit=1");
    }

    private void comeAndGo(String rules, String id, String rule) {
        shop.answered(201, shop.merchant.put(rules + "/" + id, "{" + rule + "}"));
        shop.answered(200, shop.merchant.put(rules + "/" + id, "{'enabled':false," + rule + "}"));
        shop.answered(200, shop.merchant.get(rules + "/" + id));
        shop.answered(200, shop.merchant.get(rules + "/" + id + "?version=1"));
    }

    private void pages(String list) {
        var next = shop.answered(200, shop.merchant.get(list)).path("nextCursor").asText();
        shop.answered(200, shop.merchant.get(list + "&cursor=" + next));
    }

    /** @param paid an order that is settled; @param open one that is not */
    void refuse(String paid, String open) {
        shop.answered(200, shop.merchant.get("/admin/settlements/" + paid));
        shop.refused(404, shop.merchant.get("/admin/settlements/" + open));
        shop.malformed(404, shop.merchant.get("/admin/settlements/none"));
        for (var rules : new String[] {"/admin/commission-rules", "/admin/split-rules", "/admin/channels"}) {
            shop.malformed(400, shop.merchant.get(rules + "?limit=0"));
            shop.refused(400, shop.merchant.get(rules + "?cursor=nonsense"));
            shop.malformed(404, shop.merchant.get(rules + "/a%20b"));
            shop.refused(404, shop.merchant.get(rules + "/none"));
            shop.malformed(400, shop.merchant.put(rules + "/x", "{'colour':'green'}"));
            shop.malformed(413, shop.merchant.send("PUT", rules + "/x", Optional.of(UUID.randomUUID().toString()), "x".repeat(256 * 1024 + 1)));
        }
        shop.malformed(400, shop.merchant.get("/admin/commission-rules/bulk?version=x"));
        shop.malformed(400, shop.merchant.get("/admin/split-rules/parties?version=x"));
        shop.refused(400, shop.merchant.put("/admin/commission-rules/x", "{'kind':'EXPRESSION','expression':'amount * 0.05'}"));
        shop.refused(400, shop.merchant.put("/admin/commission-rules/x", "{'kind':'TIERED','tiers':[{'from':2,'basisPoints':1}]}"));
        shop.malformed(400, shop.merchant.put("/admin/split-rules/x", "{'parties':[]}"));
        shop.malformed(400, shop.merchant.put("/admin/channels/x", "{'rates':['15%']}"));
        shop.refused(422, shop.merchant.put("/admin/channels/agency", "{'parent':'ann','rates':[]}"));
        shop.refused(422, shop.merchant.put("/admin/channels/x", "{'parent':'nobody','rates':[]}"));
        tooMany();
    }

    /** Each names a hundred products of long names, so that some fifty fill the set; they are for another season. */
    private void tooMany() {
        var skus = IntStream.range(0, 100).mapToObj(i -> "'" + "s".repeat(61) + (100 + i) + "'").collect(Collectors.joining(","));
        var season = ",'validFrom':'2099-01-01T00:00:00Z','skus':[" + skus + "]}";
        var answer = shop.merchant.put("/admin/split-rules/season-0", "{" + SPLIT + season);
        for (int i = 1; answer.status() == 201; i++) {
            answer = shop.merchant.put("/admin/split-rules/season-" + i, "{" + SPLIT + season);
        }
        shop.refused(409, answer);
        shop.refused(409, shop.merchant.put("/admin/commission-rules/season", "{'kind':'EXPRESSION','expression':'1'" + season));
    }
}
