package commerce.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The order a test checks out: what describe-order answers, and the parts of it the other steps are sent. */
record Order(String couponCode, long total) {

    static final String TENANT = "tenant-a";
    static final String ID = "01KAJ3Q8ZV6M9T2W4X5Y7B8C9D";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Two lines, 88.00 to pay, no coupon. */
    static Order anOrder() {
        return new Order(null, 8_800);
    }

    Order withCoupon() {
        return new Order("TEA10", total);
    }

    /** Everything is paid by the coupon, or costs nothing. */
    Order free() {
        return new Order(couponCode, 0);
    }

    /** Passed through from the order to the payment. */
    String returnUrl() {
        return "https://shop.example/thanks";
    }

    boolean hasCoupon() {
        return couponCode != null;
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

    /** As the kernel writes it: an absent coupon is left out. */
    JsonNode description() {
        var description = MAPPER.createObjectNode().put("orderId", ID).put("status", "PENDING").put("customer", "alice").put("paymentProvider", "simulator").put("returnUrl", returnUrl());
        description.set("lines", lines());
        description.set("discount", money(hasCoupon() ? 1_200 : 0));
        description.set("total", money(total));
        if (hasCoupon()) {
            description.put("couponCode", couponCode);
        }
        return description;
    }
}
