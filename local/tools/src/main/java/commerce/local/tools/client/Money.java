package commerce.local.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount as the API writes it.
 *
 * @param amount   minor units (fen, cents)
 * @param currency ISO 4217 code
 */
public record Money(long amount, String currency) {

    public static Money of(JsonNode json) {
        if (!json.path("amount").isIntegralNumber() || !json.path("currency").isTextual()) {
            throw new IllegalArgumentException("not an amount of money: " + json);
        }
        return new Money(json.get("amount").asLong(), json.get("currency").asText());
    }

    public static Money cny(long fen) {
        return new Money(fen, "CNY");
    }

    public Money times(long factor) {
        return new Money(Math.multiplyExact(amount, factor), currency);
    }

    public ObjectNode json() {
        return Json.object("amount", amount, "currency", currency);
    }

    /** For people: {@code 128.00 CNY}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(amount, Currency.getInstance(currency).getDefaultFractionDigits()).toPlainString() + " " + currency;
    }

    /** For ledger lines: the sign is always there, debit is plus. */
    public String signed() {
        return (amount > 0 ? "+" : "") + this;
    }
}
