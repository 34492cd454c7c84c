package commerce.local.stage.schedules;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** When a schedule runs. */
public sealed interface ScheduleExpression {

    /** The next time after that moment; empty if it never comes. */
    Optional<Instant> after(Instant moment);

    /** Every so often, counted from when it began. */
    record Rate(Duration period) implements ScheduleExpression {
        @Override
        public Optional<Instant> after(Instant moment) {
            return Optional.of(moment.plus(period));
        }
    }

    /** At the minutes a cron expression names. */
    record Cron(CronFields fields) implements ScheduleExpression {
        @Override
        public Optional<Instant> after(Instant moment) {
            return fields.after(moment);
        }
    }

    Pattern RATE = Pattern.compile("rate\\((1 (minute|hour|day)|(?!1 )([1-9]\\d{0,8}) (minutes|hours|days))\\)");
    Pattern CRON = Pattern.compile("cron\\((.+)\\)");

    /**
     * @param text {@code rate(5 minutes)} or {@code cron(0 3 * * ? *)}; one is in the singular and nothing else is, as AWS wants it
     * @throws IllegalArgumentException if it is neither
     */
    static ScheduleExpression parse(String text) {
        var rate = RATE.matcher(text);
        if (rate.matches()) {
            var number = rate.group(3) == null ? 1 : Long.parseLong(rate.group(3));
            return new Rate(switch (rate.group(3) == null ? rate.group(2) + "s" : rate.group(4)) {
                case "minutes" -> Duration.ofMinutes(number);
                case "hours" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            });
        }
        var cron = CRON.matcher(text);
        if (cron.matches()) {
            return new Cron(CronFields.parse(cron.group(1)));
        }
        throw new IllegalArgumentException("not a schedule expression: " + text);
    }
}
