package commerce.settlement.domain.clearing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Which business date a moment belongs to. A date ends at midnight of its zone, wherever the server stands: that is the cut-off. Once it
 * has ended it can be cleared; what becomes known only afterwards is taken by the next date that is cleared.
 *
 * @param zone whose midnight counts
 */
public record BusinessCalendar(ZoneId zone) {

    public LocalDate dateOf(Instant moment) {
        return LocalDate.ofInstant(moment, zone);
    }

    /** The first moment that no longer belongs to the date. */
    public Instant cutOff(LocalDate date) {
        return date.plusDays(1).atStartOfDay(zone).toInstant();
    }

    public boolean isFinished(LocalDate date, Instant now) {
        return !now.isBefore(cutOff(date));
    }

    /** The newest date that can be cleared. */
    public LocalDate lastFinished(Instant now) {
        return dateOf(now).minusDays(1);
    }
}
