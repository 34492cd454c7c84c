package commerce.settlement.domain.clearing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class BusinessCalendarTest {

    private static final BusinessCalendar SHANGHAI = new BusinessCalendar(ZoneId.of("Asia/Shanghai"));
    private static final LocalDate MONDAY = LocalDate.parse("2026-11-16");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-16T16:00:00Z");

    @Test
    void aDateEndsAtMidnightInShanghaiWhateverTheServersZone() {
        assertEquals(MIDNIGHT, SHANGHAI.cutOff(MONDAY));
        assertEquals(MONDAY, SHANGHAI.dateOf(MIDNIGHT.minusMillis(1)));
        assertEquals(MONDAY.plusDays(1), SHANGHAI.dateOf(MIDNIGHT));
    }

    @Test
    void aDateCanBeClearedFromItsCutOffOn() {
        assertFalse(SHANGHAI.isFinished(MONDAY, MIDNIGHT.minusMillis(1)));
        assertTrue(SHANGHAI.isFinished(MONDAY, MIDNIGHT));
    }

    @Test
    void atTwoInTheNightTheDateBeforeIsTheLastThatIsOver() {
        assertEquals(MONDAY, SHANGHAI.lastFinished(Instant.parse("2026-11-16T18:00:00Z")));
        assertEquals(MONDAY.minusDays(1), SHANGHAI.lastFinished(MIDNIGHT.minusMillis(1)));
    }

    /** Where clocks change, a date has 23 or 25 hours; it still ends where the next one begins. */
    @Test
    void everyMomentIsOfExactlyOneDateAlsoWhereClocksChange() {
        var berlin = new BusinessCalendar(ZoneId.of("Europe/Berlin"));
        for (var moment = Instant.parse("2026-03-28T00:00:00Z"); moment.isBefore(Instant.parse("2026-03-31T00:00:00Z")); moment = moment.plus(Duration.ofMinutes(10))) {
            var date = berlin.dateOf(moment);
            assertTrue(moment.isBefore(berlin.cutOff(date)) && !moment.isBefore(berlin.cutOff(date.minusDays(1))), moment.toString());
        }
    }
}
