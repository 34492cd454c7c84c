package commerce.promotion;

import commerce.kernel.BatchReads;
import commerce.kernel.Items;
import commerce.promotion.domain.PricedProduct;
import commerce.promotion.domain.member.Member;
import commerce.promotion.domain.pricing.RuleSet;
import commerce.promotion.domain.pricing.Signal;
import commerce.promotion.domain.pricing.Signals;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out what the rules in force look at, and nothing else: a shop without rules about stock, sales or members pays for none of it. At
 * most one read of the member, one batch read of sales and one invoke for stock, however many rules and lines there are.
 */
@Singleton
public class QuoteSignals {

    private final MembersTable members;
    private final SalesTable sales;
    private final StockLevels stock;
    private final BatchReads batches;

    public QuoteSignals(MembersTable members, SalesTable sales, StockLevels stock, BatchReads batches) {
        this.members = members;
        this.sales = sales;
        this.stock = stock;
        this.batches = batches;
    }

    /**
     * @param products of the basket, at most 50
     * @param gifts products that rules in force may give away; with those of the basket at most 50
     */
    Signals of(String tenant, String customer, List<PricedProduct> products, List<PricedProduct> gifts, RuleSet rules, Instant now) {
        var shopper = shopper(tenant, customer, products, rules, now);
        // Only what is given to such a shopper is worth asking the inventory for.
        var given = rules.gifts(Optional.of(shopper), now);
        var possible = gifts.stream().filter(gift -> given.contains(gift.sku())).toList();
        return new Signals(shopper.member(), shopper.hadFirstOrderOffer(), stock(tenant, products, possible, rules, now), sales(tenant, products, rules, now),
                possible.stream().collect(Collectors.toMap(PricedProduct::sku, Function.identity())));
    }

    /** What everybody's price depends on: {@link #of} without a shopper. */
    Signals ofNobody(String tenant, List<PricedProduct> products, RuleSet rules, Instant now) {
        return new Signals(Optional.empty(), stock(tenant, products, List.of(), rules, now), sales(tenant, products, rules, now));
    }

    private Signals shopper(String tenant, String customer, List<PricedProduct> products, RuleSet rules, Instant now) {
        if (!rules.looksAt(Signal.FIRST_ORDER, products, now).isEmpty()) {
            return newcomer(tenant, customer);
        }
        return rules.looksAt(Signal.MEMBER, products, now).isEmpty() ? Signals.NONE : shopper(members.find(tenant, customer), false);
    }

    private Signals newcomer(String tenant, String customer) {
        var claim = RedemptionItems.firstOrderKey(tenant, customer);
        var found = batches.read(Writes.table(), List.of(MembersTable.key(tenant, customer), claim)).stream()
                .collect(Collectors.partitioningBy(item -> item.get(Items.PK).equals(claim.get(Items.PK))));
        var member = members.member(customer, found.get(false).stream().findFirst());
        return shopper(member, found.get(true).stream().anyMatch(item -> Items.number(item, "count") > 0));
    }

    private static Signals shopper(Member member, boolean hadFirstOrderOffer) {
        return new Signals(Optional.of(member), hadFirstOrderOffer, Map.of(), Map.of(), Map.of());
    }

    private Map<String, Long> stock(String tenant, List<PricedProduct> products, List<PricedProduct> gifts, RuleSet rules, Instant now) {
        var skus = skus(Stream.concat(rules.looksAt(Signal.STOCK, products, now).stream(), gifts.stream()).toList());
        return skus.isEmpty() ? Map.of() : stock.available(tenant, skus);
    }

    private Map<String, Long> sales(String tenant, List<PricedProduct> products, RuleSet rules, Instant now) {
        var skus = skus(rules.looksAt(Signal.SALES, products, now));
        return skus.isEmpty() ? Map.of() : sales.ofLastHour(tenant, skus, now);
    }

    private static List<String> skus(List<PricedProduct> products) {
        return products.stream().map(PricedProduct::sku).distinct().toList();
    }
}
