package commerce.promotion.domain.pricing;

import java.util.Map;
import java.util.Optional;

/**
 * What repricing and offers look at beyond the basket. What is not known is absent, and a rule that asks for it does not fire. Nothing is
 * known of it yet in quotes: no projection of stock, sales or members feeds this context so far.
 *
 * @param memberLevel the shopper's, 1 to 5
 * @param stock pieces available, by SKU
 * @param salesOfLastHour pieces sold in the last 60 minutes, by SKU
 */
public record Signals(Optional<Integer> memberLevel, Map<String, Long> stock, Map<String, Long> salesOfLastHour) {

    public static final int MAX_LEVEL = 5;
    public static final Signals NONE = new Signals(Optional.empty(), Map.of(), Map.of());

    Optional<Long> stockOf(String sku) {
        return Optional.ofNullable(stock.get(sku));
    }

    Optional<Long> salesOf(String sku) {
        return Optional.ofNullable(salesOfLastHour.get(sku));
    }
}
