package commerce.local.asl.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.asl.internal.definition.ExpressionRules.Reserved;
import commerce.local.asl.internal.jsonata.Expression;
import commerce.local.asl.internal.jsonata.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads containers (the machine, branches, item processors) and the states in them. */
final class StatesReader {

    private static final int LONGEST_NAME = 80;

    private final Faults faults;
    private final RecoveryReader recovery;
    private final Set<String> names = new HashSet<>();
    private final VariableScopes scopes = new VariableScopes();

    StatesReader(Faults faults) {
        this.faults = faults;
        this.recovery = new RecoveryReader(faults);
    }

    State.Container container(JsonNode object, String path) {
        FieldReader fields = new FieldReader(object, path, path, faults, Reserved.NEITHER);
        fields.require("States", "StartAt");
        String startAt = fields.optionalText("StartAt").orElse("");
        JsonNode statesNode = object.get("States");
        Map<String, State> states = new LinkedHashMap<>();
        if (statesNode == null || !statesNode.isObject() || statesNode.isEmpty()) {
            if (statesNode != null) {
                faults.schema("Expected a non-empty object", path + "/States");
            }
            return new State.Container(startAt, states);
        }
        scopes.enter(statesNode, path, faults);
        statesNode.properties().forEach(entry -> {
            String name = entry.getKey();
            state(name, entry.getValue(), path + "/States/" + name).ifPresent(state -> states.put(name, state));
        });
        scopes.leave();
        Graph.check(startAt, statesNode, path, faults);
        return new State.Container(startAt, states);
    }

    private Optional<State> state(String name, JsonNode node, String path) {
        if (name.isEmpty() || name.codePointCount(0, name.length()) > LONGEST_NAME) {
            faults.schema("A state's name should be 1 to 80 characters long", path);
        }
        if (!names.add(name)) {
            faults.add("DUPLICATE_STATE_NAME", "Duplicate State name: " + name, path);
        }
        if (!node.isObject()) {
            faults.schema("Expected value of type [OBJECT]", path);
            return Optional.empty();
        }
        FieldReader fields = new FieldReader(node, path, path, faults, Reserved.NEITHER);
        String type = fields.requiredText("Type");
        if (!Fields.isType(type)) {
            if (!type.isEmpty()) {
                faults.schema("Value should be one of the following: " + Fields.types().stream().sorted().toList(), path + "/Type");
            }
            return Optional.empty();
        }
        checkFields(node, type, path);
        Optional<String> next = transition(node, type, fields);
        return Optional.of(read(name, type, fields, next));
    }

    private State read(String name, String type, FieldReader fields, Optional<String> next) {
        FieldReader withResult = fields.withReserved(Reserved.RESULT);
        return switch (type) {
            case "Pass" -> new State.Pass(name, fields.assign(), fields.template("Output"), next);
            case "Succeed" -> new State.Succeed(name, Map.of(), fields.template("Output"));
            case "Fail" -> new State.Fail(name, failText(fields, "Error"), failText(fields, "Cause"));
            case "Wait" -> waiting(name, fields, next);
            case "Choice" -> new ChoiceReader(faults).read(name, fields);
            case "Task" -> task(name, fields, withResult, next);
            case "Parallel" -> new State.Parallel(name, withResult.assign(), withResult.template("Output"), next, fields.template("Arguments"),
                    branches(fields), recovery.retriers(fields), recovery.catchers(fields));
            default -> map(name, fields, withResult, next);
        };
    }

    private void checkFields(JsonNode node, String type, String path) {
        node.fieldNames().forEachRemaining(field -> {
            if (Fields.JSON_PATH.contains(field)) {
                faults.schema("The QueryLanguage is set to 'JSONata', but field '" + field + "' is only supported for the 'JSONPath' QueryLanguage",
                        path);
            } else if (!Fields.allowed(type, field)) {
                faults.schema("Field '" + field + "' is not supported", path + "/" + field);
            }
        });
        JsonNode language = node.path("QueryLanguage");
        if (language.asText().equals("JSONPath")) {
            faults.schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", path);
        } else if (!language.isMissingNode() && !language.asText().equals("JSONata")) {
            faults.schema("Value should be one of the following: [JSONPath, JSONata]", path + "/QueryLanguage");
        }
    }

    /** {@code Next} or {@code "End": true}, exactly one of them, for the types that go on by themselves. */
    private Optional<String> transition(JsonNode node, String type, FieldReader fields) {
        if (type.equals("Succeed") || type.equals("Fail") || type.equals("Choice")) {
            return Optional.empty();
        }
        JsonNode end = node.path("End");
        if (!end.isMissingNode() && !end.isBoolean()) {
            faults.schema("Expected value of type [BOOLEAN]", fields.at("End"));
        }
        boolean ends = end.isBoolean() && end.booleanValue();
        if (ends && node.has("Next")) {
            faults.schema("These fields are mutually exclusive: [Next, End]", fields.path());
        } else if (!ends && !node.has("Next")) {
            faults.schema("One of these fields is required but both are missing: [Next, End]", fields.path());
        }
        return ends ? Optional.empty() : fields.optionalText("Next");
    }

