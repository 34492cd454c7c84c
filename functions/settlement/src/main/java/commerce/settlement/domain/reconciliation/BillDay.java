package commerce.settlement.domain.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The day that is compared.
 *
 * @param source whose bill
 * @param date of the provider's calendar
 * @param zone of that calendar
 * @param previousKnown whether the bill of the day before is there to be looked at
 * @param nextKnown whether the bill of the day after is
 */
public record BillDay(String source, LocalDate date, ZoneId zone, boolean previousKnown, boolean nextKnown) {

    /** How near to midnight the other side may have put a movement on the other day. */
    private static final Duration BOUNDARY = Duration.ofHours(1);

    LocalDate of(Instant moment) {
        return moment.atZone(zone).toLocalDate();
    }

    /** When the days that are looked at begin: the one before, this one, the one after. */
    public Instant windowBegins() {
        return date.minusDays(1).atStartOfDay(zone).toInstant();
    }

    public Instant windowEnds() {
        return date.plusDays(2).atStartOfDay(zone).toInstant();
    }

    /** Whether a movement of this day may stand on a neighbouring bill that is not there yet. */
    boolean mayBeOnUnknownNeighbour(Instant moment) {
        var begins = date.atStartOfDay(zone).toInstant();
        var ends = date.plusDays(1).atStartOfDay(zone).toInstant();
        return !nextKnown && !moment.isBefore(ends.minus(BOUNDARY)) || !previousKnown && moment.isBefore(begins.plus(BOUNDARY));
    }
}
