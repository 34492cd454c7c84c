package commerce.local.stage.schedules;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * AWS's six fields: minutes, hours, day of month, month, day of week (1 is Sunday), year. Lists, ranges, steps, names, {@code *} and
 * {@code ?} are understood; {@code L}, {@code W} and {@code #} are not.
 */
record CronFields(BitSet minutes, BitSet hours, BitSet days, BitSet months, BitSet weekdays, BitSet years) {

    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;
    private static final List<String> MONTHS = List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /** @throws IllegalArgumentException naming the field that is not understood */
    static CronFields parse(String text) {
        var parts = text.strip().split("\\s+");
        if (parts.length != 6) {
            throw new IllegalArgumentException("a cron expression has six fields, not " + parts.length + ": " + text);
        }
        return new CronFields(
                field(parts[0], 0, 59, List.of()),
                field(parts[1], 0, 23, List.of()),
                field(parts[2], 1, 31, List.of()),
                field(parts[3], 1, 12, MONTHS),
                field(parts[4], 1, 7, WEEKDAYS),
                field(parts[5], FIRST_YEAR, LAST_YEAR, List.of()));
    }

    private static BitSet field(String text, int lowest, int highest, List<String> names) {
        var values = new BitSet();
        for (var part : text.split(",")) {
            var step = part.split("/", 2);
            var range = step[0].split("-", 2);
            var any = step[0].equals("*") || step[0].equals("?");
            var from = any ? lowest : number(range[0], names, text);
            var to = any || step.length == 2 && range.length == 1 ? highest : number(range[range.length - 1], names, text);
            if (from < lowest || to > highest || from > to) {
                throw new IllegalArgumentException("the cron field " + text + " is out of " + lowest + " to " + highest);
            }
            var by = step.length == 2 ? number(step[1], List.of(), text) : 1;
            if (by < 1) {
                throw new IllegalArgumentException("the cron field " + text + " has a step below 1");
            }
            for (int value = from; value <= to; value += by) {
                values.set(value);
            }
        }
        return values;
    }

    private static int number(String text, List<String> names, String field) {
        var name = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (name >= 0) {
            return name + 1;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the cron field " + field + " is not understood", e);
        }
    }

    Instant after(Instant moment) {
        var time = moment.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        while (time.getYear() <= LAST_YEAR) {
            if (!dayFits(time)) {
                time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!hours.get(time.getHour())) {
                time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!minutes.get(time.getMinute())) {
                time = time.plusMinutes(1);
            } else {
                return time.toInstant();
            }
        }
        throw new IllegalStateException("a cron expression that never comes");
    }

    private boolean dayFits(ZonedDateTime time) {
        return years.get(time.getYear())
                && months.get(time.getMonthValue())
                && days.get(time.getDayOfMonth())
                && weekdays.get(time.getDayOfWeek().getValue() % 7 + 1);
    }
}
