package commerce.settlement.domain.reconciliation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.settlement.domain.reconciliation.Difference.What;
import commerce.settlement.domain.reconciliation.MovementKey.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReconcilerTest {

    private static final int PAYMENTS = 10_000;

    @Test
    void aBillMadeOfOurOwnRecordsHasNoDifferences() {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(List.of(), new SomeDay(seed, 500).differences(20_000), "seed " + seed);
        }
    }

    @Test
    void oneDifferenceOfEachClassInADayOfTenThousandPaymentsIsFoundAndNothingElse() {
        var day = new SomeDay(42, PAYMENTS);
        for (var what : What.values()) {
            day.plant(what);
        }
        var found = day.differences(20_000);
        assertEquals(What.values().length, found.size(), found::toString);
        assertEquals(day.planted, day.found());
    }

    @Test
    void whateverIsPlantedIsFoundAndNothingElse() {
        for (long seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            var day = new SomeDay(seed, 300);
            var plants = random.nextInt(60);
            for (int i = 0; i < plants; i++) {
                day.plant(What.values()[random.nextInt(What.values().length)]);
            }
            assertEquals(day.planted, day.found(), "seed " + seed);
        }
    }

    @Test
    void howMuchIsInMemoryAtATimeChangesNothing() {
        var day = new SomeDay(7, 2_000);
        for (int i = 0; i < 30; i++) {
            day.plant(What.values()[i % What.values().length]);
        }
        var whole = new TreeSet<>(day.differences(1_000_000).stream().map(Difference::toString).toList());
        assertEquals(30, whole.size());
        assertEquals(whole, new TreeSet<>(day.differences(100).stream().map(Difference::toString).toList()));
    }

    @Test
    void aDifferenceKeepsItsIdWhenTheDayIsComparedAgain() {
        var day = new SomeDay(3, 50);
        day.plant(What.MISSING_THEIRS);
        day.plant(What.AMOUNT);
        var first = day.differences(100).stream().map(Difference::id).sorted().toList();
        assertEquals(first, day.differences(10).stream().map(Difference::id).sorted().toList());
        assertNotEquals(first.get(0), first.get(1));
        assertTrue(first.getFirst().matches("wechatpay-[0-9a-f]{20}"), first::toString);
    }

    @Test
    void nearMidnightOursIsToleratedUntilTheNextBillIsThere() {
        var day = new SomeDay(1, 10);
        var late = day.add(SomeDay.midnight());
        day.theirs.removeLast();
        var found = new ArrayList<Difference>();
        Reconciler.compare(new BillDay("wechatpay", SomeDay.DATE, SomeDay.ZONE, true, false), day, found::add);
        assertEquals(List.of(What.DAY_BOUNDARY), found.stream().map(Difference::what).toList());
        assertEquals(Map.of(late.paymentId(), What.MISSING_THEIRS), day.found(), "the next bill is there and does not have it either");
    }

    @Test
    void aMovementOfTheNeighbouringDayIsNotThisDaysAffair() {
        var day = new SomeDay(1, 10);
        day.add(SomeDay.midnight().plusSeconds(60));
        day.theirs.removeLast();
        assertEquals(Map.of(), day.found());
    }

    @Test
    void aRefundThatCameBackIsAStatusOnTheDayItCameBack() {
        var day = new SomeDay(1, 0);
        var at = SomeDay.midnight().minusSeconds(40_000);
        day.ours.add(new OurMovement("1/refund/r", Kind.REFUND, "shop_1_1", Optional.of("r"), SomeDay.cny(-500), at));
        day.theirs.add(line(1, -500, SomeDay.DATE.minusDays(1)));
        day.theirs.add(line(2, 500, SomeDay.DATE));
        var found = day.differences(100);
        assertEquals(List.of(What.STATUS), found.stream().map(Difference::what).toList());
        assertTrue(found.getFirst().theirs().orElseThrow().raw().contains("raw 2"), found::toString);
    }

    private static BillLine line(long number, long amount, LocalDate date) {
        return new BillLine(number, Kind.REFUND, "txn" + number, Optional.of("shop_1_1"), Optional.of("r"), SomeDay.cny(amount), SomeDay.cny(0), BillLine.Status.DONE,
                date.atStartOfDay(SomeDay.ZONE).toInstant(), date, "raw " + number);
    }

    @Test
    void aPayoutIsNobodysDifference() {
        var day = new SomeDay(1, 5);
        day.theirs.add(new BillLine(99, Kind.OTHER, "po_1", Optional.empty(), Optional.empty(), SomeDay.cny(-100_000), SomeDay.cny(0), BillLine.Status.DONE, SomeDay.midnight(), SomeDay.DATE, "payout"));
        assertEquals(Map.of(), day.found());
        assertEquals(1, Reconciler.compare(SomeDay.day(), day, difference -> {}).others());
    }

    @ParameterizedTest
    @EnumSource(value = BillLine.Status.class, names = {"FAILED", "PENDING"})
    void whatFailedThereAndIsNotBookedHereIsNoDifference(BillLine.Status status) {
        var day = new SomeDay(1, 5);
        day.ours.removeLast();
        var last = day.theirs.removeLast();
        day.theirs.add(SomeDay.changed(last, last.amount(), status, last.settleDate()));
        assertEquals(Map.of(), day.found());
    }

    @Test
    void theSumsOfAnEvenDayAreEven() {
        var day = new SomeDay(11, 100);
        var totals = Reconciler.compare(SomeDay.day(), day, difference -> {});
        assertEquals(totals.ours(), totals.theirs());
        assertEquals(day.ours.size(), totals.entries());
        assertEquals(day.theirs.size(), totals.lines());
        assertEquals(1, totals.fees().size());
    }
}
