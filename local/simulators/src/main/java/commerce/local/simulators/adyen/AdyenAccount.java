package commerce.local.simulators.adyen;

/**
 * The merchant at Adyen.
 *
 * @param merchantAccount its name
 * @param apiKey what the merchant's calls carry
 * @param hmacKey of the webhook, as hexadecimal digits
 * @param live false in the test environment
 */
public record AdyenAccount(String merchantAccount, String apiKey, String hmacKey, boolean live) {}
