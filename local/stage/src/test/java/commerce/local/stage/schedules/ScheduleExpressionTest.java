package commerce.local.stage.schedules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleExpressionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "rate(5 minutes)          | 2026-11-21T10:00:30Z | 2026-11-21T10:05:30Z",
        "rate(1 day)              | 2026-11-21T10:00:00Z | 2026-11-22T10:00:00Z",
        "cron(0 3 * * ? *)        | 2026-11-21T03:00:00Z | 2026-11-22T03:00:00Z",
        "cron(0 3 * * ? *)        | 2026-11-21T02:59:59Z | 2026-11-21T03:00:00Z",
        "cron(0/15 * * * ? *)     | 2026-11-21T10:31:00Z | 2026-11-21T10:45:00Z",
        "cron(30 6 ? * MON-FRI *) | 2026-11-21T00:00:00Z | 2026-11-23T06:30:00Z",
        "cron(0 0 1 JAN ? *)      | 2026-11-21T00:00:00Z | 2027-01-01T00:00:00Z",
        "cron(0 12 ? * 1 *)       | 2026-11-21T00:00:00Z | 2026-11-22T12:00:00Z",
        "cron(0 0 29 2 ? *)       | 2026-11-21T00:00:00Z | 2028-02-29T00:00:00Z",
        "cron(0 8,20 * * ? 2027)  | 2026-11-21T00:00:00Z | 2027-01-01T08:00:00Z"})
    void theNextTimeIsFound(String expression, Instant after, Instant next) {
        assertEquals(next, ScheduleExpression.parse(expression).after(after));
    }

    @ParameterizedTest
    @ValueSource(strings = {"every day", "rate(5 fortnights)", "cron(0 3 * * ?)", "cron(60 * * * ? *)", "cron(0 3 L * ? *)", "cron(0/0 * * * ? *)"})
    void whatIsNoScheduleIsRefused(String expression) {
        assertThrows(IllegalArgumentException.class, () -> ScheduleExpression.parse(expression));
    }
}
