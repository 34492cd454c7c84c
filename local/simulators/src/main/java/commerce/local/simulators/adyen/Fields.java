package commerce.local.simulators.adyen;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Money;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.Optional;

/** A request's JSON, read as strictly as Adyen does. */
record Fields(ObjectNode json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Fields of(byte[] body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return new Fields(object);
            }
        } catch (JacksonException notJson) {
            // refused below
        } catch (IOException impossible) {
            throw new IllegalStateException("read from memory", impossible);
        }
        throw AdyenError.validation("702", "Structure of the request is not valid JSON.");
    }

    Optional<String> optional(String name, int longest) {
        var value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.asText().length() > longest) {
            throw AdyenError.validation("702", "Field '" + name + "' is not valid.");
        }
        return Optional.of(value.asText());
    }

    String text(String name, int longest) {
        return optional(name, longest).filter(value -> !value.isEmpty()).orElseThrow(() -> AdyenError.missing(name));
    }

    Money amount() {
        var amount = json.path("amount");
        if (!amount.isObject()) {
            throw AdyenError.validation("100", "Required object 'amount' is not provided.");
        }
        try {
            var currency = Currency.getInstance(amount.path("currency").asText()).getCurrencyCode();
            if (amount.path("value").isIntegralNumber() && amount.path("value").asLong() > 0) {
                return new Money(amount.path("value").asLong(), currency);
            }
        } catch (IllegalArgumentException unknown) {
            throw AdyenError.validation("138", "Unsupported currency specified");
        }
        throw AdyenError.validation("137", "Invalid amount specified");
    }

    Optional<Instant> time(String name) {
        return optional(name, 64).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException notOne) {
                throw AdyenError.validation("702", "Field '" + name + "' is not a date and time in ISO 8601 format.");
            }
        });
    }
}
