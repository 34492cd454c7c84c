package commerce.local.stage.contracts;

import java.util.Optional;

/**
 * One request and what came back.
 *
 * @param target path and query as sent
 * @param idempotencyKey the header, or empty
 * @param body as sent, or empty
 * @param contentType the answer's, without parameters, or empty
 * @param location the answer's header, or empty
 * @param answer the answer's body, or empty
 */
public record Exchange(
        String method, String target, Optional<String> idempotencyKey, String body, int status, String contentType, Optional<String> location, String answer) {

    /** The request's path, without its query. */
    public String path() {
        return target.split("\\?", 2)[0];
    }

    /** The request's query, undecoded, or empty. */
    public String query() {
        return target.contains("?") ? target.split("\\?", 2)[1] : "";
    }

    /** Whether the answer says that it is JSON; statements and payouts are not. */
    boolean isJson() {
        return contentType.endsWith("json");
    }

    /** The same with another answer. */
    Exchange answering(int otherStatus, String otherType, String otherAnswer) {
        return new Exchange(method, target, idempotencyKey, body, otherStatus, otherType, location, otherAnswer);
    }

    @Override
    public String toString() {
        return method + " " + target + " " + (body.length() > 300 ? body.length() + " characters" : body) + " -> " + status + " " + contentType + " " + answer;
    }
}
