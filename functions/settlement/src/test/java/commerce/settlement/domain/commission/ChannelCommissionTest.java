package commerce.settlement.domain.commission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.kernel.Money;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelCommissionTest {

    private static final List<String> CHAIN = List.of("ann", "agency", "holding");

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    private static ChannelCommission of(long base, long available, Optional<Money> cap, List<String> chain, Integer... rates) {
        var channel = new Channel("ann", 3, Optional.of("agency"), List.of(rates), cap);
        return ChannelCommission.of("ann", Optional.of(new Channel.Chain(channel, chain)), cny(base), cny(available));
    }

    private static List<Long> amounts(ChannelCommission commission) {
        return commission.levels().stream().map(level -> level.amount().minor()).toList();
    }

    /** SET-10: of 1500.00 the first level gets 15 %, 225.00, the second 8 %, 120.00. */
    @Test
    void everyLevelGetsItsRateOfTheGoods() {
        var commission = of(150_000, 150_000, Optional.empty(), CHAIN, 1_500, 800);
        assertEquals(List.of(new ChannelCommission.Level(1, "ann", 1_500, cny(22_500)), new ChannelCommission.Level(2, "agency", 800, cny(12_000))), commission.levels());
        assertEquals(Optional.of(3L), commission.version());
        assertEquals(Optional.empty(), commission.reducedBy());
    }

    @Test
    void aShorterChainLeavesTheUpperRatesUnused() {
        assertEquals(List.of(22_500L), amounts(of(150_000, 150_000, Optional.empty(), List.of("ann"), 1_500, 800)));
        assertEquals(List.of(), amounts(of(150_000, 150_000, Optional.empty(), CHAIN)));
    }

    @Test
    void theCapIsOfTheOrderOverAllLevelsAndReducesThemProRata() {
        var commission = of(150_000, 150_000, Optional.of(cny(5_000)), CHAIN, 1_500, 800);
        assertEquals(List.of(3_261L, 1_739L), amounts(commission));
        assertEquals(Optional.of(cny(29_500)), commission.reducedBy());
        assertEquals(List.of(0L, 0L), amounts(of(150_000, 150_000, Optional.of(cny(0)), CHAIN, 1_500, 800)));
    }

    @Test
    void neverMoreIsGivenThanTheOrderLeaves() {
        assertEquals(List.of(50L, 50L), amounts(of(1_000, 100, Optional.empty(), CHAIN, 5_000, 5_000)));
    }

    @Test
    void anUnknownChannelOrACapOfAnotherCurrencyGivesNothingAndSaysSo() {
        assertEquals(Optional.of("UNKNOWN_CHANNEL"), ChannelCommission.of("bob", Optional.empty(), cny(100), cny(100)).note());
        var foreign = of(150_000, 150_000, Optional.of(Money.of(1, "JPY")), CHAIN, 1_500);
        assertEquals(Optional.of("CAP_IN_OTHER_CURRENCY"), foreign.note());
        assertEquals(cny(0), foreign.given());
    }
}
