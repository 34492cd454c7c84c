package commerce.settlement.domain.clearing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Money;
import commerce.settlement.domain.clearing.Settlement.Sealing;
import commerce.settlement.domain.clearing.Settlement.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SettlementTest {

    private static final LocalDate DATE = LocalDate.parse("2024-05-20");
    private static final Instant NIGHT = Instant.parse("2024-05-20T18:00:00Z");

    private static Settlement open() {
        return Settlement.open("MCH", DATE, 1, NIGHT);
    }

    private static PayableLine line(String id, long gross, long commission, long fee, String currency) {
        return new PayableLine("MCH", DATE, id + "/settlement", id, Money.of(gross, currency), Money.of(commission, currency), Money.of(fee, currency),
                Money.of(gross - commission - fee, currency), NIGHT);
    }

    private static Sealing.Sealed sealed(Settlement settlement) {
        return assertInstanceOf(Sealing.Sealed.class, settlement.seal(settlement.claimed(), DATE.plusDays(1), NIGHT));
    }

    @Test
    void itsIdIsTheMerchantTheDateAndANumber() {
        assertEquals("MCH_20240520_001", open().settleId());
        var failed = open().failedTry("a").failedTry("b").failedTry("c").failed(NIGHT);
        assertEquals("MCH_20240520_002", failed.reopened(NIGHT).settleId());
    }

    @Test
    void linesOfSeveralBatchesAddUpByCurrency() {
        var settlement = open().claim(List.of(line("a", 10_000, 500, 60, "CNY"), line("b", 300, 15, 2, "JPY"))).claim(List.of(line("c", -5_000, -250, 0, "CNY")));

        assertEquals(2, settlement.batches());
        assertEquals(3, settlement.claimed().lines());
        assertEquals(List.of(Money.of(4_690, "CNY"), Money.of(283, "JPY")), settlement.claimed().totals().stream().map(Totals::payout).toList());
        assertEquals(List.of(), sealed(settlement).carried());
    }

    @Test
    void whatIsBelowZeroIsCarriedOverAndNothingOfItIsPaidOut() {
        var settlement = open().claim(List.of(line("a", -500, 0, 0, "CNY"), line("b", 300, 0, 0, "JPY")));
        var carried = sealed(settlement).carried();

        assertEquals(List.of(Money.of(-500, "CNY")), carried.stream().map(PayableLine::net).toList());
        assertEquals(List.of(Money.of(300, "JPY")), Payout.of(settlement).stream().map(Payout::amount).toList());
        var next = Settlement.open("MCH", DATE.plusDays(1), 1, NIGHT).claim(carried).claim(List.of(line("c", 700, 0, 0, "CNY")));
        assertEquals(Money.of(200, "CNY"), next.claimed().totals().getFirst().payout());
        assertTrue(next.claimed().hasCarried());
    }

    @Test
    void linesThatDoNotAddUpSealNothingAndAfterThreeTriesItFails() {
        var settlement = open().claim(List.of(line("a", 100, 0, 0, "CNY")));
        var altered = Tally.of(List.of(line("a", 101, 0, 0, "CNY")).stream());

        assertInstanceOf(Sealing.Mismatch.class, settlement.seal(altered, DATE, NIGHT));
        var tried = settlement.failedTry("first").failedTry("second");
        assertEquals(Status.OPEN, tried.status());
        var failing = tried.failedTry("third");
        assertEquals(List.of(Status.FAILING, 3, "third"), List.of(failing.status(), failing.tries(), failing.failure().orElseThrow()));
        assertEquals(Status.FAILED, failing.failed(NIGHT).status());
    }

    @Test
    void whatHasEndedIsNeverChangedAgain() {
        var sealed = sealed(open().claim(List.of(line("a", 100, 0, 0, "CNY")))).settlement();
        var failed = open().failedTry("a").failedTry("b").failedTry("c").failed(NIGHT);

        for (var ended : List.of(sealed, failed)) {
            assertThrows(IllegalStateException.class, () -> ended.claim(List.of(line("b", 1, 0, 0, "CNY"))));
            assertThrows(IllegalStateException.class, () -> ended.seal(ended.claimed(), DATE, NIGHT));
            assertThrows(IllegalStateException.class, () -> ended.failedTry("late"));
        }
        assertThrows(IllegalStateException.class, () -> sealed.reopened(NIGHT));
        assertThrows(IllegalStateException.class, () -> open().reopened(NIGHT));
    }

    @Test
    void inWhateverOrderAndBatchesLinesAreClaimedTheSumsAreTheSame() {
        var seed = Long.getLong("seed", new Random().nextLong());
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var lines = new ArrayList<PayableLine>();
            for (int i = 0, count = 1 + random.nextInt(40); i < count; i++) {
                var gross = random.nextInt(20_000) - 6_000;
                lines.add(line("o" + i, gross, gross / 20, Math.max(0, gross * 6 / 1000), random.nextInt(5) == 0 ? "JPY" : "CNY"));
            }
            var whole = open().claim(lines);
            Collections.shuffle(lines, random);
            var settlement = open();
            for (int from = 0; from < lines.size(); ) {
                var to = Math.min(lines.size(), from + 1 + random.nextInt(9));
                settlement = settlement.claim(lines.subList(from, to));
                from = to;
            }
            assertEquals(whole.claimed(), settlement.claimed(), "seed " + seed);
            for (var totals : settlement.claimed().totals()) {
                assertEquals(totals.net().plus(totals.carriedIn()), totals.payout().plus(totals.carriedOut()), "what is not paid is carried, seed " + seed);
            }
        }
    }
}
