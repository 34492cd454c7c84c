package commerce.promotion;

import commerce.promotion.domain.PricedProduct;
import commerce.promotion.domain.pricing.RuleSet;
import commerce.promotion.domain.pricing.Signal;
import commerce.promotion.domain.pricing.Signals;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what the rules in force look at, and nothing else: a shop without rules about stock, sales or members pays for none of it. At
 * most one read of the member, one batch read of sales and one invoke for stock, however many rules and lines there are.
 */
@Singleton
public class QuoteSignals {

    private final MembersTable members;
    private final SalesTable sales;
    private final StockLevels stock;

    public QuoteSignals(MembersTable members, SalesTable sales, StockLevels stock) {
        this.members = members;
        this.sales = sales;
        this.stock = stock;
    }

    /** @param products of the basket, at most 50 */
    Signals of(String tenant, String customer, List<PricedProduct> products, RuleSet rules, Instant now) {
        return new Signals(
                Optional.of(customer).filter(_ -> !rules.looksAt(Signal.MEMBER, products, now).isEmpty()).map(one -> members.find(tenant, one)),
                stock(tenant, products, rules, now),
                sales(tenant, products, rules, now));
    }

    /** What everybody's price depends on: {@link #of} without a shopper. */
    Signals ofNobody(String tenant, List<PricedProduct> products, RuleSet rules, Instant now) {
        return new Signals(Optional.empty(), stock(tenant, products, rules, now), sales(tenant, products, rules, now));
    }

    private Map<String, Long> stock(String tenant, List<PricedProduct> products, RuleSet rules, Instant now) {
        var skus = skus(rules.looksAt(Signal.STOCK, products, now));
        return skus.isEmpty() ? Map.of() : stock.available(tenant, skus);
    }

    private Map<String, Long> sales(String tenant, List<PricedProduct> products, RuleSet rules, Instant now) {
        var skus = skus(rules.looksAt(Signal.SALES, products, now));
        return skus.isEmpty() ? Map.of() : sales.ofLastHour(tenant, skus, now);
    }

    private static List<String> skus(List<PricedProduct> products) {
        return products.stream().map(PricedProduct::sku).toList();
    }
}
