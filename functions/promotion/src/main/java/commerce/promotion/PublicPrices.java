package commerce.promotion;

import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.Money;
import commerce.promotion.domain.PricedProduct;
import commerce.promotion.domain.pricing.PublicPrice;
import commerce.promotion.domain.pricing.RuleSet;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Tells what a SKU costs everybody when it has changed: {@code price.updated.v1}, in the write that remembers the price. It works out the price as
 * of now, whatever woke it, so repetitions and late or lost wake-ups do no harm.
 */
@Singleton
public class PublicPrices {

    /** As many as one read of products, stock or prices takes. */
    private static final int PAGE = 50;
    /** Somebody who changes the same price at the same time is another event about it: there are not many. */
    private static final int ATTEMPTS = 8;

    private final Catalogue catalogue;
    private final PricingTable pricing;
    private final PricingRules rules;
    private final QuoteSignals signals;
    private final PricesTable prices;
    private final Clock clock;

    public PublicPrices(Catalogue catalogue, PricingTable pricing, PricingRules rules, QuoteSignals signals, PricesTable prices, Clock clock) {
        this.catalogue = catalogue;
        this.pricing = pricing;
        this.rules = rules;
        this.signals = signals;
        this.prices = prices;
        this.clock = clock;
    }

    record Updated(String sku, Money oldPrice, Money newPrice, Money listPrice, String reason, Optional<String> ruleId, Optional<Long> ruleVersion, Optional<Long> rulesVersion) {}

    /** Their stock has moved. In a shop whose rules do not watch stock that is one read. @param skus distinct, at most 50 */
    void stockMoved(String tenant, List<String> skus) {
        if (rulesOf(tenant).watchesStock()) {
            reprice(tenant, skus);
        }
    }

    /** A rule was put: it may be about any product. */
    void rulesChanged(String tenant) {
        var page = prices.skus(tenant, PAGE, Optional.empty());
        while (!page.isEmpty()) {
            reprice(tenant, page);
            page = prices.skus(tenant, PAGE, Optional.of(page.getLast()));
        }
    }

    /** @param skus distinct, at most 50 @throws Busy if others kept changing the same prices */
    void reprice(String tenant, List<String> skus) {
        var left = skus;
        for (int attempt = 0; !left.isEmpty(); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new Busy("others kept changing the prices of " + left, null);
            }
            left = repriceOnce(tenant, left);
        }
    }

    /** @return those that somebody else changed meanwhile */
    private List<String> repriceOnce(String tenant, List<String> skus) {
        // What was told is read first: whoever looks at stock later than we and writes earlier makes our write fail, never the other way round.
        var told = prices.find(tenant, skus);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var inForce = rulesOf(tenant);
        var products = catalogue.productsOf(tenant, skus);
        var seen = signals.ofNobody(tenant, products, inForce.eventDriven(), now);
        return products.stream()
                .filter(product -> !tell(tenant, product, PublicPrice.of(product, inForce, seen, now), Optional.ofNullable(told.get(product.sku())), inForce, now))
                .map(PricedProduct::sku).toList();
    }

    private RuleSet rulesOf(String tenant) {
        return rules.of(tenant, pricing.basics(tenant, Optional.empty(), List.of()).rulesDigest());
    }

    private boolean tell(String tenant, PricedProduct product, PublicPrice price, Optional<PricesTable.Told> told, RuleSet inForce, Instant now) {
        if (told.filter(before -> before.price().equals(price)).isPresent()) {
            return true;
        }
        var before = told.map(PricesTable.Told::price).orElseGet(() -> PublicPrice.ofList(product.price()));
        var version = told.map(PricesTable.Told::version).orElse(0L) + 1;
        var updated = new Updated(product.sku(), before.price(), price.price(), price.listPrice(), price.reason(), price.ruleId(), price.ruleVersion(),
                Optional.of(inForce.version()).filter(any -> any > 0));
        var event = Optional.of(updated).filter(any -> !any.oldPrice().equals(any.newPrice()))
                .map(any -> Event.of("commerce.promotion", "price.updated.v1", tenant, product.sku(), Long.toString(version), now, any));
        return prices.replaceIfVersion(tenant, product.sku(), price, version, event, now);
    }
}
