package commerce.local.stage.schedules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * AWS's six fields, in UTC: minutes, hours, day of month, month, day of week (1 is Sunday), year. One of the two days is {@code ?}, the
 * other says which days are meant.
 */
record CronFields(BitSet minutes, BitSet hours, BitSet months, BitSet years, Predicate<LocalDate> days) {

    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;
    private static final String ANY_DAY = "?";
    private static final List<String> MONTHS = List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    /** @throws IllegalArgumentException naming the field that is not understood */
    static CronFields parse(String text) {
        var parts = text.strip().split("\\s+");
        if (parts.length != 6) {
            throw new IllegalArgumentException("a cron expression has six fields, not " + parts.length + ": " + text);
        }
        if (parts[2].equals(ANY_DAY) == parts[4].equals(ANY_DAY)) {
            throw new IllegalArgumentException("of day of month and day of week exactly one must be ?: " + text);
        }
        return new CronFields(
                values(parts[0], 0, 59, List.of()),
                values(parts[1], 0, 23, List.of()),
                values(parts[3], 1, 12, MONTHS),
                values(parts[5], FIRST_YEAR, LAST_YEAR, List.of()),
                parts[4].equals(ANY_DAY) ? CronDays.ofMonth(parts[2]) : CronDays.ofWeek(parts[4]));
    }

    /** @param names of the values from 1 on */
    static BitSet values(String text, int lowest, int highest, List<String> names) {
        var values = new BitSet();
        for (var part : text.split(",", -1)) {
            var step = part.split("/", 2);
            var range = step[0].split("-", 2);
            var any = step[0].equals("*");
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

    static int number(String text, List<String> names, String field) {
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

    Optional<Instant> after(Instant moment) {
        var time = moment.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        while (time.getYear() <= LAST_YEAR) {
            if (!years.get(time.getYear()) || !months.get(time.getMonthValue()) || !days.test(time.toLocalDate())) {
                time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!hours.get(time.getHour())) {
                time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!minutes.get(time.getMinute())) {
                time = time.plusMinutes(1);
            } else {
                return Optional.of(time.toInstant());
            }
        }
        return Optional.empty();
    }
}
