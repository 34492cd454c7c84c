package commerce.promotion;

import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.kernel.WantedCoupons;
import commerce.promotion.SignedQuote.Promise;
import commerce.promotion.domain.PricedProduct;
import commerce.promotion.domain.pricing.Pricing;
import commerce.promotion.domain.pricing.Quote;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what pricing needs and prices: the same for a shopper's quote and for the order that follows it. Whatever the basket, that is one
 * batch read here, one of the catalogue, one read more where the rules have changed since this function last priced for the shop, and at most
 * three for what the rules look at ({@link QuoteSignals}), and one for the campaigns of its coupons. The shop's first price draws the key it is signed with; what is refused draws none.
 */
@Singleton
public class Quoting {

    private static final long DEFAULT_QUOTE_SECONDS = 900;

    private final Catalogue catalogue;
    private final PricingTable pricing;
    private final PricingRules rules;
    private final QuoteSignals signals;
    private final Wishes wishes;
    private final MembersTable members;
    private final Clock clock;

    public Quoting(Catalogue catalogue, PricingTable pricing, PricingRules rules, QuoteSignals signals, Wishes wishes, MembersTable members, Clock clock) {
        this.catalogue = catalogue;
        this.pricing = pricing;
        this.rules = rules;
        this.signals = signals;
        this.wishes = wishes;
        this.members = members;
        this.clock = clock;
    }

    /**
     * What is asked.
     *
     * @param lines in any order, SKUs may repeat
     * @param quoteId a promise to be kept, for an order
     */
    record Ask(String tenant, String customer, List<Line> lines, WantedCoupons coupons, Optional<String> quoteId) {}

    /** What came of it. */
    sealed interface Answer {

        record Quoted(SignedQuote quote) implements Answer {}

        /** @param why anything but a price */
        record NotPriced(Pricing.Outcome why) implements Answer {}

        /** The quoteId was not made by this shop for this customer. */
        record QuoteUnknown() implements Answer {}

        /** @param field what the order asks for that the quote does not promise */
        record QuoteDiffers(String field) implements Answer {}

        /** The promise has expired, and the price is another one now. */
        record Drifted(Money promised, SignedQuote now) implements Answer {}
    }

    /** For a shopper, or for an order: a promise that holds is kept, one that has expired is compared. */
    Answer price(Ask ask) {
        var basics = basics(ask);
        if (ask.quoteId.isEmpty()) {
            return price(ask, basics);
        }
        var promise = basics.signingKey().flatMap(key -> QuoteSeal.open(key, ask.quoteId.get())).filter(opened -> opened.customer().equals(ask.customer));
        return promise.map(made -> keep(made, ask, basics)).orElseGet(Answer.QuoteUnknown::new);
    }

    private Answer keep(Promise promise, Ask ask, PricingTable.Basics basics) {
        if (!promise.isFor(Line.merge(ask.lines))) {
            return new Answer.QuoteDiffers("lines");
        }
        if (!promise.isWith(ask.coupons.codes())) {
            return new Answer.QuoteDiffers(ask.coupons.field());
        }
        if (clock.instant().isBefore(promise.expiresAt())) {
            return new Answer.Quoted(new SignedQuote(described(promise.quote(), catalogue.productsOf(ask.tenant, promise.quote().skus())), ask.quoteId.get(), promise.expiresAt()));
        }
        return switch (price(ask, basics)) {
            case Answer.Quoted(var now) when !now.quote().total().equals(promise.quote().total()) -> new Answer.Drifted(promise.quote().total(), now);
            case Answer other -> other;
        };
    }

    private PricingTable.Basics basics(Ask ask) {
        return pricing.basics(ask.tenant, Optional.of(ask.customer), ask.coupons.codes().stream().map(code -> CouponItems.couponKey(ask.tenant, code)).toList());
    }

    private Answer price(Ask ask, PricingTable.Basics basics) {
        var lines = Line.merge(ask.lines);
        var coupons = wishes.of(ask.tenant, ask.customer, ask.coupons.codes(), basics.coupons());
        var inForce = rules.of(ask.tenant, basics.rulesDigest());
        var now = clock.instant();
        var ordered = lines.stream().map(Line::sku).toList();
        var gifts = inForce.gifts(Optional.empty(), now).stream().filter(sku -> !ordered.contains(sku)).limit(Math.max(0, Line.MAX_LINES - ordered.size())).toList();
        var found = catalogue.productsOf(ask.tenant, Stream.concat(ordered.stream(), gifts.stream()).toList());
        var products = found.stream().filter(product -> ordered.contains(product.sku())).toList();
        var question = new Pricing.Question(lines, products, inForce, signals.of(ask.tenant, ask.customer, products, found, inForce, now), coupons);
        return switch (Pricing.price(question, now)) {
            case Pricing.Outcome.Priced(var quote) -> new Answer.Quoted(sign(quote.rewarded(basics.rewarded()).to(level(ask.customer, basics)), ask.customer, basics.signingKey().orElseGet(() -> pricing.makeSigningKey(ask.tenant)), now));
            case Pricing.Outcome other -> new Answer.NotPriced(other);
        };
    }

    private Optional<Integer> level(String customer, PricingTable.Basics basics) {
        return basics.member().map(item -> members.member(customer, Optional.of(item)).level().number());
    }

    private static SignedQuote sign(Quote quote, String customer, byte[] key, Instant now) {
        var expiresAt = now.plusSeconds(Settings.find("QUOTE_SECONDS").map(Long::parseLong).orElse(DEFAULT_QUOTE_SECONDS)).truncatedTo(ChronoUnit.SECONDS);
        return new SignedQuote(quote, QuoteSeal.seal(key, new Promise(customer, expiresAt, undescribed(quote))), expiresAt);
    }

    /** A promise is about prices. What else is known of a product would be long, and the catalogue has it. */
    private static Quote undescribed(Quote quote) {
        return withLines(quote, line -> new Quote.QuotedLine(line.sku(), "", line.quantity(), line.unitPrice(), line.amount(), Optional.empty(), Optional.empty(), line.gift()));
    }

    private static Quote described(Quote quote, List<PricedProduct> products) {
        var bySku = products.stream().collect(Collectors.toMap(PricedProduct::sku, Function.identity()));
        return withLines(quote, line -> {
            var product = Optional.ofNullable(bySku.get(line.sku()));
            return new Quote.QuotedLine(line.sku(), product.map(PricedProduct::name).orElse(line.sku()), line.quantity(), line.unitPrice(), line.amount(),
                    product.flatMap(PricedProduct::category), product.flatMap(PricedProduct::merchantId), line.gift());
        });
    }

    private static Quote withLines(Quote quote, UnaryOperator<Quote.QuotedLine> change) {
        return quote.withLines(quote.lines().stream().map(change).toList());
    }
}
