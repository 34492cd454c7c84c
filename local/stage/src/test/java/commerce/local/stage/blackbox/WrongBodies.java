package commerce.local.stage.blackbox;

import static commerce.local.stage.blackbox.Endpoint.ADJUST_STOCK;
import static commerce.local.stage.blackbox.Endpoint.CREATE_QUOTE;
import static commerce.local.stage.blackbox.Endpoint.MONEY;
import static commerce.local.stage.blackbox.Endpoint.PLACE_ORDER;
import static commerce.local.stage.blackbox.Endpoint.PUT_CAMPAIGN;
import static commerce.local.stage.blackbox.Endpoint.PUT_COUPON;
import static commerce.local.stage.blackbox.Endpoint.PUT_PRODUCT;
import static commerce.local.stage.blackbox.Endpoint.RECEIVE_STOCK;
import static commerce.local.stage.blackbox.Endpoint.REFUND;
import static commerce.local.stage.blackbox.Endpoint.RETRY_PAYMENT;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies that are not what they should be: all of them 400 or 413. */
final class WrongBodies {

    private static final String TOO_LONG = "x".repeat(65);

    private WrongBodies() {}

    static List<Case> cases() {
        return Endpoint.all(noObjects(), catalogue(), stock(), coupons(), lines(CREATE_QUOTE), lines(PLACE_ORDER), orders(), campaigns());
    }

    private static List<Case> noObjects() {
        List<Case> cases = new ArrayList<>();
        for (Endpoint endpoint : Endpoint.WITH_BODY) {
            for (String body : List.of("", "{", "{'a':1,}", "[]", "null", "'text'", "17", "{} {}", "\u0000")) {
                cases.add(endpoint.body("body <" + body + ">", body, 400, "invalid-input", null));
            }
            String good = endpoint.body();
            cases.add(endpoint.body("an unknown field", good.substring(0, good.length() - 1) + ",'colour':'red'}", 400, "invalid-input", "colour"));
            String first = good.substring(1, good.indexOf(':'));
            cases.add(endpoint.body("a field twice", "{" + first + ":1," + good.substring(1), 400, "invalid-input", null));
            cases.add(endpoint.body("more than 256 KiB", good + " ".repeat(256 * 1024 + 1 - good.length()), 413, "body-too-large", null));
        }
        cases.add(Endpoint.CANCEL_ORDER.body("a body where there is none", "{'reason':'x'}", 400, "invalid-input", "reason"));
        return cases;
    }

    private static List<Case> catalogue() {
        return Endpoint.all(
                PUT_PRODUCT.each("'name':'Tea'", "name", "", "'name':''", "'name':' '", "'name':7", "'name':null", "'name':['Tea']", "'name':'" + "x".repeat(201) + "'"),
                PUT_PRODUCT.each("'price':" + MONEY, "price", "", "'price':1000", "'price':'10.00'", "'price':null", "'price':[]"),
                money(PUT_PRODUCT, "price"),
                PUT_PRODUCT.each("{'origin':'Hangzhou'}", "attributes", "7", "[]", "'text'"));
    }

    private static List<Case> stock() {
        return Endpoint.all(
                RECEIVE_STOCK.each("'receiptId':'r-2'", "receiptId", "", "'receiptId':7", "'receiptId':''", "'receiptId':'a b'", "'receiptId':'a#b'", "'receiptId':'" + TOO_LONG + "'"),
                RECEIVE_STOCK.each("'quantity':5", "quantity", "", "'quantity':0", "'quantity':-5", "'quantity':1.5", "'quantity':'5'", "'quantity':true", "'quantity':1e30", "'quantity':1000001"),
                ADJUST_STOCK.each("'adjustmentId':'a-2'", "adjustmentId", "", "'adjustmentId':{}", "'adjustmentId':'a/b'"),
                ADJUST_STOCK.each("'quantity':-1", "quantity", "", "'quantity':0", "'quantity':0.5", "'quantity':'-1'", "'quantity':-1000001"),
                ADJUST_STOCK.each("'reason':'broken'", "reason", "", "'reason':''", "'reason':5", "'reason':'" + "x".repeat(201) + "'"));
    }

