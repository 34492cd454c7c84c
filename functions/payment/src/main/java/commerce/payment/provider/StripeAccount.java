package commerce.payment.provider;

import commerce.kernel.Json;
import java.util.List;

/**
 * Our account at Stripe, as the secret has it: {@code {"apiKey", "account", "livemode", "signingSecrets": [...]}}.
 *
 * @param apiKey what our requests carry
 * @param account {@code acct_...}: whose events we take
 * @param livemode whether real money moves
 * @param signingSecrets {@code whsec_...} of the webhook endpoint; several while one is rolled
 */
record StripeAccount(String apiKey, String account, boolean livemode, List<String> signingSecrets) {

    /** @throws IllegalStateException without a word of what is in it, if the secret is not of this form */
    static StripeAccount parse(String secret) {
        StripeAccount account;
        try {
            account = Json.read(secret, StripeAccount.class);
        } catch (RuntimeException e) {
            account = null;
        }
        if (account == null || blank(account.apiKey) || blank(account.account) || account.signingSecrets == null || account.signingSecrets.isEmpty()
                || account.signingSecrets.stream().anyMatch(StripeAccount::blank)) {
            throw new IllegalStateException("the secret of stripe must be {\"apiKey\", \"account\", \"livemode\", \"signingSecrets\": [...]}, see docs/providers/stripe.md");
        }
        return account;
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }

    /** Never what is in it. */
    @Override
    public String toString() {
        return "StripeAccount[" + account + "]";
    }
}
