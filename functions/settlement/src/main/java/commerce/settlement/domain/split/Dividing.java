package commerce.settlement.domain.split;

import commerce.kernel.Money;
import commerce.settlement.domain.Parts;
import commerce.settlement.domain.commission.ChannelCommission;
import commerce.settlement.domain.commission.CommissionLine;
import commerce.settlement.domain.commission.CommissionRule;
import commerce.settlement.domain.commission.Expressions;
import commerce.settlement.domain.commission.Facts;
import commerce.settlement.domain.commission.SaleLine;
import commerce.settlement.domain.split.Division.AppliedSplit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Divides an order's money, in this order: each line's money is its merchant's; the platform's commission is taken line by line; split rules
 * divide a merchant's money and commission among its parties; the provider's fee is borne by all payees by what they got; the channels'
 * commission by what the order has left them. The order of the lines changes nothing.
 */
public final class Dividing {

    /** More payees than this would not fit one transaction with everything else: such an order's money stays with its merchants. */
    static final int MAX_PAYEES = 60;

    private final Sale sale;
    private final RuleSet rules;
    private final Terms terms;
    private final List<CommissionLine> lines = new ArrayList<>();
    /** By merchant and split rule, so that money that is divided alike is divided once. */
    private final SortedMap<String, Pot> pots = new TreeMap<>();

    private Dividing(Sale sale, RuleSet rules, Terms terms) {
        this.sale = sale;
        this.rules = rules;
        this.terms = terms;
    }

    public static Division divide(Sale sale, RuleSet rules, Terms terms) {
        var division = new Dividing(sale, rules, terms).divide();
        return division.shares().size() <= MAX_PAYEES ? division : new Dividing(sale, new RuleSet(rules.version(), rules.commissions(), List.of()), terms).divide();
    }

    /** Money of one merchant that is divided by one rule, or by none. */
    private record Pot(String merchantId, Optional<SplitRule> rule, Money amount, Money goods, Money commission) {

        Pot plus(Pot other) {
            return new Pot(merchantId, rule, amount.plus(other.amount), goods.plus(other.goods), commission.plus(other.commission));
        }

        SortedMap<String, Money> parts(Money whole) {
            return Parts.divide(whole, rule.map(one -> one.weights(merchantId)).orElseGet(() -> Map.of(merchantId, 1L)));
        }
    }

    private Division divide() {
        sale.lines().stream().sorted(Comparator.comparing(SaleLine::sku)).forEach(this::goods);
        beside().forEach(this::beside);
        var gross = collect(Pot::amount);
        var goods = collect(Pot::goods);
        var commission = collect(Pot::commission);
        var fee = Parts.divide(sale.total().basisPoints(terms.providerFeeBasisPoints()), minors(gross));
        var left = new TreeMap<String, Money>();
        goods.forEach((payee, amount) -> left.put(payee, atLeastZero(amount.minus(commission.get(payee)).minus(fee.get(payee)))));
        var channel = sale.channelId().map(id -> ChannelCommission.of(id, sale.chain(), sale.goods(), left.values().stream().reduce(sale.total().zero(), Money::plus)));
        var channelCommission = Parts.divide(channel.map(ChannelCommission::given).orElseGet(() -> sale.total().zero()), minors(left));
        var shares = gross.keySet().stream().map(payee -> new Share(payee, gross.get(payee), commission.get(payee), channelCommission.get(payee), fee.get(payee)))
                .filter(share -> !share.isNothing()).toList();
        var splits = pots.values().stream().flatMap(pot -> pot.rule.map(rule -> new AppliedSplit(pot.merchantId, rule.id(), rule.version(), pot.amount)).stream()).toList();
        return new Division(sale.total(), lines, splits, channel, shares);
    }

    private void goods(SaleLine line) {
        var commission = commission(line);
        lines.add(commission);
        var rule = rules.splits().stream().filter(one -> one.scope().covers(line, sale.at())).findFirst();
        add(new Pot(line.merchantId(), rule, line.net(), line.net(), commission.commission()));
    }

    private SortedMap<String, Money> beside() {
        var weights = new TreeMap<String, Long>();
        if (terms.shippingTo() == Terms.ShippingTo.MERCHANTS && sale.goods().isPositive()) {
            sale.lines().forEach(line -> weights.merge(line.merchantId(), line.net().minor(), Long::sum));
        } else {
            weights.put(sale.tenant(), 1L);
        }
        var parts = Parts.divide(sale.beside(), weights);
        parts.values().removeIf(Money::isZero);
        return parts;
    }

    /** What is paid beside the goods is no product: no rule covers it. */
    private void beside(String merchantId, Money amount) {
        var commission = amount.basisPoints(terms.commissionBasisPoints());
        lines.add(new CommissionLine(Optional.empty(), merchantId, amount, commission, CommissionLine.DEFAULT, Optional.empty(), Optional.empty()));
        add(new Pot(merchantId, Optional.empty(), amount, amount.zero(), commission));
    }

    private void add(Pot pot) {
        pots.merge(pot.merchantId + "#" + pot.rule.map(SplitRule::id).orElse(""), pot, Pot::plus);
    }

    private CommissionLine commission(SaleLine line) {
        var rule = rules.commissions().stream().filter(one -> one.scope().covers(line, sale.at())).findFirst();
        if (rule.isEmpty()) {
            return byDefault(line, Optional.empty());
        }
        try {
            return by(rule.get(), line);
        } catch (Expressions.Failure failure) {
            // A rule that cannot say must stop neither the order nor the other rules.
            return byDefault(line, Optional.of(rule.get().id() + " version " + rule.get().version() + ": " + failure.getMessage()));
        }
    }

    private CommissionLine by(CommissionRule rule, SaleLine line) {
        var facts = new Facts(line, sale.memberLevel(), terms.vipFrom(), sale.channelId().orElse(""), sale.goods());
        return new CommissionLine(Optional.of(line.sku()), line.merchantId(), line.net(), rule.schedule().commission(facts), rule.id(), Optional.of(rule.version()), Optional.empty());
    }

    private CommissionLine byDefault(SaleLine line, Optional<String> failure) {
        return new CommissionLine(Optional.of(line.sku()), line.merchantId(), line.net(), line.net().basisPoints(terms.commissionBasisPoints()),
                CommissionLine.DEFAULT, Optional.empty(), failure);
    }

    /** By payee. */
    private SortedMap<String, Money> collect(Function<Pot, Money> column) {
        var sums = new TreeMap<String, Money>();
        pots.values().forEach(pot -> pot.parts(column.apply(pot)).forEach((payee, part) -> sums.merge(payee, part, Money::plus)));
        return sums;
    }

    private static Map<String, Long> minors(Map<String, Money> amounts) {
        var minors = new TreeMap<String, Long>();
        amounts.forEach((name, money) -> minors.put(name, money.minor()));
        return minors;
    }

    private static Money atLeastZero(Money money) {
        return money.isNegative() ? money.zero() : money;
    }
}