    private static List<Case> coupons() {
        List<Case> cases = new ArrayList<>(Endpoint.all(
                PUT_COUPON.each("'amountOff':" + MONEY, "amountOff", "", "'amountOff':10", "'amountOff':null"),
                money(PUT_COUPON, "amountOff"),
                PUT_COUPON.each("'amountOff':" + MONEY, "percentOff", "'percentOff':0", "'percentOff':10001", "'percentOff':-1", "'percentOff':12.5", "'percentOff':'10'",
                        "'percentOff':1000,'amountOff':" + MONEY)));
        String good = "'amountOff':" + MONEY + ",";
        cases.addAll(PUT_COUPON.each("'amountOff':" + MONEY, "maxRedemptions", good + "'maxRedemptions':0", good + "'maxRedemptions':1.5", good + "'maxRedemptions':'1'"));
        cases.addAll(PUT_COUPON.each("'amountOff':" + MONEY, "maxPerCustomer", good + "'maxPerCustomer':-1", good + "'maxPerCustomer':{}"));
        cases.addAll(PUT_COUPON.each("'amountOff':" + MONEY, "validFrom", good + "'validFrom':'tomorrow'", good + "'validFrom':1700000000"));
        cases.addAll(PUT_COUPON.each("'amountOff':" + MONEY, "validUntil", good + "'validUntil':'2026-13-01T00:00:00Z'",
                good + "'validFrom':'2026-02-01T00:00:00Z','validUntil':'2026-01-01T00:00:00Z'"));
        cases.addAll(PUT_COUPON.each("'amountOff':" + MONEY, "budget.amount", good + "'budget':{'amount':0,'currency':'CNY'}", good + "'budget':{'amount':'1','currency':'CNY'}"));
        cases.addAll(PUT_COUPON.each("'amountOff':" + MONEY, "budget.currency", good + "'budget':{'amount':1000,'currency':'EUR'}"));
        cases.addAll(PUT_COUPON.each("'amountOff':" + MONEY, "minimumSpend.amount", good + "'minimumSpend':{'amount':-1,'currency':'CNY'}"));
        return cases;
    }

    private static List<Case> campaigns() {
        String good = "'percentOff':1000";
        return Endpoint.all(
                PUT_CAMPAIGN.each("'codes':'UNIQUE'", "codes", "", "'codes':'unique'", "'codes':7", "'codes':'PERSONAL'"),
                PUT_CAMPAIGN.each("'quantity':100", "quantity", "", "'quantity':0", "'quantity':10001", "'quantity':1.5", "'quantity':'100'"),
                PUT_CAMPAIGN.each(good, "percentOff", "'percentOff':0", "'percentOff':10001", good + ",'amountOff':" + MONEY),
                PUT_CAMPAIGN.each(good, "trigger", good + ",'trigger':'WEATHER'"),
                PUT_CAMPAIGN.each(good, "code", good + ",'code':'SPRING'"),
                PUT_CAMPAIGN.each(good, "validUntil", good + ",'validUntil':'soon'", good + ",'validFrom':'2026-02-01T00:00:00Z','validUntil':'2026-01-01T00:00:00Z'"),
                PUT_CAMPAIGN.each(good, "graceSeconds", good + ",'graceSeconds':0"),
                PUT_CAMPAIGN.each(good, "budget.amount", good + ",'budget':{'amount':0,'currency':'CNY'}"));
    }

