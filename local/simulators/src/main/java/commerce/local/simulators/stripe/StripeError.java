package commerce.local.simulators.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.simulators.Reply;

/** A refusal in Stripe's words. */
final class StripeError extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final String code;
    private final String param;

    private StripeError(int status, String type, String code, String param, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
    }

    static StripeError invalid(String code, String param, String message) {
        return new StripeError(400, "invalid_request_error", code, param, message);
    }

    static StripeError missing(String param) {
        return invalid("parameter_missing", param, "Missing required param: " + param + ".");
    }

    static StripeError unknown(String what, String param, String id) {
        return new StripeError(404, "invalid_request_error", "resource_missing", param, "No such " + what + ": '" + id + "'");
    }

    static StripeError noSuchPath(String method, String path) {
        return new StripeError(404, "invalid_request_error", null, null, "Unrecognized request URL (" + method + ": " + path + ").");
    }

    static StripeError notAuthenticated(String message) {
        return new StripeError(401, "invalid_request_error", null, null, message);
    }

    static StripeError keyReused(String key) {
        return new StripeError(400, "idempotency_error", null, null, "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                + "Try using a key other than '" + key + "' if you meant to execute a different request.");
    }

    Reply reply() {
        var error = JsonNodeFactory.instance.objectNode();
        if (code != null) {
            error.put("code", code);
        }
        error.put("message", getMessage());
        if (param != null) {
            error.put("param", param);
        }
        error.put("type", type);
        return Reply.json(status, JsonNodeFactory.instance.objectNode().set("error", error));
    }
}
