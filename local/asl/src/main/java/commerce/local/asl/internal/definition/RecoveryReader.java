package commerce.local.asl.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.asl.internal.definition.ExpressionRules.Reserved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code Retry} and {@code Catch}. */
final class RecoveryReader {

    private static final Set<String> RETRIER_FIELDS = Set.of("ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds",
            "JitterStrategy", "Comment");
    private static final Set<String> CATCHER_FIELDS = Set.of("ErrorEquals", "Next", "Assign", "Output", "Comment");
    private static final long LONGEST_DELAY = 31_622_399;

    private final Faults faults;

    RecoveryReader(Faults faults) {
        this.faults = faults;
    }

    List<State.Retrier> retriers(FieldReader fields) {
        List<State.Retrier> retriers = new ArrayList<>();
        each(fields, "Retry", RETRIER_FIELDS, (reader, last) -> retriers.add(retrier(reader, last)));
        return retriers;
    }

    List<State.Catcher> catchers(FieldReader fields) {
        List<State.Catcher> catchers = new ArrayList<>();
        each(fields, "Catch", CATCHER_FIELDS, (reader, last) -> catchers.add(catcher(reader, last)));
        return catchers;
    }

    private interface Entry {
        void read(FieldReader fields, boolean last);
    }

    private void each(FieldReader fields, String field, Set<String> allowed, Entry entry) {
        JsonNode array = fields.node(field);
        if (array.isMissingNode()) {
            return;
        }
        if (!array.isArray()) {
            faults.schema("Expected value of type [ARRAY]", fields.at(field));
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            FieldReader inner = fields.within(array.get(i), fields.at(field) + "[" + i + "]", Reserved.ERROR_OUTPUT);
            array.get(i).fieldNames().forEachRemaining(name -> {
                if (!allowed.contains(name)) {
                    faults.schema("Field '" + name + "' is not supported", inner.at(name));
                }
            });
            entry.read(inner, i == array.size() - 1);
        }
    }

    private State.Retrier retrier(FieldReader fields, boolean last) {
        fields.require("ErrorEquals");
        long interval = integer(fields, "IntervalSeconds", 1, FieldReader.MAX_SECONDS).orElse(1L);
        Optional<Long> maxDelay = integer(fields, "MaxDelaySeconds", 1, LONGEST_DELAY);
        if (maxDelay.isPresent() && maxDelay.get() <= interval && !faultedAt(fields.at("MaxDelaySeconds"))) {
            faults.schema("MaxDelaySeconds should be greater than IntervalSeconds", fields.at("MaxDelaySeconds"));
        }
        return new State.Retrier(errorEquals(fields, last), interval, integer(fields, "MaxAttempts", 0, FieldReader.MAX_SECONDS).orElse(3L),
                backoff(fields), maxDelay, jitter(fields));
    }

    private State.Catcher catcher(FieldReader fields, boolean last) {
        fields.require("ErrorEquals", "Next");
        return new State.Catcher(errorEquals(fields, last), fields.optionalText("Next").orElse(""), fields.assign(), fields.template("Output"));
    }

    private List<String> errorEquals(FieldReader fields, boolean last) {
        JsonNode names = fields.node("ErrorEquals");
        if (!names.isArray() || names.isEmpty() || names.valueStream().anyMatch(name -> !name.isTextual())) {
            if (!names.isMissingNode()) {
                faults.schema("Expected a non-empty array of strings", fields.at("ErrorEquals"));
            }
            return List.of();
        }
        List<String> errors = DefinitionReader.texts(names);
        if (errors.contains("States.ALL")) {
            if (errors.size() > 1) {
                faults.schema("States.ALL should appear alone", fields.at("ErrorEquals"));
            }
            if (!last) {
                faults.schema("States.ALL should appear in the last element only", fields.at("ErrorEquals"));
            }
        }
        errors.stream().filter(error -> error.startsWith("States.") && !ErrorNames.RESERVED.contains(error)).forEach(
                error -> faults.schema("'" + error + "' is not a reserved error name; names beginning with 'States.' are reserved",
                        fields.at("ErrorEquals")));
        return errors;
    }

    private Optional<Long> integer(FieldReader fields, String field, long least, long most) {
        JsonNode node = fields.node(field);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            faults.schema("Expected value of type [INTEGER]", fields.at(field));
            return Optional.empty();
        }
        if (node.longValue() < least || node.longValue() > most) {
            faults.schema("Value should be between " + least + " and " + most, fields.at(field));
        }
        return Optional.of(node.longValue());
    }

    private double backoff(FieldReader fields) {
        JsonNode node = fields.node("BackoffRate");
        if (node.isMissingNode()) {
            return 2.0;
        }
        if (!node.isNumber()) {
            faults.schema("Expected value of type [NUMBER]", fields.at("BackoffRate"));
        } else if (node.doubleValue() < 1.0) {
            faults.schema("Value should be greater than or equal to 1", fields.at("BackoffRate"));
        }
        return node.doubleValue();
    }

    private boolean jitter(FieldReader fields) {
        Optional<String> strategy = fields.optionalText("JitterStrategy");
        if (strategy.isPresent() && !Set.of("FULL", "NONE").contains(strategy.get())) {
            faults.schema("Value should be one of the following: [FULL, NONE]", fields.at("JitterStrategy"));
        }
        return strategy.filter("FULL"::equals).isPresent();
    }

    private boolean faultedAt(String location) {
        return faults.all().stream().anyMatch(fault -> fault.location().equals(location));
    }
}
