package commerce.local.simulators;

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
}
