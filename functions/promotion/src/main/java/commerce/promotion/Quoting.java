package commerce.promotion;

import commerce.kernel.Line;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.Pricing;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what pricing needs and prices: the same for a shopper's quote and for the order that follows it. */
@Singleton
public class Quoting {

    private final Catalogue catalogue;
    private final PromotionTable table;
    private final Clock clock;

    public Quoting(Catalogue catalogue, PromotionTable table, Clock clock) {
        this.catalogue = catalogue;
        this.table = table;
        this.clock = clock;
    }

    /**
     * @param lines in any order, SKUs may repeat
     * @param couponCode in any case
     */
    Pricing.Outcome quote(String tenant, List<Line> lines, Optional<String> couponCode) {
        var merged = Line.merge(lines);
        var wish = couponCode.map(code -> code.toUpperCase(Locale.ROOT))
                .map(code -> new Pricing.Wish(code, table.find(tenant, code).map(Coupon::definition)));
        return Pricing.price(merged, catalogue.products(tenant, merged), wish, clock.instant());
    }
}
