package commerce.local.tools.client;

import com.fasterxml.jackson.databind.JsonNode;

/** The counters of one SKU. */
public record Stock(String sku, long received, long available, long reserved, long sold) {

    static Stock of(JsonNode json) {
        return new Stock(json.path("sku").asText(), json.path("received").asLong(-1), json.path("available").asLong(-1),
                json.path("reserved").asLong(-1), json.path("sold").asLong(-1));
    }

    /** received = available + reserved + sold, and nothing below zero. */
    public boolean adds() {
        return received == available + reserved + sold && available >= 0 && reserved >= 0 && sold >= 0;
    }

    @Override
    public String toString() {
        return "received " + received + " = available " + available + " + reserved " + reserved + " + sold " + sold;
    }
}
