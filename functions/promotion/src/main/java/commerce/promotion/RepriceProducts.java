package commerce.promotion;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Line;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Reprices SKUs when something has happened to them (PRO-02), and tells it as {@code price.updated.v1}.
 *
 * <p>In: {@code product.changed.v1}, {@code pricing_rule.changed.v1}; {@code stock.received.v1}, {@code stock.adjusted.v1} and {@code stock.returned.v1};
 * {@code stock.reserved.v1} and {@code stock.released.v1} of watched reservations, which only orders in shops have whose rules watch stock. Out: the
 * changed prices, each with its event in one conditional write. {@link PublicPrices} says how.
 */
@Singleton
@Named("reprice-products")
public class RepriceProducts extends EventConsumer {

    private final PublicPrices prices;

    public RepriceProducts(PublicPrices prices) {
        this.prices = prices;
    }

    record OfSku(String sku) {}

    record OfOrder(List<Line> lines) {}

    @Override
    protected void consume(Event event) {
        switch (event.type()) {
            case "product.changed.v1" -> prices.reprice(event.tenant(), List.of(event.data(OfSku.class).sku()));
            case "pricing_rule.changed.v1" -> prices.rulesChanged(event.tenant());
            case "stock.received.v1", "stock.adjusted.v1" -> prices.stockMoved(event.tenant(), List.of(event.data(OfSku.class).sku()));
            case "stock.reserved.v1", "stock.released.v1", "stock.returned.v1" -> prices.stockMoved(event.tenant(), event.data(OfOrder.class).lines().stream().map(Line::sku).toList());
            default -> throw new IllegalArgumentException("no rule for what " + event.type() + " does to prices");
        }
    }
}
