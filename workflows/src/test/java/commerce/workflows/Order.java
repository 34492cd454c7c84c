package commerce.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The order a test checks out: what describe-order answers, and the parts of it the other steps are sent. */
record Order(List<String> couponCodes, long total) {

    static final String TENANT = "tenant-a";
    static final String ID = "01KAJ3Q8ZV6M9T2W4X5Y7B8C9D";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Two lines, 88.00 to pay, no coupon. */
    static Order anOrder() {
        return new Order(List.of(), 8_800);
    }

    Order withCoupon() {
        return new Order(List.of("TEA10"), total);
    }

    /** Two that go together, and an offer that is given once. */
    Order withCoupons() {
        return new Order(List.of("TEA10", "FIVE", "newcomers"), total);
    }

    /** Everything is paid by the coupon, or costs nothing. */
    Order free() {
        return new Order(couponCodes, 0);
    }

    /** Passed through from the order to the payment. */
    String returnUrl() {
        return "https://shop.example/thanks";
    }

    boolean hasCoupon() {
        return !couponCodes.isEmpty();
    }

    /** What the coupon steps are sent. */
    JsonNode coupons() {
        var coupons = MAPPER.createArrayNode();
        couponCodes.forEach(code -> {
            var one = coupons.addObject().put("code", code);
            one.set("discount", money(1_200));
            if (code.equals("newcomers")) {
                one.put("offer", true);
            }
        });
        return coupons;
    }

    boolean isFree() {
        return total == 0;
    }

    String input() {
        return ids().toString();
    }

    ObjectNode ids() {
        return MAPPER.createObjectNode().put("tenant", TENANT).put("orderId", ID);
    }

    JsonNode lines() {
        var lines = MAPPER.createArrayNode();
        lines.addObject().put("sku", "CUP").put("quantity", 2);
        lines.addObject().put("sku", "TEA").put("quantity", 1);
        return lines;
    }

    static ObjectNode money(long amount) {
        return MAPPER.createObjectNode().put("amount", amount).put("currency", "CNY");
    }

    /** As describe-order answers. */
    JsonNode description() {
        var description = MAPPER.createObjectNode().put("orderId", ID).put("status", "PENDING").put("customer", "alice").put("paymentProvider", "simulator").put("returnUrl", returnUrl());
        description.set("lines", lines());
        description.set("coupons", coupons());
        description.set("total", money(total));
        return description;
    }
}
