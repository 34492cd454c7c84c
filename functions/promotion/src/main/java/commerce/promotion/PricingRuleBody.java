package commerce.promotion;

import commerce.kernel.Body;
import commerce.kernel.Line;
import commerce.kernel.Names;
import commerce.promotion.domain.pricing.Effect;
import commerce.promotion.domain.pricing.PricingRule;
import commerce.promotion.domain.pricing.Signals;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a pricing rule as an operator puts it: the fields every rule has, then those of its {@code kind}. */
final class PricingRuleBody {

    private static final int MOST_ENTRIES = 20;
    private static final int MAX_PRIORITY = 1_000;
    private static final int DEFAULT_PRIORITY = 100;
    private static final int DEFAULT_BAND = 1_500;
    private static final long DEFAULT_STOCK_TARGET = 100;
    private static final long DEFAULT_SALES_TARGET = 10;
    private static final long MAX_PIECES = 1_000_000_000;
    private static final long MAX_SECONDS = 31_536_000;
    private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final Pattern KIND = Pattern.compile("REPRICING|DYNAMIC_PRICE|QUANTITY_LADDER|BUNDLE|SEGMENT_OFFER|SHIPPING");
    private static final Pattern SCENE = Pattern.compile(Arrays.stream(Effect.Scene.values()).map(scene -> scene.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining("|")));

    private PricingRuleBody() {}

    /**
     * @return the rule as its first version
     * @throws commerce.kernel.ProblemException 400 naming the field
     */
    static PricingRule read(String id, Body body) {
        var kind = body.text("kind", KIND);
        var rule = new PricingRule(id, 1,
                body.optionalFlag("enabled").orElse(true),
                body.optionalInteger("priority", 0, MAX_PRIORITY).map(Math::toIntExact).orElse(DEFAULT_PRIORITY),
                body.optionalInstant("validFrom"),
                body.optionalInstant("validUntil"),
                Targets.read(body),
                effect(kind, body));
        body.end();
        rule.fault().ifPresent(fault -> {
            throw body.refuse(fault.field(), fault.must());
        });
        return rule;
    }

    private static Effect effect(String kind, Body body) {
        return switch (kind) {
            case "REPRICING" -> new Effect.Repricing(body.optionalInteger("stockBelow", 1, MAX_PIECES), memberLevel(body), (int) body.integer("change", -Effect.WHOLE, Effect.WHOLE), body.text("reason", REASON));
            case "DYNAMIC_PRICE" -> dynamicPrice(body);
            case "QUANTITY_LADDER" -> new Effect.Ladder(body.list("tiers", 1, MOST_ENTRIES,
                    tier -> new Effect.Tier(tier.integer("from", 2, Line.MAX_QUANTITY), (int) tier.integer("percentOff", 1, Effect.WHOLE))));
            case "BUNDLE" -> new Effect.Bundle(
                    body.list("items", 1, MOST_ENTRIES, item -> new Line(item.text("sku", Names.SKU), item.integer("quantity", 1, Line.MAX_QUANTITY))),
                    body.optionalMoney("price", 0), percentOff(body));
            case "SEGMENT_OFFER" -> new Effect.SegmentOffer(memberLevel(body), body.optionalInteger("firstOrderWithinSeconds", 1, MAX_SECONDS), body.optionalMoney("spentLast30DaysFrom", 1),
                    body.optionalMoney("minimumSpend", 0), body.optionalMoney("amountOff", 1), percentOff(body), body.optionalFlag("freeShipping").orElse(false),
                    body.optionalObject("gift").map(PricingRuleBody::gift), body.text("reason", REASON));
            case "SHIPPING" -> new Effect.Shipping(body.money("fee", 0), body.optionalMoney("freeFrom", 0));
            default -> throw new IllegalStateException("a kind the pattern lets through and nobody reads: " + kind);
        };
    }

    private static Effect dynamicPrice(Body body) {
        var scene = Effect.Scene.valueOf(body.text("scene", SCENE).toUpperCase(Locale.ROOT));
        return new Effect.DynamicPrice(scene,
                body.optionalObject("weights").map(PricingRuleBody::weights).orElse(scene.weights()),
                body.optionalInteger("band", 1, Effect.WHOLE).map(Math::toIntExact).orElse(DEFAULT_BAND),
                body.optionalInteger("stockTarget", 1, MAX_PIECES).orElse(DEFAULT_STOCK_TARGET),
                body.optionalInteger("salesTarget", 1, MAX_PIECES).orElse(DEFAULT_SALES_TARGET));
    }

    private static Effect.Weights weights(Body body) {
        var weights = new Effect.Weights((int) body.integer("stock", 0, Effect.WHOLE), (int) body.integer("sales", 0, Effect.WHOLE), (int) body.integer("memberLevel", 0, Effect.WHOLE));
        body.end();
        return weights;
    }

    private static Line gift(Body body) {
        var gift = new Line(body.text("sku", Names.SKU), body.integer("quantity", 1, Line.MAX_QUANTITY));
        body.end();
        return gift;
    }

    private static Optional<Integer> memberLevel(Body body) {
        return body.optionalInteger("memberLevelFrom", 1, Signals.MAX_LEVEL).map(Math::toIntExact);
    }

    private static Optional<Integer> percentOff(Body body) {
        return body.optionalInteger("percentOff", 1, Effect.WHOLE).map(Math::toIntExact);
    }
}
