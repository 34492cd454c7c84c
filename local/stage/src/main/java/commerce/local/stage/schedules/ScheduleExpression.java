package commerce.local.stage.schedules;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** When a schedule runs. */
public sealed interface ScheduleExpression {

    /** The next time after that moment. */
    Instant after(Instant moment);

    /** Every so often, counted from when it began. */
    record Rate(Duration period) implements ScheduleExpression {
        @Override
        public Instant after(Instant moment) {
            return moment.plus(period);
        }
    }

    /** At the minutes a cron expression names. */
    record Cron(CronFields fields) implements ScheduleExpression {
        @Override
        public Instant after(Instant moment) {
            return fields.after(moment);
        }
    }

    Pattern RATE = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)");
    Pattern CRON = Pattern.compile("cron\\((.+)\\)");

    /**
     * @param text {@code rate(5 minutes)} or {@code cron(0 3 * * ? *)}
     * @throws IllegalArgumentException if it is neither
     */
    static ScheduleExpression parse(String text) {
        var rate = RATE.matcher(text);
        if (rate.matches()) {
            var number = Long.parseLong(rate.group(1));
            return new Rate(switch (rate.group(2)) {
                case "minute" -> Duration.ofMinutes(number);
                case "hour" -> Duration.ofHours(number);
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
