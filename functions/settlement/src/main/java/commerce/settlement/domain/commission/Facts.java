package commerce.settlement.domain.commission;

import commerce.kernel.Money;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that a commission rule can know of a line; what is not here, no rule can ask for.
 *
 * @param line what it is asked about
 * @param memberLevel of the customer when the order was placed; 0 if it is not known
 * @param vipFrom the level from which a member is a VIP
 * @param channelId who brought the customer; empty if nobody
 * @param goods what all lines of the order cost after discounts
 */
public record Facts(SaleLine line, int memberLevel, int vipFrom, String channelId, Money goods) {

    /** Ordinary lines, to try a rule on. */
    static Stream<Facts> samples() {
        return Stream.of(1L, 20L, 100L).flatMap(quantity -> Stream.of(0, 5).map(level -> {
            var line = new SaleLine("SKU", "merchant", Optional.of("category"), quantity, Money.of(1_000 * quantity, "CNY"));
            return new Facts(line, level, 4, "", Money.of(2_000 * quantity, "CNY"));
        }));
    }

    Money amount() {
        return line.net();
    }

    long quantity() {
        return line.quantity();
    }

    /** By the names a formula uses. */
    Map<String, Object> variables() {
        var variables = new HashMap<String, Object>();
        variables.put("amount", amount().minor());
        variables.put("quantity", quantity());
        variables.put("goods", goods.minor());
        variables.put("currency", goods.currency().getCurrencyCode());
        variables.put("sku", line.sku());
        variables.put("merchantId", line.merchantId());
        variables.put("category", line.category().orElse(""));
        variables.put("memberLevel", (long) memberLevel);
        variables.put("isVIP", memberLevel >= vipFrom);
        variables.put("channelId", channelId);
        return variables;
    }
}
