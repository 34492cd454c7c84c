package commerce.settlement;

import commerce.kernel.HttpRequest;
import commerce.kernel.Problem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** Business dates in paths: {@code 2026-11-20}. */
final class ClearingDates {

    private static final Pattern SHAPE = Pattern.compile("2[0-9]{3}-[0-9]{2}-[0-9]{2}");

    private ClearingDates() {}

    /** @throws commerce.kernel.ProblemException 400 if there is no such day */
    static LocalDate inPath(HttpRequest request) {
        var text = request.newKey("date", SHAPE);
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException noSuchDay) {
            throw Problem.invalidInput("date", "the path parameter date must be a day of the calendar, such as 2026-11-20").asException();
        }
    }
}
