package commerce.payment.provider;

import commerce.kernel.Json;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Our account at Adyen, as the secret has it: {@code {"merchantAccount", "apiKey", "hmacKeys": [...], "live", "reportsUrl"?}}.
 *
 * @param merchantAccount whose payments we take
 * @param apiKey what our requests carry
 * @param hmacKeys of the webhook, 32 bytes each, in hexadecimal digits; several while one is changed
 * @param live whether real money moves
 * @param reportsUrl where reports are downloaded, if not where payments are made
 */
record AdyenAccount(String merchantAccount, String apiKey, List<String> hmacKeys, boolean live, Optional<String> reportsUrl) {

    private static final int KEY_DIGITS = 64;

    /** @throws IllegalStateException without a word of what is in it, if the secret is not of this form */
    static AdyenAccount parse(String secret) {
        try {
            var account = Json.read(secret, AdyenAccount.class);
            if (account.merchantAccount.isBlank() || account.apiKey.isBlank() || account.hmacKeys.isEmpty() || account.hmacKeys.stream().anyMatch(key -> key.length() != KEY_DIGITS)) {
                throw malformed();
            }
            account.hmacKeys.forEach(HexFormat.of()::parseHex);
            return account;
        } catch (RuntimeException e) {
            // Whatever was wrong, its message may hold a part of the secret.
            throw malformed();
        }
    }

    private static IllegalStateException malformed() {
        return new IllegalStateException("the secret of adyen must be {\"merchantAccount\", \"apiKey\", \"hmacKeys\": [64 hexadecimal digits each], \"live\"}, see docs/providers/adyen.md");
    }

    /** Never what is in it. */
    @Override
    public String toString() {
        return "AdyenAccount[" + merchantAccount + "]";
    }
}
