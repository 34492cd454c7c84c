package commerce.settlement.domain.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.settlement.domain.commission.Channel;
import commerce.settlement.domain.commission.CommissionLine;
import commerce.settlement.domain.commission.CommissionRule;
import commerce.settlement.domain.commission.SaleLine;
import commerce.settlement.domain.commission.Schedule;
import commerce.settlement.domain.commission.Scope;
import commerce.settlement.domain.split.SplitRule.Party;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DividingTest {

    private static final Terms TERMS = new Terms(500, 60, 4, Terms.ShippingTo.TENANT);
    private static final Scope ALWAYS = new Scope(true, 100, Optional.empty(), Optional.empty(), List.of(), List.of(), List.of());

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    private static SaleLine line(String sku, String merchant, long quantity, long net) {
        return new SaleLine(sku, merchant, Optional.of("tea"), quantity, cny(net));
    }

    private static Sale sale(long total, SaleLine... lines) {
        return new Sale("shop", List.of(lines), cny(total), 0, Optional.empty(), Optional.empty(), Instant.EPOCH);
    }

    private static Share share(String payee, long gross, long commission, long channel, long fee) {
        return new Share(payee, cny(gross), cny(commission), cny(channel), cny(fee));
    }

    private static Scope of(String merchant, int priority) {
        return new Scope(true, priority, Optional.empty(), Optional.empty(), List.of(merchant), List.of(), List.of());
    }

    @Test
    void withoutRulesThePlatformTakesItsRateAndTheRestIsTheMerchants() {
        var division = Dividing.divide(sale(8_800, line("tea", "shop", 1, 8_800)), RuleSet.NONE, TERMS);
        assertEquals(List.of(share("shop", 8_800, 440, 0, 53)), division.shares());
        assertEquals(List.of(new CommissionLine(Optional.of("tea"), "shop", cny(8_800), cny(440), CommissionLine.DEFAULT, Optional.empty(), Optional.empty())), division.lines());
    }

    @Test
    void anOrdersMoneyIsItsLinesMerchantsAndShippingTheTenants() {
        var division = Dividing.divide(sale(3_500, line("a", "alpha", 1, 1_000), line("b", "beta", 2, 2_000)), RuleSet.NONE, TERMS);
        assertEquals(List.of(share("alpha", 1_000, 50, 0, 6), share("beta", 2_000, 100, 0, 12), share("shop", 500, 25, 0, 3)), division.shares());
    }

    @Test
    void shippingGoesToTheMerchantsIfTheyShip() {
        var division = Dividing.divide(sale(3_500, line("a", "alpha", 1, 1_000), line("b", "beta", 2, 2_000)), RuleSet.NONE, new Terms(0, 0, 4, Terms.ShippingTo.MERCHANTS));
        assertEquals(List.of(share("alpha", 1_167, 0, 0, 0), share("beta", 2_333, 0, 0, 0)), division.shares());
    }

    @Test
    void theFirstRuleThatCoversALineIsUsedAndNamedOnIt() {
        var rules = RuleSet.NONE
                .with(new CommissionRule("all", 7, ALWAYS, new Schedule.Tiered(Schedule.Mode.SLAB, List.of(new Schedule.Tier(1, 1_000)))))
                .with(new CommissionRule("beta", 2, of("beta", 1), new Schedule.Expression("quantity * 5")));
        var lines = Dividing.divide(sale(3_000, line("a", "alpha", 1, 1_000), line("b", "beta", 2, 2_000)), rules, TERMS).lines();
        assertEquals(List.of("all 7 100", "beta 2 10"), lines.stream().map(line -> line.rule() + " " + line.ruleVersion().orElseThrow() + " " + line.commission().minor()).toList());
    }

    @Test
    void aRuleThatFailsStopsNothing() {
        var rules = RuleSet.NONE
                .with(new CommissionRule("bad", 3, of("alpha", 1), new Schedule.Expression("amount / (quantity - 1)")))
                .with(new CommissionRule("good", 1, of("beta", 1), new Schedule.Expression("7")));
        var lines = Dividing.divide(sale(3_000, line("a", "alpha", 1, 1_000), line("b", "beta", 2, 2_000)), rules, TERMS).lines();
        assertEquals(50, lines.getFirst().commission().minor());
        assertEquals(CommissionLine.DEFAULT, lines.getFirst().rule());
        assertTrue(lines.getFirst().failure().orElseThrow().startsWith("bad version 3: "), lines::toString);
        assertEquals(7, lines.getLast().commission().minor());
    }

    @Test
    void aSplitRuleDividesAMerchantsMoneyAmongParties() {
        var rules = RuleSet.NONE.with(new SplitRule("parties", 4, of("alpha", 1), List.of(new Party("brand", 7_000), new Party("warehouse", 2_000))));
        var division = Dividing.divide(sale(1_001, line("a", "alpha", 1, 1_001)), rules, new Terms(1_000, 0, 4, Terms.ShippingTo.TENANT));
        assertEquals(List.of(share("alpha", 100, 10, 0, 0), share("brand", 701, 70, 0, 0), share("warehouse", 200, 20, 0, 0)), division.shares());
        assertEquals(List.of(new Division.AppliedSplit("alpha", "parties", 4, cny(1_001))), division.splits());
    }

    /** SET-10's example, borne by the merchants of the order in proportion to what it leaves them. */
    @Test
    void theChannelsCommissionIsBorneByThePayees() {
        var chain = new Channel.Chain(new Channel("ann", 1, Optional.of("agency"), List.of(1_500, 800), Optional.empty()), List.of("ann", "agency"));
        var sale = new Sale("shop", List.of(line("a", "alpha", 1, 100_000), line("b", "beta", 1, 50_000)), cny(150_000), 0, Optional.of("ann"), Optional.of(chain), Instant.EPOCH);
        var division = Dividing.divide(sale, RuleSet.NONE, new Terms(0, 0, 4, Terms.ShippingTo.TENANT));
        assertEquals(List.of(share("alpha", 100_000, 0, 23_000, 0), share("beta", 50_000, 0, 11_500, 0)), division.shares());
        assertEquals(List.of(22_500L, 12_000L), division.channel().orElseThrow().levels().stream().map(level -> level.amount().minor()).toList());
    }

    @Test
    void anOrderThatDoesNotSayWhatItsLinesCostIsTheTenants() {
        assertEquals(List.of("shop"), Dividing.divide(sale(100, line("a", "alpha", 1, 101)), RuleSet.NONE, TERMS).shares().stream().map(Share::payee).toList());
    }

    @Test
    void anOrderWithTooManyPartiesStaysWithItsMerchants() {
        var rules = RuleSet.NONE;
        for (int i = 0; i < 10; i++) {
            var number = i;
            rules = rules.with(new SplitRule("s" + i, 1, of("m" + i, 1), IntStream.range(0, 8).mapToObj(party -> new Party("p" + number + "-" + party, 1_000)).toList()));
        }
        var lines = IntStream.range(0, 10).mapToObj(i -> line("sku" + i, "m" + i, 1, 10_000)).toArray(SaleLine[]::new);
        var division = Dividing.divide(sale(100_000, lines), rules, TERMS);
        assertEquals(10, division.shares().size());
        assertEquals(List.of(), division.splits());
    }

    @Test
    void theOrderOfLinesAndRulesChangesNothing() {
        var seed = new Random().nextLong();
        var sales = new RandomSales(seed);
        var random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            var sale = sales.sale();
            var rules = sales.rules();
            var terms = sales.terms();
            var lines = new ArrayList<>(sale.lines());
            Collections.shuffle(lines, random);
            var shuffled = new Sale(sale.tenant(), lines, sale.total(), sale.memberLevel(), sale.channelId(), sale.chain(), sale.at());
            assertEquals(Dividing.divide(sale, rules, terms), Dividing.divide(shuffled, rules, terms), "seed " + seed);
        }
    }

    @Test
    void thePartsOfAnyOrderSumToItAndNobodyPaysMoreThanItHasButTheFee() {
        var seed = new Random().nextLong();
        var sales = new RandomSales(seed);
        for (int run = 0; run < 2_000; run++) {
            var sale = sales.sale();
            var division = Dividing.divide(sale, sales.rules(), sales.terms());
            assertEquals(sale.total(), division.shares().stream().map(Share::gross).reduce(Money::plus).orElseThrow(), "seed " + seed);
            assertEquals(division.lines().stream().map(CommissionLine::commission).reduce(Money::plus).orElseThrow(), division.shares().stream().map(Share::commission).reduce(Money::plus).orElseThrow());
            assertEquals(division.channel().map(channel -> channel.given()).orElse(cny(0)), division.shares().stream().map(Share::channelCommission).reduce(Money::plus).orElseThrow());
            for (var share : division.shares()) {
                assertFalse(share.gross().isNegative() || share.commission().isNegative() || share.channelCommission().isNegative() || share.fee().isNegative(), "seed " + seed);
                assertTrue(share.channelCommission().isZero() || !share.net().isNegative(), "seed " + seed + " " + share);
            }
            assertEquals(division, Json.read(Json.write(division), Division.class), "seed " + seed);
        }
    }

    @Test
    void sharesThatDoNotSumToTheWholeAreNoDivision() {
        assertThrows(IllegalArgumentException.class, () -> new Division(cny(10), List.of(), List.of(), Optional.empty(), List.of(share("a", 9, 0, 0, 0))));
    }

    @Test
    void termsThatTakeMoreThanEverythingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Terms(9_990, 11, 4, Terms.ShippingTo.TENANT));
        assertThrows(IllegalArgumentException.class, () -> new Terms(-1, 0, 4, Terms.ShippingTo.TENANT));
        assertEquals(9_990, new Terms(9_990, 10, 4, Terms.ShippingTo.TENANT).commissionBasisPoints());
    }
}
