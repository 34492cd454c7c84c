package commerce.local.stage.edge;

import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** Request ids as API Gateway makes them: eleven bytes in Base64, such as {@code JKJaXmPLvHcESHA=}. */
final class RequestIds {

    private static final int BYTES = 11;

    private RequestIds() {}

    static String next() {
        var bytes = new byte[BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
