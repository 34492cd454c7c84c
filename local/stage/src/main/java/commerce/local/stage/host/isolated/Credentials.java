package commerce.local.stage.host.isolated;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who makes a signed call: an isolated function's access key names its operation and its process, as a role's session does on AWS.
 *
 * @param operation what it is
 * @param environmentId {@link Environment#id}
 */
record Credentials(String operation, String environmentId) {

    private static final String PREFIX = "isolated.";
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=" + Pattern.quote(PREFIX) + "([a-z0-9-]+)\\.([0-9a-f]+)/.*");

    static String accessKey(String operation, String environmentId) {
        return PREFIX + operation + "." + environmentId;
    }

    /** @param authorization the header of a request to AWS; empty if it comes from somebody outside */
    static Optional<Credentials> of(String authorization) {
        var match = AUTHORIZATION.matcher(authorization);
        return match.matches() ? Optional.of(new Credentials(match.group(1), match.group(2))) : Optional.empty();
    }
}
