package commerce.local.simulators.adyen;

import commerce.local.simulators.Reply;
import java.util.Map;

/** A refusal in Adyen's words. */
final class AdyenError extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String type;

    private AdyenError(int status, String code, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.type = type;
    }

    static AdyenError security(int status, String code, String message) {
        return new AdyenError(status, code, "security", message);
    }

    static AdyenError validation(String code, String message) {
        return new AdyenError(422, code, "validation", message);
    }

    static AdyenError missing(String field) {
        return validation("130", "Required field '" + field + "' is not provided.");
    }

    static AdyenError notFound(String message) {
        return new AdyenError(404, "30_006", "validation", message);
    }

    Reply reply() {
        return Reply.json(status, Map.of("status", status, "errorCode", code, "message", getMessage(), "errorType", type));
    }
}
