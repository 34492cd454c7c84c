package commerce.local.stage.contracts;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/** The end of a shop's day: its business date is over and cleared, with statements and payouts; and what is refused of it. */
final class ClearedDay {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private final Shop shop;
    private final LocalDate date;
    private final String clearing;

    ClearedDay(Shop shop) {
        this.shop = shop;
        this.date = LocalDate.ofInstant(shop.stage.stage().clock().instant(), SHANGHAI);
        this.clearing = "/admin/clearings/" + date;
    }

    void live() {
        soldToday();
        shop.refused(409, shop.merchant.post(clearing, ""));
        shop.refused(404, shop.merchant.get(clearing));
        toTheCutOff();
        shop.answered(202, shop.merchant.post(clearing, ""));
        shop.answered(200, shop.merchant.get(clearing));
        shop.untilQuiet();
        if (!shop.answered(200, shop.merchant.get(clearing)).path("status").asText().equals("DONE")) {
            throw new AssertionError(shop.merchant.get(clearing).toString());
        }
        shop.answered(202, shop.merchant.post(clearing, "{}"));
        shop.untilQuiet();
        shop.answered(200, shop.merchant.get(clearing + "/payouts"));
        shop.answered(200, shop.merchant.get(clearing + "/payouts?file=1"));
        for (var format : new String[] {"", "?format=csv", "?format=html"}) {
            shop.answered(200, shop.merchant.get(statement(shop.tenant) + format));
        }
        refuse();
    }

    /** Whatever the life before was like, and whenever: something of this date is to be settled. */
    private void soldToday() {
        shop.answered(201, shop.merchant.post("/admin/products/tea/receipts", "for-the-night", "{'receiptId':'for-the-night','quantity':2}"));
        var orderId = shop.answered(202, shop.alice.post("/orders", "for-the-night", "{'lines':[{'sku':'tea','quantity':2}],'paymentProvider':'simulator'}")).path("orderId").asText();
        shop.untilQuiet();
        var payment = shop.answered(200, shop.alice.get("/orders/" + orderId)).path("payment").path("paymentId").asText();
        shop.control("/local/payments/" + payment, "{'outcome':'SUCCEEDED'}");
        shop.untilQuiet();
    }

    private String statement(String merchantId) {
        return clearing + "/statements/" + merchantId;
    }

    private void toTheCutOff() {
        var left = Duration.between(shop.stage.stage().clock().instant(), date.plusDays(1).atStartOfDay(SHANGHAI).toInstant());
        shop.control("/local/clock", "{'advanceSeconds':" + Math.max(0, left.toSeconds() + 1) + "}");
    }

    private void refuse() {
        for (var noDate : new String[] {"yesterday", "2026-13-01", "2026-02-30"}) {
            shop.malformed(400, shop.merchant.post("/admin/clearings/" + noDate, ""));
            shop.malformed(400, shop.merchant.get("/admin/clearings/" + noDate));
            shop.malformed(400, shop.merchant.get("/admin/clearings/" + noDate + "/payouts"));
            shop.malformed(400, shop.merchant.get("/admin/clearings/" + noDate + "/statements/" + shop.tenant));
        }
        shop.malformed(400, shop.merchant.post(clearing, "{'force':true}"));
        shop.malformed(413, shop.merchant.send("POST", clearing, Optional.of(UUID.randomUUID().toString()), "x".repeat(256 * 1024 + 1)));
        shop.malformed(400, shop.merchant.get(clearing + "/payouts?file=0"));
        shop.refused(404, shop.merchant.get(clearing + "/payouts?file=99"));
        shop.malformed(400, shop.merchant.get(statement(shop.tenant) + "?format=pdf"));
        shop.malformed(404, shop.merchant.get(statement("a%20b")));
        shop.refused(404, shop.merchant.get(statement("nobody")));
    }
}
