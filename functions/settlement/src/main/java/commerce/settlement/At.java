package commerce.settlement;

import commerce.kernel.HttpRequest;
import commerce.kernel.Problem;
import commerce.kernel.ProblemException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The query parameter {@code at}: a past instant in RFC 3339. */
final class At {

    private static final Pattern RFC_3339 = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

    private At() {}

    /** @throws ProblemException 400 naming {@code at}, if it is malformed or still to come */
    static Optional<Instant> of(HttpRequest request, Instant now) {
        return request.query("at").map(text -> {
            var at = parse(text);
            if (at.isAfter(now)) {
                throw refuse("must not be in the future; it is now " + now);
            }
            return at;
        });
    }

    private static Instant parse(String text) {
        if (RFC_3339.matcher(text).matches()) {
            try {
                return OffsetDateTime.parse(text.toUpperCase()).toInstant();
            } catch (DateTimeParseException noSuchDay) {
                throw refuse("is no date and time there is");
            }
        }
        throw refuse("must be an instant in RFC 3339, for example 2026-11-21T02:00:00Z");
    }

    private static ProblemException refuse(String must) {
        return Problem.invalidInput("at", "the query parameter at " + must).asException();
    }
}
