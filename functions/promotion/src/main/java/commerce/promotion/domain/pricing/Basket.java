package commerce.promotion.domain.pricing;

import commerce.kernel.Money;
import commerce.promotion.domain.PricedProduct;
import commerce.promotion.domain.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The goods on their way through the pipeline. It changes while one price is computed and is never seen outside. The one rule it keeps:
 * whatever a step wants to take off, no line goes below its floor, and what is taken off is shared out to the unit.
 */
final class Basket {

    private final List<Goods> goods;
    private final List<Quote.Repricing> repricings = new ArrayList<>();
    private final List<Quote.Discount> discounts = new ArrayList<>();
    private final List<Quote.QuotedLine> gifts = new ArrayList<>();
    private final List<PricedProduct> given = new ArrayList<>();

    /** @param goods by SKU, at least one, of one currency */
    Basket(List<Goods> goods) {
        this.goods = goods;
    }

    /** One line. */
    static final class Goods {

        final PricedProduct product;
        final long quantity;
        private Money unitPrice;
        private Money left;
        private long unbundled;

        Goods(PricedProduct product, long quantity) {
            this.product = product;
            this.quantity = quantity;
            this.unbundled = quantity;
            price(product.price());
        }

        private void price(Money price) {
            unitPrice = price;
            left = price.times(quantity);
        }

        Money unitPrice() {
            return unitPrice;
        }

        /** What the line costs after the steps so far. */
        Money left() {
            return left;
        }

        /** Pieces no bundle has taken. */
        long unbundled() {
            return unbundled;
        }

        void bundle(long pieces) {
            unbundled -= pieces;
        }

        private Money headroom() {
            return left.minus(product.floor().times(quantity));
        }

        private Quote.QuotedLine line() {
            return new Quote.QuotedLine(product.sku(), product.name(), quantity, unitPrice, unitPrice.times(quantity), product.category(), product.merchantId(), Optional.empty());
        }
    }

    /** Goods with the amount a discount is about: it is shared out in proportion to these, and takes no more than them. */
    record Part(Goods goods, Money amount) {

        private Money most() {
            return goods.headroom().min(amount);
        }
    }

    /** Who lowers a price. @param ruleVersion absent for coupons @param once whether a customer is given it once */
    record Cause(String step, String code, String reason, Optional<Long> ruleVersion, boolean once) {

        Cause(String step, String code, String reason, Optional<Long> ruleVersion) {
            this(step, code, reason, ruleVersion, false);
        }

        static Cause of(String step, PricingRule rule, String reason) {
            return new Cause(step, rule.id(), reason, Optional.of(rule.version()));
        }
    }

    List<Goods> goods() {
        return goods;
    }

    List<Quote.Repricing> repricings() {
        return repricings;
    }

    Money zero() {
        return goods.getFirst().unitPrice.zero();
    }

    Money subtotal() {
        return goods.stream().map(one -> one.unitPrice.times(one.quantity)).reduce(Money::plus).orElseThrow();
    }

    /** What all goods cost after the steps so far. */
    Money left() {
        return goods.stream().map(Goods::left).reduce(Money::plus).orElseThrow();
    }

    List<Part> partsOf(Target target) {
        return goods.stream().filter(one -> target.covers(one.product)).map(one -> new Part(one, one.left)).toList();
    }

    void reprice(Goods one, Money price, Quote.Repricing why) {
        one.price(price);
        repricings.add(why);
    }

    /** Pieces of that SKU that are bought. */
    long piecesOf(String sku) {
        return goods.stream().filter(one -> one.product.sku().equals(sku)).mapToLong(one -> one.quantity).sum();
    }

    /** Adds pieces that cost nothing; no later step looks at them. */
    void give(PricedProduct product, long quantity, Quote.Gift why) {
        given.add(product);
        gifts.add(new Quote.QuotedLine(product.sku(), product.name(), quantity, zero(), zero(), product.category(), product.merchantId(), Optional.of(why)));
    }

    /** All products that leave the stock: bought or given. */
    List<PricedProduct> products() {
        return Stream.concat(goods.stream().map(one -> one.product), given.stream()).toList();
    }

    /** Takes that much off those parts, or as much of it as their floors allow, and notes it. */
    void take(Cause cause, Money wanted, List<Part> parts) {
        var shares = share(wanted, parts);
        shares.forEach((one, share) -> one.left = one.left.minus(share));
        var taken = shares.values().stream().reduce(zero(), Money::plus);
        discounts.add(new Quote.Discount(cause.step, cause.code, cause.reason, taken,
                Optional.of(wanted.minus(taken)).filter(Money::isPositive), cause.ruleVersion,
                goods.stream().filter(shares::containsKey).map(one -> new Quote.Share(one.product.sku(), shares.get(one))).filter(share -> share.amount().isPositive()).toList(),
                cause.once && taken.isPositive()));
    }

    /** Largest remainder, ties by SKU; what a part cannot bear is shared out among the others. */
    private Map<Goods, Money> share(Money wanted, List<Part> parts) {
        var shares = new LinkedHashMap<Goods, Money>();
        var open = parts.stream().filter(part -> part.most().isPositive()).toList();
        var rest = wanted.min(open.stream().map(Part::most).reduce(zero(), Money::plus));
        while (rest.isPositive()) {
            var split = rest.allocate(open.stream().map(part -> part.amount.minor()).toList());
            var current = open;
            var full = IntStream.range(0, open.size()).filter(i -> split.get(i).compareTo(current.get(i).most()) > 0).mapToObj(current::get).toList();
            if (full.isEmpty()) {
                IntStream.range(0, current.size()).forEach(i -> shares.put(current.get(i).goods, split.get(i)));
                return shares;
            }
            for (var part : full) {
                shares.put(part.goods, part.most());
                rest = rest.minus(part.most());
            }
            open = open.stream().filter(part -> !full.contains(part)).toList();
        }
        return shares;
    }

    Quote quote(List<Quote.Fee> fees, Optional<Long> rulesVersion, boolean watchesStock) {
        var total = fees.stream().map(Quote.Fee::amount).reduce(left(), Money::plus);
        return new Quote(Stream.concat(goods.stream().map(Goods::line), gifts.stream()).toList(), subtotal(), repricings, List.copyOf(discounts), fees, total, rulesVersion, watchesStock, false, Optional.empty());
    }
}
