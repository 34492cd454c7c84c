package commerce.local.stage.schedules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Optional;
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
        "cron(0 8,20 * * ? 2027)  | 2026-11-21T00:00:00Z | 2027-01-01T08:00:00Z",
        "rate(1 hour)             | 2026-11-21T10:00:00Z | 2026-11-21T11:00:00Z",
        "cron(0 3 L * ? *)        | 2026-11-21T00:00:00Z | 2026-11-30T03:00:00Z",
        "cron(0 3 L 2 ? *)        | 2026-11-21T00:00:00Z | 2027-02-28T03:00:00Z",
        "cron(0 3 LW 10 ? *)      | 2026-11-21T00:00:00Z | 2027-10-29T03:00:00Z",
        "cron(0 3 15W * ? *)      | 2026-11-21T00:00:00Z | 2026-12-15T03:00:00Z",
        "cron(0 3 21W 11 ? *)     | 2026-11-19T00:00:00Z | 2026-11-20T03:00:00Z",
        "cron(0 3 1W 8 ? *)       | 2026-11-21T00:00:00Z | 2027-08-02T03:00:00Z",
        "cron(0 3 1W 5 ? *)       | 2026-11-21T00:00:00Z | 2027-05-03T03:00:00Z",
        "cron(0 3 ? * L *)        | 2026-11-21T04:00:00Z | 2026-11-28T03:00:00Z",
        "cron(0 3 ? * 6L *)       | 2026-11-21T00:00:00Z | 2026-11-27T03:00:00Z",
        "cron(0 3 ? * FRIL *)     | 2026-11-28T00:00:00Z | 2026-12-25T03:00:00Z",
        "cron(0 3 ? * 3#2 *)      | 2026-11-21T00:00:00Z | 2026-12-08T03:00:00Z",
        "cron(0 3 1,L * ? *)      | 2026-11-21T00:00:00Z | 2026-11-30T03:00:00Z",
        "cron(0 3 ? * 2#1,6 *)    | 2026-11-28T00:00:00Z | 2026-12-04T03:00:00Z"})
    void theNextTimeIsFound(String expression, Instant after, Instant next) {
        assertEquals(Optional.of(next), ScheduleExpression.parse(expression).after(after));
    }

    @ParameterizedTest
    @ValueSource(strings = {"every day", "rate(5 fortnights)", "cron(0 3 * * ?)", "cron(60 * * * ? *)", "cron(0/0 * * * ? *)", "rate(1 minutes)",
        "rate(5 minute)", "rate(0 minutes)", "rate(-1 minutes)", "cron(0 3 * * * *)", "cron(0 3 ? * ? *)", "cron(0 3 32W * ? *)", "cron(0 3 ? * 8L *)", "cron(0 3 ? * 2#6 *)",
        "cron(0 3 1, * ? *)", "cron(? 3 * * ? *)", "cron(0 3 W * ? *)"})
    void whatIsNoScheduleIsRefused(String expression) {
        assertThrows(IllegalArgumentException.class, () -> ScheduleExpression.parse(expression));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cron(0 3 * * ? 2025)", "cron(0 0 31 2 ? *)", "cron(0 3 ? 2 3#5 2027)"})
    void aTimeThatNeverComesIsNoFault(String expression) {
        assertEquals(Optional.empty(), ScheduleExpression.parse(expression).after(Instant.parse("2026-11-21T00:00:00Z")));
    }
}