    /** {@code Error} and {@code Cause} are texts, or expressions for texts. */
    private Optional<Template> failText(FieldReader fields, String field) {
        return fields.optionalText(field).map(text -> fields.template(fields.node(field), fields.at(field)));
    }

    private State waiting(String name, FieldReader fields, Optional<String> next) {
        if (fields.has("Seconds") == fields.has("Timestamp")) {
            faults.schema("Exactly one of these fields is required: [Seconds, Timestamp]", fields.path());
        }
        return new State.Wait(name, fields.assign(), fields.template("Output"), next, fields.seconds("Seconds", 0), timestamp(fields));
    }

    private Optional<Template> timestamp(FieldReader fields) {
        Optional<Template> timestamp = fields.optionalText("Timestamp").map(text -> fields.template(fields.node("Timestamp"), fields.at("Timestamp")));
        if (timestamp.orElse(null) instanceof Template.Constant(String text) && Timestamps.parse(text).isEmpty()) {
            faults.schema("Value is not a valid timestamp", fields.at("Timestamp"));
        }
        return timestamp;
    }

    private State task(String name, FieldReader fields, FieldReader withResult, Optional<String> next) {
        String resource = fields.requiredText("Resource");
        if (!resource.isEmpty() && !resource.startsWith("arn:")) {
            faults.schema("Value is not a valid resource ARN", fields.at("Resource"));
        }
        Optional<Template> timeout = fields.seconds("TimeoutSeconds", 1);
        Optional<Template> heartbeat = fields.seconds("HeartbeatSeconds", 1);
        if (timeout.orElse(null) instanceof Template.Constant(Number limit) && heartbeat.orElse(null) instanceof Template.Constant(Number beat)
                && beat.longValue() >= limit.longValue()) {
            faults.schema("HeartbeatSeconds should be smaller than TimeoutSeconds", fields.at("HeartbeatSeconds"));
        }
        return new State.Task(name, withResult.assign(), withResult.template("Output"), next, resource, fields.template("Arguments"), timeout,
                heartbeat, recovery.retriers(fields), recovery.catchers(fields));
    }

    private List<State.Container> branches(FieldReader fields) {
        JsonNode branches = fields.node("Branches");
        fields.require("Branches");
        if (!branches.isArray() || branches.isEmpty()) {
            if (!branches.isMissingNode()) {
                faults.schema("Expected a non-empty array", fields.at("Branches"));
            }
            return List.of();
        }
        List<State.Container> read = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            read.add(inner(branches.get(i), fields.at("Branches") + "[" + i + "]", Set.of("StartAt", "States", "Comment")));
        }
        return read;
    }

    private State.Container inner(JsonNode node, String path, Set<String> allowed) {
        node.fieldNames().forEachRemaining(field -> {
            if (!allowed.contains(field)) {
                faults.schema("Field '" + field + "' is not supported", path + (field.equals("QueryLanguage") ? "" : "/" + field));
            }
        });
        return container(node, path);
    }

    private State map(String name, FieldReader fields, FieldReader withResult, Optional<String> next) {
        String processorField = fields.has("ItemProcessor") || !fields.has("Iterator") ? "ItemProcessor" : "Iterator";
        State.Container processor = new State.Container("", Map.of());
        if (!fields.has(processorField)) {
            fields.require("ItemProcessor");
        } else {
            JsonNode node = fields.node(processorField);
            String mode = node.path("ProcessorConfig").path("Mode").asText("INLINE");
            if (!mode.equals("INLINE")) {
                faults.add("UNSUPPORTED_MAP_MODE", "Only Map states of mode INLINE are run here", fields.at(processorField) + "/ProcessorConfig/Mode");
            }
            processor = inner(node, fields.at(processorField), Set.of("StartAt", "States", "Comment", "ProcessorConfig"));
        }
        if (fields.has("Items") && !fields.node("Items").isArray() && !fields.node("Items").isObject()
                && !(fields.node("Items").isTextual() && Expression.isExpression(fields.node("Items").textValue()))) {
            faults.schema("Expected an array, an object or a JSONata expression", fields.at("Items"));
        }
        return new State.MapState(name, withResult.assign(), withResult.template("Output"), next, fields.template("Items"),
                fields.template("ItemSelector"), fields.number("MaxConcurrency", 0, Long.MAX_VALUE),
                fields.number("ToleratedFailureCount", 0, Integer.MAX_VALUE), fields.number("ToleratedFailurePercentage", 0, 100), processor,
                recovery.retriers(fields), recovery.catchers(fields));
    }
}
