package commerce.local.stage.host.isolated;

import java.util.Optional;
import java.util.regex.Pattern;

/** Who makes a signed call: an isolated function's access key names its operation, as a role's session does on AWS. */
final class Credentials {

    private static final String PREFIX = "isolated.";
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=" + Pattern.quote(PREFIX) + "([a-z0-9-]+)/.*");

    private Credentials() {}

    static String accessKey(String operation) {
        return PREFIX + operation;
    }

    /** @param authorization the header of a request to AWS; the operation it comes from, or empty for somebody outside */
    static Optional<String> operation(String authorization) {
        var match = AUTHORIZATION.matcher(authorization);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }
}
