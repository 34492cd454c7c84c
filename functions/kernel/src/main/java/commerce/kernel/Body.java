package commerce.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads a JSON object from outside, field by field, and refuses what is missing, of another type, out of range or unknown with a
 * 400 problem that names the field.
 *
 * <p>Read every field the operation knows, then call {@link #end()}: a misspelt optional field must not be ignored silently.
 * A field that is JSON {@code null} counts as absent.
 */
public final class Body {

    /** The largest amount in minor units a request may name; keeps every sum of an order far from overflow. */
    public static final long MAX_AMOUNT = 1_000_000_000_000L;

    private final ObjectNode json;
    private final String path;
    private final Set<String> known = new HashSet<>();

    private Body(ObjectNode json, String path) {
        this.json = json;
        this.path = path;
    }

    /** @throws ProblemException 400 if the text is not one JSON object */
    public static Body parse(String text) {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw Problem.invalidInput(null, "the body is not valid JSON: " + e.getOriginalMessage()
                    + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")")).asException();
        }
        if (json instanceof ObjectNode object) {
            return new Body(object, "");
        }
        throw Problem.invalidInput(null, "the body must be a JSON object" + (text.isBlank() ? ", but it is empty" : "")).asException();
    }

    public String text(String name, Pattern pattern) {
        return required(name, optionalText(name, pattern));
    }

    public Optional<String> optionalText(String name, Pattern pattern) {
        return find(name).map(node -> {
            if (!node.isTextual()) {
                throw refuse(name, "must be a string");
            }
            if (!pattern.matcher(node.textValue()).matches()) {
                throw refuse(name, "must match " + pattern.pattern());
            }
            return node.textValue();
        });
    }

    /** A text for humans: not blank, at most that long, and no card number in it. */
    public String label(String name, int maxLength) {
        return required(name, find(name).map(node -> {
            if (!node.isTextual() || node.textValue().isBlank() || node.textValue().length() > maxLength) {
                throw refuse(name, "must be a string of 1 to " + maxLength + " characters");
            }
            refuseCardNumbers(name, node.textValue());
            return node.textValue();
        }));
    }

    public long integer(String name, long min, long max) {
        return required(name, optionalInteger(name, min, max));
    }

    public Optional<Long> optionalInteger(String name, long min, long max) {
        return find(name).map(node -> {
            if (!node.isIntegralNumber()) {
                throw refuse(name, "must be a whole number");
            }
            if (!node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
                throw refuse(name, "must be between " + min + " and " + max);
            }
            return node.longValue();
        });
    }

    public Optional<Boolean> optionalFlag(String name) {
        return find(name).map(node -> {
            if (!node.isBoolean()) {
                throw refuse(name, "must be true or false");
            }
            return node.booleanValue();
        });
    }

    /** An amount from {@code minAmount} (usually 0 or 1) to {@value #MAX_AMOUNT} minor units. */
    public Money money(String name, long minAmount) {
        return required(name, optionalMoney(name, minAmount));
    }

    public Optional<Money> optionalMoney(String name, long minAmount) {
        return optionalObject(name).map(money -> {
            var amount = money.integer("amount", minAmount, MAX_AMOUNT);
            var currency = money.required("currency", money.find("currency").map(node -> {
                try {
                    return Currency.getInstance(node.isTextual() ? node.textValue() : "");
                } catch (IllegalArgumentException e) {
                    throw money.refuse("currency", "must be an ISO 4217 currency code such as CNY");
                }
            }));
            money.end();
            return new Money(amount, currency);
        });
    }

    /** An ISO 8601 instant such as {@code 2026-11-21T02:00:00Z}. */
    public Optional<Instant> optionalInstant(String name) {
        return find(name).map(node -> {
            try {
                return Instant.parse(node.isTextual() ? node.textValue() : "");
            } catch (DateTimeParseException e) {
                throw refuse(name, "must be an instant in ISO 8601, for example 2026-11-21T02:00:00Z");
            }
        });
    }

    public Optional<Body> optionalObject(String name) {
        return find(name).map(node -> {
            if (node instanceof ObjectNode object) {
                return new Body(object, at(name));
            }
            throw refuse(name, "must be an object");
        });
    }

    /** A free-form object, kept as it is; no card number anywhere in it. */
    public Optional<ObjectNode> optionalJson(String name) {
        return optionalObject(name).map(body -> {
            refuseCardNumbers(name, body.json.toString());
            return body.json;
        });
    }

    /** Card data is kept nowhere, so it is not taken in where anything may be written. */
    private void refuseCardNumbers(String name, String text) {
        if (Redaction.holdsCardNumber(text)) {
            throw refuse(name, "must hold no card number");
        }
    }

    /** A list of {@code min} to {@code max} objects, each read to its end by {@code read}. */
    public <T> List<T> list(String name, int min, int max, Function<Body, T> read) {
        var array = required(name, find(name));
        if (array.getNodeType() != JsonNodeType.ARRAY) {
            throw refuse(name, "must be a list");
        }
        if (array.size() < min || array.size() > max) {
            throw refuse(name, "must hold " + min + " to " + max + " entries, it holds " + array.size());
        }
        var entries = new ArrayList<T>();
        for (int i = 0; i < array.size(); i++) {
            var entryPath = at(name) + "[" + i + "]";
            if (!(array.get(i) instanceof ObjectNode object)) {
                throw Problem.invalidInput(entryPath, entryPath + " must be an object").asException();
            }
            var entry = new Body(object, entryPath);
            entries.add(read.apply(entry));
            entry.end();
        }
        return List.copyOf(entries);
    }

    /** A list of at most {@code size} whole numbers, each from {@code min} to {@code max}. */
    public List<Integer> integers(String name, int size, int min, int max) {
        var array = required(name, find(name));
        if (array.getNodeType() != JsonNodeType.ARRAY || array.size() > size) {
            throw refuse(name, "must be a list of at most " + size + " whole numbers");
        }
        for (int i = 0; i < array.size(); i++) {
            if (!array.get(i).isIntegralNumber() || !array.get(i).canConvertToInt() || array.get(i).intValue() < min || array.get(i).intValue() > max) {
                throw refuse(name + "[" + i + "]", "must be a whole number from " + min + " to " + max);
            }
        }
        return array.valueStream().map(JsonNode::intValue).toList();
    }

    /** A list of at most {@code max} texts; empty if it is absent. */
    public List<String> optionalTexts(String name, int max, Pattern pattern) {
        return find(name).map(array -> {
            if (array.getNodeType() != JsonNodeType.ARRAY || array.size() > max) {
                throw refuse(name, "must be a list of at most " + max + " strings");
            }
            for (int i = 0; i < array.size(); i++) {
                if (!array.get(i).isTextual() || !pattern.matcher(array.get(i).textValue()).matches()) {
                    throw refuse(name + "[" + i + "]", "must be a string that matches " + pattern.pattern());
                }
            }
            return array.valueStream().map(JsonNode::textValue).toList();
        }).orElse(List.of());
    }

    /** The lines of an order or quote: equal SKUs merged, at most {@link Line#MAX_LINES} distinct ones. */
    public List<Line> lines() {
        var merged = Line.merge(list("lines", 1, 1_000, line -> new Line(line.text("sku", Names.SKU), line.integer("quantity", 1, Line.MAX_QUANTITY))));
        if (merged.size() > Line.MAX_LINES) {
            throw refuse("lines", "must name at most " + Line.MAX_LINES + " distinct SKUs, it names " + merged.size());
        }
        merged.stream().filter(line -> line.quantity() > Line.MAX_QUANTITY).findFirst().ifPresent(line -> {
            throw refuse("lines", "must hold at most " + Line.MAX_QUANTITY + " of one SKU; those of " + line.sku() + " add up to " + line.quantity());
        });
        return merged;
    }

    /** @throws ProblemException 400 naming the first field nothing has asked for */
    public void end() {
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw Problem.invalidInput(at(name), at(name) + " is not a field of this request; it knows " + known.stream().sorted().toList()).asException();
            }
        });
    }

    /** A 400 problem about one field of this object: the field's path, then what it must be. */
    public ProblemException refuse(String name, String must) {
        return Problem.invalidInput(at(name), at(name) + " " + must).asException();
    }

    private Optional<JsonNode> find(String name) {
        known.add(name);
        return Optional.ofNullable(json.get(name)).filter(node -> !node.isNull());
    }

    private <T> T required(String name, Optional<T> value) {
        return value.orElseThrow(() -> refuse(name, "is missing"));
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
