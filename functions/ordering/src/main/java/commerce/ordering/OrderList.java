package commerce.ordering;

import commerce.kernel.HttpRequest;
import commerce.kernel.Names;
import commerce.kernel.Page;
import commerce.kernel.Problem;
import commerce.kernel.ProblemException;
import commerce.ordering.domain.OrderStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which orders a list holds, newest first.
 *
 * @param tenant whose shop, from the token
 * @param customer only this customer's
 * @param status only those that stand there
 * @param from only those placed at that moment or later
 */
record OrderList(String tenant, Optional<String> customer, Optional<OrderStatus> status, Optional<Instant> from) {

    /** Times are stored, and compared, as text with a year of four digits. */
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    static OrderList ofCustomer(String tenant, String customer) {
        return new OrderList(tenant, Optional.of(customer), Optional.empty(), Optional.empty());
    }

    /** @throws ProblemException 400 naming the parameter */
    static OrderList search(HttpRequest request) {
        return new OrderList(request.tenant(), request.query("customer", Names.SUBJECT), request.query("status").map(OrderList::status), request.query("from").map(OrderList::from));
    }

    private static OrderStatus status(String text) {
        return Arrays.stream(OrderStatus.values()).filter(status -> status.name().equals(text)).findFirst()
                .orElseThrow(() -> Problem.invalidInput("status", "the query parameter status must be one of " + Arrays.toString(OrderStatus.values())).asException());
    }

    private static Instant from(String text) {
        try {
            if (DAY.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            if (DAY.matcher(text).lookingAt()) {
                return Instant.parse(text);
            }
        } catch (DateTimeParseException noSuchTime) {
            throw badFrom();
        }
        throw badFrom();
    }

    private static ProblemException badFrom() {
        return Problem.invalidInput("from", "the query parameter from must be a day or an instant in ISO 8601, for example 2026-11-21 or 2026-11-21T02:00:00Z").asException();
    }

    /** @throws ProblemException 400 naming {@code limit} or {@code cursor} */
    static Page.Ask ask(HttpRequest request) {
        var ask = Page.ask(request);
        if (ask.after().filter(key -> !OrderingTable.PLACED_KEY.matcher(key).matches()).isPresent()) {
            throw Problem.invalidInput("cursor", "the query parameter cursor must be a nextCursor of the same list, unchanged").asException();
        }
        return ask;
    }
}
