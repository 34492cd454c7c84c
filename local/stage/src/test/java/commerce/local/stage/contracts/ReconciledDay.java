package commerce.local.stage.contracts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** A day of which a provider's bill lacks a payment: compared, listed, resolved; and what is refused of it. */
final class ReconciledDay {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    /** Until the bill of a day in UTC is there, whatever time it is. */
    private static final int SECONDS = 34 * 3_600;
    private static final String WORDS = "{'reason':'CORRECTED_THEIRS','note':'their support sends the line with the next bill'}";

    private final Shop shop;
    private final String day;

    ReconciledDay(Shop shop) {
        this.shop = shop;
        this.day = "/admin/reconciliations/" + LocalDate.ofInstant(now(), ZoneOffset.UTC);
    }

    private Instant now() {
        return shop.stage.stage().clock().instant();
    }

    void live() {
        missOnTheBill(paid());
        shop.refused(409, shop.merchant.post("/admin/reconciliations/" + LocalDate.ofInstant(now(), SHANGHAI), ""));
        shop.control("/local/clock", "{'advanceSeconds':" + SECONDS + "}");
        shop.answered(200, shop.merchant.post(day, ""));
        shop.answered(200, shop.merchant.post(day, "{}"));
        shop.answered(200, shop.merchant.get(day + "?status=OPEN&limit=1"));
        var difference = shop.answered(200, shop.merchant.get(day)).at("/items/0/id").asText();
        var resolution = day + "/differences/" + difference + "/resolution";
        for (int time = 0; time < 2; time++) {
            shop.answered(200, shop.merchant.post(resolution, WORDS));
        }
        shop.refused(409, shop.merchant.post(resolution, WORDS.replace("CORRECTED_THEIRS", "WRITTEN_OFF")));
        shop.answered(200, shop.merchant.get(day));
        shop.answered(200, shop.nobody.with(shop.token(shop.tenant, "operator", "admin platform")).get(day + "?whose=nobody"));
        refuse(resolution);
    }

    private String paid() {
        var order = "{'lines':[{'sku':'tea','quantity':1}],'paymentProvider':'stripe','returnUrl':'https://shop.example/thanks'}";
        var orderId = shop.answered(202, shop.alice.post("/orders", "billed", order)).path("orderId").asText();
        shop.untilQuiet();
        var paymentId = shop.answered(200, shop.alice.get("/orders/" + orderId)).path("payment").path("paymentId").asText();
        shop.control("/local/payments/" + paymentId, "{'outcome':'SUCCEEDED'}");
        shop.untilQuiet();
        return paymentId;
    }

    private void missOnTheBill(String paymentId) {
        shop.control("/local/payments/" + paymentId, "{'outcome':'BILL_OMITS'}");
    }

    private void refuse(String resolution) {
        for (var noDate : new String[] {"yesterday", "2026-13-01", "2026-02-30"}) {
            shop.malformed(400, shop.merchant.get("/admin/reconciliations/" + noDate));
            shop.malformed(400, shop.merchant.post("/admin/reconciliations/" + noDate, ""));
            shop.malformed(400, shop.merchant.post("/admin/reconciliations/" + noDate + "/differences/stripe-00000000000000000000/resolution", WORDS));
        }
        for (var query : new String[] {"status=open", "whose=mine", "limit=0"}) {
            shop.malformed(400, shop.merchant.get(day + "?" + query));
        }
        shop.refused(400, shop.merchant.get(day + "?cursor=nonsense"));
        shop.refused(403, shop.merchant.get(day + "?whose=nobody"));
        shop.malformed(400, shop.merchant.post(day, "{'force':true}"));
        shop.refused(403, shop.merchant.post(day + "?whose=nobody", ""));
        for (var body : new String[] {"", "{}", "{'reason':'BECAUSE','note':'x'}", "{'reason':'TIMING','note':' '}", "{'reason':'TIMING','note':'x','by':'me'}"}) {
            shop.malformed(400, shop.merchant.post(resolution, body));
        }
        shop.malformed(404, shop.merchant.post(day + "/differences/first/resolution", WORDS));
        shop.refused(404, shop.merchant.post(day + "/differences/stripe-00000000000000000000/resolution", WORDS));
        for (var target : new String[] {day, resolution}) {
            shop.malformed(413, shop.merchant.send("POST", target, Optional.of(UUID.randomUUID().toString()), "x".repeat(256 * 1024 + 1)));
        }
    }
}
