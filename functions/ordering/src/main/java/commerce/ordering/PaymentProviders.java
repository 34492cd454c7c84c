package commerce.ordering;

import commerce.kernel.Money;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The payment providers an order may name, and what each can take: what can never be paid is refused before there is an order. Each has an
 * adapter in the payment context, which has the last word; a new one is added here when it has.
 */
final class PaymentProviders {

    /** Some count in coarser steps than ISO 4217's minor unit: what lies between two steps cannot be asked for. */
    private record Taking(Set<String> only, Map<String, Integer> steps, int longestTenant) {

        private static final int ANY_LENGTH = Integer.MAX_VALUE;

        static Taking anything() {
            return new Taking(Set.of(), Map.of(), ANY_LENGTH);
        }

        static Taking only(String currency) {
            return new Taking(Set.of(currency), Map.of(), ANY_LENGTH);
        }
    }

    private static final Map<String, Taking> KNOWN = Map.of(
            "simulator", Taking.anything(),
            // Three decimals, of which the last must be 0, or two where ISO 4217 has three; and a currency without decimals that has two.
            "stripe", new Taking(Set.of(), Map.of("BHD", 10, "IQD", 10, "JOD", 10, "KWD", 10, "LYD", 10, "OMR", 10, "TND", 10, "MGA", 100), Taking.ANY_LENGTH),
            "wechatpay", Taking.only("CNY"),
            "alipay", Taking.only("CNY"),
            // Two currencies without decimals that have two; and its references hold 80 characters, the order's id and attempt among them.
            "adyen", new Taking(Set.of(), Map.of("CVE", 100, "IDR", 100), 48));

    private PaymentProviders() {}

    static Set<String> known() {
        return KNOWN.keySet();
    }

    /**
     * Why that provider, one of {@link #known}, can never be paid that total; empty if it can, as far as is known here.
     *
     * @param total nothing is asked of any provider if it is 0
     */
    static Optional<String> whyNot(String provider, String tenant, Money total) {
        var taking = KNOWN.get(provider);
        var currency = total.currency().getCurrencyCode();
        if (total.minor() == 0) {
            return Optional.empty();
        }
        if (!taking.only().isEmpty() && !taking.only().contains(currency)) {
            return Optional.of(provider + " takes " + String.join(", ", taking.only()) + " only, not " + currency);
        }
        if (total.minor() % taking.steps().getOrDefault(currency, 1) != 0) {
            return Optional.of(provider + " cannot take " + total + " exactly");
        }
        return tenant.length() > taking.longestTenant() ? Optional.of("the shop's name is too long for " + provider) : Optional.empty();
    }
}
