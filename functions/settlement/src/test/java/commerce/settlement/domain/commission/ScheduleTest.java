package commerce.settlement.domain.commission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.kernel.Money;
import commerce.settlement.domain.commission.Schedule.Mode;
import commerce.settlement.domain.commission.Schedule.Tier;
import commerce.settlement.domain.commission.Schedule.Tiered;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    private static final List<Tier> SAMPLE = List.of(new Tier(1, 800), new Tier(10, 1_200), new Tier(50, 1_800));

    private static long taken(Schedule schedule, long quantity, long amount) {
        var line = new SaleLine("tea", "shop", Optional.empty(), quantity, Money.of(amount, "CNY"));
        return schedule.commission(new Facts(line, 0, 4, "", line.net())).minor();
    }

    /** SET-02's bands: 1 to 9 pieces 8 %, 10 to 49 12 %, from 50 18 %. */
    @ParameterizedTest
    @CsvSource({"1, 1000, 80", "9, 9000, 720", "10, 10000, 1200", "49, 49000, 5880", "50, 50000, 9000", "9999, 100, 18"})
    void theBandAQuantityFallsIntoCountsForAllPieces(long quantity, long amount, long commission) {
        assertEquals(commission, taken(new Tiered(Mode.SLAB, SAMPLE), quantity, amount));
    }

    @ParameterizedTest
    @CsvSource({"9, 9000, 720", "10, 10000, 840", "49, 49000, 5520", "50, 50000, 5700", "60, 60000, 7500", "3, 1, 0", "12, 7, 1"})
    void graduatedEveryPieceCountsInItsOwnBand(long quantity, long amount, long commission) {
        assertEquals(commission, taken(new Tiered(Mode.GRADUATED, SAMPLE), quantity, amount));
    }

    @Test
    void roundingIsHalfUpOnce() {
        assertEquals(1, taken(new Tiered(Mode.SLAB, List.of(new Tier(1, 500))), 1, 10));
        assertEquals(0, taken(new Tiered(Mode.SLAB, List.of(new Tier(1, 500))), 1, 9));
        assertEquals(1, taken(new Tiered(Mode.GRADUATED, List.of(new Tier(1, 500), new Tier(2, 500))), 2, 10));
    }

    @Test
    void tiersBeginAtOneAndAscend() {
        assertEquals(Optional.empty(), new Tiered(Mode.SLAB, SAMPLE).fault());
        assertEquals("tiers[0].from", new Tiered(Mode.SLAB, List.of(new Tier(2, 800))).fault().orElseThrow().field());
        assertEquals("tiers[2].from", new Tiered(Mode.SLAB, List.of(new Tier(1, 800), new Tier(10, 800), new Tier(10, 900))).fault().orElseThrow().field());
    }
}
