package commerce.payment.provider;

import commerce.kernel.Money;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a provider counts money. Ours is ISO 4217's number of decimals; a provider's may differ for some currencies, and some it only takes in
 * multiples of ten of its unit. An amount that cannot be said exactly is not rounded but refused.
 */
final class CurrencyUnits {

    /**
     * docs.stripe.com/currencies: two decimals but for these. ISK and UGX have none in life and in ISO 4217, yet are written with two and
     * must be whole; three-decimal currencies must end in 0.
     */
    static final CurrencyUnits STRIPE = new CurrencyUnits(
            Map.of(0, Set.of("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"), 3, Set.of("BHD", "JOD", "KWD", "OMR", "TND")),
            Set.of("BHD", "JOD", "KWD", "OMR", "TND"));

    /** docs.adyen.com/development-resources/currency-codes: ISO 4217 but for CLP and ISK, which have two decimals there, and CVE and IDR, which have none. */
    static final CurrencyUnits ADYEN = new CurrencyUnits(
            Map.of(0, Set.of("BIF", "CVE", "DJF", "GNF", "IDR", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"),
                    3, Set.of("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")),
            Set.of());

    private static final int USUAL = 2;

    private final Map<String, Integer> decimals = new HashMap<>();
    private final Set<String> endingInZero;

    private CurrencyUnits(Map<Integer, Set<String>> unusual, Set<String> endingInZero) {
        unusual.forEach((digits, currencies) -> currencies.forEach(currency -> decimals.put(currency, digits)));
        this.endingInZero = endingInZero;
    }

    /** The amount as the provider counts it; empty if it cannot be said exactly. */
    Optional<Long> there(Money money) {
        var code = money.currency().getCurrencyCode();
        return scaled(money.minor(), money.currency().getDefaultFractionDigits(), decimals.getOrDefault(code, USUAL))
                .filter(units -> !endingInZero.contains(code) || units % 10 == 0);
    }

    /** What the provider counts, as our money; empty for a currency that is none, or an amount that cannot be said exactly. */
    Optional<Money> here(long units, String currency) {
        Currency known;
        try {
            known = Currency.getInstance(currency.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
        return scaled(units, decimals.getOrDefault(known.getCurrencyCode(), USUAL), known.getDefaultFractionDigits()).map(minor -> new Money(minor, known));
    }

    private static Optional<Long> scaled(long amount, int from, int to) {
        var scaled = amount;
        for (int digits = from; digits < to; digits++) {
            if (Math.abs(scaled) > Long.MAX_VALUE / 10) {
                return Optional.empty();
            }
            scaled *= 10;
        }
        for (int digits = from; digits > to; digits--) {
            if (scaled % 10 != 0) {
                return Optional.empty();
            }
            scaled /= 10;
        }
        return Optional.of(scaled);
    }
}
