package commerce.settlement;

import commerce.kernel.Settings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** On which of the shop's days something happened. Setting: {@code BUSINESS_TIME_ZONE}, unless set Asia/Shanghai. */
final class BusinessDays {

    private BusinessDays() {}

    static LocalDate of(Instant moment) {
        return moment.atZone(zone()).toLocalDate();
    }

    static ZoneId zone() {
        return ZoneId.of(Settings.find("BUSINESS_TIME_ZONE").orElse("Asia/Shanghai"));
    }
}
