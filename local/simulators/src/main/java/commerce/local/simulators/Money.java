package commerce.local.simulators;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount as it goes over the wire: {@code {"amount": 8800, "currency": "CNY"}}.
 *
 * @param amount in minor units
 * @param currency an ISO 4217 code
 */
public record Money(long amount, String currency) {

    boolean sameCurrency(Money other) {
        return currency.equals(other.currency);
    }

    /** How many decimals ISO 4217 gives the currency. */
    public static int isoDecimals(String currency) {
        return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    }

    /** The same in minor units of that many decimals instead of ISO's. */
    Money withDecimals(int decimals) {
        return new Money(BigDecimal.valueOf(amount, isoDecimals(currency)).movePointRight(decimals).longValue(), currency);
    }

    /** The same in ISO's minor units, if it is in minor units of that many decimals. */
    Money fromDecimals(int decimals) {
        return new Money(BigDecimal.valueOf(amount, decimals).movePointRight(isoDecimals(currency)).longValue(), currency);
    }

    /** In the currency's own unit, such as 88.00. */
    public static String major(long minor, int decimals) {
        return BigDecimal.valueOf(minor, decimals).toPlainString();
    }
}
