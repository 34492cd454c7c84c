package commerce.kernel;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An RFC 9457 problem: what is wrong with a request and how to mend it. Every type is listed in {@code docs/problems.md}.
 *
 * @param type a stable name, {@code urn:commerce:problem:<slug>}; clients switch on it
 * @param title the type in words, the same for every occurrence
 * @param status the HTTP status
 * @param detail this occurrence, for a human; never to be parsed
 * @param field the offending field or parameter as a path ({@code lines[2].quantity}), or null
 * @param extensions further members a client may use, written beside the others
 */
public record Problem(String type, String title, int status, String detail, String field, @JsonAnyGetter Map<String, Object> extensions) {

    private static final String PREFIX = "urn:commerce:problem:";

    @JsonCreator
    static Problem read(
            @JsonProperty("type") String type,
            @JsonProperty("title") String title,
            @JsonProperty("status") int status,
            @JsonProperty("detail") String detail,
            @JsonProperty("field") String field,
            @JsonAnySetter Map<String, Object> extensions) {
        return new Problem(type, title, status, detail, field, extensions == null ? Map.of() : extensions);
    }

    private static Problem of(String slug, String title, int status, String detail, String field) {
        return new Problem(PREFIX + slug, title, status, detail, field, Map.of());
    }

    /** 400: the request itself is malformed: a field is missing, of the wrong type, out of range or unknown. */
    public static Problem invalidInput(String field, String detail) {
        return of("invalid-input", "The request is not valid", 400, detail, field);
    }

    /** 400: the header {@code Idempotency-Key} is missing or malformed. */
    public static Problem idempotencyKeyRequired(String detail) {
        return of("idempotency-key-required", "An Idempotency-Key is required", 400, detail, "Idempotency-Key");
    }

    /** 401: a message whose signature does not prove its sender. */
    public static Problem unauthenticated(String detail) {
        return of("unauthenticated", "The sender is not proved", 401, detail, null);
    }

    /** 403: the token is good, but what it says is not enough. */
    public static Problem forbidden(String detail) {
        return of("forbidden", "Not permitted", 403, detail, null);
    }

    /** 404: nothing of that name that the caller may see. */
    public static Problem notFound(String what, String detail) {
        return of(what + "-not-found", "No such " + what, 404, detail, null);
    }

    /** 409: the request is well formed, but the current state does not allow it. */
    public static Problem conflict(String slug, String title, String detail) {
        return of(slug, title, 409, detail, null);
    }

    /** 413: the body is larger than {@link HttpOperation#MAX_BODY_BYTES}. */
    public static Problem tooLarge(int bytes) {
        return of("body-too-large", "The body is too large", 413,
                "the body has " + bytes + " bytes, at most " + HttpOperation.MAX_BODY_BYTES + " are accepted", null);
    }

    /** 422: the request is well formed, but what it asks for cannot be had as asked. */
    public static Problem unprocessable(String slug, String title, String detail, String field) {
        return of(slug, title, 422, detail, field);
    }

    /** 503: a passing condition; the same request may succeed later. */
    public static Problem tryAgain(String detail) {
        return of("try-again", "Busy, please try again", 503, detail, null);
    }

    /** The same problem with one more member. */
    public Problem with(String name, Object value) {
        var more = new LinkedHashMap<>(extensions);
        more.put(name, value);
        return new Problem(type, title, status, detail, field, more);
    }

    /** This problem as an exception: the only exception that {@link HttpOperation} turns into an answer. */
    public ProblemException asException() {
        return new ProblemException(this);
    }
}
