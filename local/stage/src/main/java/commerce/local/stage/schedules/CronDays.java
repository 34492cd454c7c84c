package commerce.local.stage.schedules;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** The days a cron expression means, with AWS's {@code L} (last), {@code W} (weekday) and {@code #} (the how-manieth of its month). */
final class CronDays {

    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private CronDays() {}

    /** {@code 1}, {@code 1-5}, {@code 1/7}, {@code L} for the last, {@code 15W} for the weekday nearest to it, {@code LW} for the last weekday. */
    static Predicate<LocalDate> ofMonth(String field) {
        return anyOf(field, part -> {
            if (part.equals("L")) {
                return date -> date.getDayOfMonth() == date.lengthOfMonth();
            }
            if (part.equals("LW")) {
                return date -> date.equals(nearestWeekday(date, date.lengthOfMonth()));
            }
            if (part.endsWith("W")) {
                var day = within(CronFields.number(part.substring(0, part.length() - 1), List.of(), field), 31, field);
                return date -> day <= date.lengthOfMonth() && date.equals(nearestWeekday(date, day));
            }
            var days = CronFields.values(part, 1, 31, List.of());
            return date -> days.get(date.getDayOfMonth());
        });
    }

    /** {@code 1} to {@code 7} or names, {@code L} for Saturday, {@code 6L} for the last Friday of a month, {@code 3#2} for its second Tuesday. */
    static Predicate<LocalDate> ofWeek(String field) {
        return anyOf(field, part -> {
            if (part.equals("L")) {
                return date -> date.getDayOfWeek() == DayOfWeek.SATURDAY;
            }
            if (part.endsWith("L")) {
                var day = weekday(part.substring(0, part.length() - 1), field);
                return date -> date.equals(date.with(TemporalAdjusters.lastInMonth(day)));
            }
            if (part.contains("#")) {
                var parts = part.split("#", 2);
                var day = weekday(parts[0], field);
                var count = within(CronFields.number(parts[1], List.of(), field), 5, field);
                return date -> date.getDayOfWeek() == day && (date.getDayOfMonth() - 1) / 7 + 1 == count;
            }
            var days = CronFields.values(part, 1, 7, WEEKDAYS);
            return date -> days.get(date.getDayOfWeek().getValue() % 7 + 1);
        });
    }

    private static Predicate<LocalDate> anyOf(String field, Function<String, Predicate<LocalDate>> rule) {
        return Arrays.stream(field.split(",", -1)).map(rule).reduce(Predicate::or).orElseThrow();
    }

    private static DayOfWeek weekday(String text, String field) {
        var number = within(CronFields.number(text, WEEKDAYS, field), 7, field);
        return DayOfWeek.of((number + 5) % 7 + 1);
    }

    private static int within(int number, int highest, String field) {
        if (number < 1 || number > highest) {
            throw new IllegalArgumentException("the cron field " + field + " is out of 1 to " + highest);
        }
        return number;
    }

    /** The weekday nearest to that day, in the same month. */
    private static LocalDate nearestWeekday(LocalDate month, int day) {
        var date = month.withDayOfMonth(day);
        return switch (date.getDayOfWeek()) {
            case SATURDAY -> day == 1 ? date.plusDays(2) : date.minusDays(1);
            case SUNDAY -> day == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
            default -> date;
        };
    }
}
