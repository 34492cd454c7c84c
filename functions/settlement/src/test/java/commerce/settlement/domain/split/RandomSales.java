package commerce.settlement.domain.split;

import commerce.kernel.Money;
import commerce.settlement.domain.commission.Channel;
import commerce.settlement.domain.commission.CommissionRule;
import commerce.settlement.domain.commission.SaleLine;
import commerce.settlement.domain.commission.Schedule;
import commerce.settlement.domain.commission.Schedule.Mode;
import commerce.settlement.domain.commission.Schedule.Tier;
import commerce.settlement.domain.commission.Scope;
import commerce.settlement.domain.split.SplitRule.Party;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Any order and any rules that PUT would accept. */
public final class RandomSales {

    private static final List<String> FORMULAS = List.of("rate(amount, isVIP ? bp(400) : bp(500))", "quantity * 10", "amount / (quantity - 2)", "amount + 1", "rate(goods, bp(9999))", "0", "amount");
    private final Random random;

    public RandomSales(long seed) {
        this.random = new Random(seed);
    }

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    public Sale sale() {
        var lines = new ArrayList<SaleLine>();
        var sum = 0L;
        for (int i = 0; i <= random.nextInt(8); i++) {
            var net = random.nextInt(5) == 0 ? 0 : random.nextLong(100_000);
            lines.add(new SaleLine("sku-" + i, "m" + random.nextInt(4), maybe("c" + random.nextInt(3)), 1 + random.nextLong(60), cny(net)));
            sum += net;
        }
        var channel = random.nextBoolean() ? Optional.of("ann") : Optional.<String>empty();
        return new Sale("shop", lines, cny(Math.max(1, sum + random.nextInt(3) * random.nextInt(2_000))), random.nextInt(6), channel,
                channel.filter(_ -> random.nextInt(4) > 0).map(_ -> new Channel.Chain(new Channel("ann", 1, Optional.of("agency"),
                        List.of(random.nextInt(6_000), random.nextInt(4_000)), maybe(cny(random.nextInt(3_000)))), List.of("ann", "agency"))), Instant.EPOCH);
    }

    public RuleSet rules() {
        var rules = RuleSet.NONE;
        for (int i = 0; i < random.nextInt(4); i++) {
            rules = rules.with(new CommissionRule("r" + i, 1 + i, scope(), schedule()));
        }
        for (int i = 0; i < random.nextInt(4); i++) {
            rules = rules.with(new SplitRule("s" + i, 1 + i, scope(), List.of(new Party("brand", random.nextInt(5_000)), new Party("m1", random.nextInt(3_000)), new Party("warehouse", random.nextInt(2_000)))));
        }
        return rules;
    }

    public Terms terms() {
        return new Terms(random.nextInt(2_000), random.nextInt(200), 4, random.nextBoolean() ? Terms.ShippingTo.TENANT : Terms.ShippingTo.MERCHANTS);
    }

    private Scope scope() {
        return new Scope(random.nextInt(5) > 0, random.nextInt(3), Optional.empty(), Optional.empty(),
                random.nextInt(3) == 0 ? List.of("m1", "m2") : List.of(), random.nextInt(3) == 0 ? List.of("c1") : List.of(), random.nextInt(4) == 0 ? List.of("sku-1", "sku-2") : List.of());
    }

    private Schedule schedule() {
        return random.nextBoolean()
                ? new Schedule.Tiered(random.nextBoolean() ? Mode.SLAB : Mode.GRADUATED, List.of(new Tier(1, random.nextInt(10_001)), new Tier(10, random.nextInt(10_001)), new Tier(50, random.nextInt(10_001))))
                : new Schedule.Expression(FORMULAS.get(random.nextInt(FORMULAS.size())));
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }
}