    /** Quotes and orders read lines alike. */
    private static List<Case> lines(Endpoint endpoint) {
        String good = "'lines':[{'sku':'tea','quantity':1}]";
        return Endpoint.all(
                endpoint.each(good, "lines", "", "'lines':{}", "'lines':'tea'", "'lines':[]", "'lines':null", "'lines':[" + distinct(51) + "]",
                        "'lines':[{'sku':'tea','quantity':9000},{'sku':'tea','quantity':1000}]"),
                endpoint.each(good, "lines[0]", "'lines':[null]", "'lines':['tea']", "'lines':[[]]"),
                endpoint.each(good, "lines[1].quantity", "'lines':[{'sku':'tea','quantity':1},{'sku':'tea','quantity':0}]"),
                endpoint.each("'sku':'tea',", "lines[0].sku", "", "'sku':7,", "'sku':'',", "'sku':'a b',", "'sku':'茶',", "'sku':'a#b',", "'sku':'" + TOO_LONG + "',"),
                endpoint.each(",'quantity':1", "lines[0].quantity", "", ",'quantity':0", ",'quantity':-1", ",'quantity':1.5", ",'quantity':1.0", ",'quantity':'1'", ",'quantity':null",
                        ",'quantity':10000", ",'quantity':9223372036854775808", ",'quantity':1e3", ",'quantity':true"),
                endpoint.each("'quantity':1", "lines[0].price", "'quantity':1,'price':" + MONEY),
                endpoint.each(good, "couponCode", good + ",'couponCode':7", good + ",'couponCode':''", good + ",'couponCode':'a b'", good + ",'couponCode':['TEN']"),
                endpoint.each(good, "couponCodes", good + ",'couponCodes':'TEN'", good + ",'couponCodes':['A','B','C','D','E','F']", good + ",'couponCode':'TEN','couponCodes':['TEN']"),
                endpoint.each(good, "couponCodes[1]", good + ",'couponCodes':['TEN','a b']", good + ",'couponCodes':['TEN',7]", good + ",'couponCodes':['TEN','ten']"));
    }

    private static List<Case> orders() {
        return Endpoint.all(
                PLACE_ORDER.each("'paymentProvider':'simulator'", "paymentProvider", "", "'paymentProvider':7", "'paymentProvider':''", "'paymentProvider':null"),
                PLACE_ORDER.each("'paymentProvider':'simulator'", "expectedTotal", "'paymentProvider':'simulator','expectedTotal':1000"),
                PLACE_ORDER.each("'paymentProvider':'simulator'", "expectedTotal.amount", "'paymentProvider':'simulator','expectedTotal':{'amount':10.5,'currency':'CNY'}",
                        "'paymentProvider':'simulator','expectedTotal':{'currency':'CNY'}"),
                PLACE_ORDER.each("'paymentProvider':'simulator'", "expectedTotal.currency", "'paymentProvider':'simulator','expectedTotal':{'amount':10,'currency':'yuan'}"),
                PLACE_ORDER.each("'paymentProvider':'simulator'", "customer", "'paymentProvider':'simulator','customer':'bob'"),
                PLACE_ORDER.each("'paymentProvider':'simulator'", "tenant", "'paymentProvider':'simulator','tenant':'other'"),
                RETRY_PAYMENT.each("'paymentProvider':'simulator'", "paymentProvider", "", "'paymentProvider':7", "'paymentProvider':''"),
                REFUND.each("'refundId':'f-1'", "refundId", "", "'refundId':7", "'refundId':'a b'", "'refundId':'" + TOO_LONG + "'"),
                REFUND.each("'amount':" + MONEY, "amount", "'amount':1000", "'amount':'all'"),
                REFUND.each("1000", "amount.amount", "0", "-1", "10.5", "'1000'", "1000000000001"),
                REFUND.each("'CNY'", "amount.currency", "'YUAN'", "156", "null"),
                REFUND.each("'refundId':'f-1'", "restock", "'refundId':'f-1','restock':'yes'", "'refundId':'f-1','restock':1"));
    }

    private static List<Case> money(Endpoint endpoint, String field) {
        return Endpoint.all(
                endpoint.each("'amount':1000", field + ".amount", "", "'amount':-1", "'amount':10.5", "'amount':1000.0", "'amount':'1000'", "'amount':null", "'amount':1000000000001"),
                endpoint.each("'currency':'CNY'", field + ".currency", "", "'currency':'yuan'", "'currency':'cny'", "'currency':156", "'currency':''"),
                endpoint.each("'currency':'CNY'", field + ".scale", "'currency':'CNY','scale':2"));
    }

    private static String distinct(int lines) {
        return IntStream.range(0, lines).mapToObj(i -> "{'sku':'sku-" + i + "','quantity':1}").collect(Collectors.joining(","));
    }
}
