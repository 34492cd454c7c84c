package commerce.local.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** One customer with a token of the storefront. */
public final class Buyer {
    private static final String PROVIDER = "simulator";
    private final HttpApi api;
    private final String token;

    Buyer(HttpApi api, String token) {
        this.api = api;
        this.token = token;
    }

    /**
     * Places an order and answers what the API answered.
     *
     * @param skuToQuantity what is bought
     * @param couponCode    or null
     */
    public Reply tryToOrder(Map<String, Integer> skuToQuantity, String couponCode) {
        return tryToOrder(skuToQuantity, couponCode, PROVIDER, UUID.randomUUID().toString());
    }

    /**
     * The same at a provider of the buyer's choice.
     *
     * @param key the same for every repetition of one order
     */
    public Reply tryToOrder(Map<String, Integer> skuToQuantity, String couponCode, String provider, String key) {
        JsonNode lines = Json.array(skuToQuantity.entrySet().stream()
                .map(line -> Json.object("sku", line.getKey(), "quantity", line.getValue())).toList());
        ObjectNode body = Json.object("lines", lines, "couponCode", couponCode, "paymentProvider", provider);
        return api.send("POST", "/orders", token, body, Map.of("Idempotency-Key", key));
    }

    /** Places an order that is accepted; its id. */
    public String order(Map<String, Integer> skuToQuantity, String couponCode) {
        return tryToOrder(skuToQuantity, couponCode).expect(202).json().path("orderId").asText();
    }

    /** Places an order that is accepted, to be paid at that provider; its id. */
    public String orderAt(String provider, Map<String, Integer> skuToQuantity) {
        return tryToOrder(skuToQuantity, null, provider, UUID.randomUUID().toString()).expect(202).json().path("orderId").asText();
    }

    public Order see(String orderId) {
        return new Order(api.send("GET", "/orders/" + orderId, token, null, Map.of()).expect(200).json());
    }

    /** Looks at the order again and again until it is as wished. */
    public Order await(String orderId, Patience patience, String what, Predicate<Order> wished) {
        return patience.until("order " + orderId + " " + what, () -> see(orderId), wished);
    }

    /** A further payment attempt. */
    public void payAnew(String orderId) {
        tryToPayAnew(orderId, PROVIDER).expect(200, 201, 202);
    }

    /** Asks for a further payment attempt and answers what the API answered. */
    public Reply tryToPayAnew(String orderId, String provider) {
        return api.send("POST", "/orders/" + orderId + "/payments", token, Json.object("paymentProvider", provider), Map.of());
    }

    /** Asks for cancellation and answers what the API answered. */
    public Reply cancel(String orderId) {
        return api.send("POST", "/orders/" + orderId + "/cancellation", token, null, Map.of());
    }
}
