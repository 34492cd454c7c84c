package commerce.payment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * When a provider's day ends and when the bill of it is to be had.
 *
 * @param zone of the provider's days
 * @param readyAt the time of the next day, in that zone, from which the bill is asked for
 */
record BillCalendar(ZoneId zone, LocalTime readyAt) {

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    /** A bill that was not to be had on one day may be on the next; older ones are fetched by hand. */
    private static final int DAYS = 3;

    /** Empty for a provider that moves no money. */
    static Optional<BillCalendar> of(String provider) {
        return Optional.ofNullable(switch (provider) {
            // Its balance is complete when the day is over; an hour for what is still on its way into it.
            case "stripe" -> new BillCalendar(ZoneOffset.UTC, LocalTime.of(1, 0));
            case "wechatpay", "alipay" -> new BillCalendar(CHINA, LocalTime.of(10, 15));
            case "adyen" -> new BillCalendar(ZoneOffset.UTC, LocalTime.of(6, 0));
            default -> null;
        });
    }

    Instant readyAt(LocalDate day) {
        return day.plusDays(1).atTime(readyAt).atZone(zone).toInstant();
    }

    /** The days whose bills are to be had, the oldest first. */
    List<LocalDate> due(Instant now) {
        var yesterday = now.atZone(zone).toLocalDate().minusDays(1);
        return IntStream.iterate(DAYS - 1, back -> back >= 0, back -> back - 1).mapToObj(yesterday::minusDays).filter(day -> !readyAt(day).isAfter(now)).toList();
    }
}
