package commerce.settlement;

import commerce.kernel.HttpRequest;
import commerce.kernel.Problem;
import java.util.regex.Pattern;

/** Whose differences a request is about. */
final class Whose {

    private static final Pattern NOBODY = Pattern.compile("nobody");

    private Whose() {}

    /**
     * The token's tenant; with {@code ?whose=nobody} what no payment of ours is behind, which may be any tenant's or none's: only for those who run
     * the installation.
     *
     * @throws commerce.kernel.ProblemException 403 without the scope {@code platform}
     */
    static String differences(HttpRequest request) {
        var tenant = request.tenant();
        if (request.query("whose", NOBODY).isEmpty()) {
            return tenant;
        }
        if (!request.hasScope("platform")) {
            throw Problem.forbidden("what is nobody's is shown to tokens with the scope platform").asException();
        }
        return Reconciliations.NOBODY;
    }
}
