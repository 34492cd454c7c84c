package commerce.local.asl.internal.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.asl.InvalidDefinition;
import commerce.local.asl.internal.json.Values;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a whole definition and refuses it, with every fault, if AWS would. */
public final class DefinitionReader {

    private static final int LARGEST_BYTES = 1024 * 1024;
    private static final Set<String> TOP_LEVEL = Set.of("Comment", "StartAt", "States", "Version", "TimeoutSeconds", "QueryLanguage");

    private final Faults faults = new Faults();

    private DefinitionReader() {}

    /** @throws InvalidDefinition if anything is wrong */
    public static Machine read(String json) {
        return new DefinitionReader().machine(json);
    }

    private Machine machine(String json) {
        JsonNode root = tree(json);
        if (Values.sizeInBytes(json) > LARGEST_BYTES) {
            faults.add("DEFINITION_TOO_LARGE", "The definition is larger than 1 MB", "");
        }
        root.fieldNames().forEachRemaining(field -> {
            if (!TOP_LEVEL.contains(field)) {
                faults.schema("Field '" + field + "' is not supported", "/" + field);
            }
        });
        queryLanguage(root);
        FieldReader fields = new FieldReader(root, "", "", faults, ExpressionRules.Reserved.NEITHER);
        if (fields.has("Version") && !fields.node("Version").asText().equals("1.0")) {
            faults.schema("Value should be one of the following: [1.0]", "/Version");
        }
        State.Container states = new StatesReader(faults).container(root, "");
        Optional<Long> timeout = timeout(root);
        if (!faults.isEmpty()) {
            throw new InvalidDefinition(faults.all());
        }
        return new Machine(timeout, states);
    }

    private JsonNode tree(String json) {
        if (json.isBlank()) {
            faults.schema("Definition must be a valid JSON object", "");
            throw new InvalidDefinition(faults.all());
        }
        try {
            JsonNode root = Values.tree(json);
            if (root.isObject()) {
                return root;
            }
            faults.schema("Definition must be a valid JSON object", "");
        } catch (JsonProcessingException e) {
            faults.add("INVALID_JSON_DESCRIPTION", "Invalid JSON description: " + e.getOriginalMessage(), "");
        }
        throw new InvalidDefinition(faults.all());
    }

    private void queryLanguage(JsonNode root) {
        JsonNode language = root.path("QueryLanguage");
        if (language.isTextual() && language.textValue().equals("JSONata")) {
            return;
        }
        if (language.isMissingNode() || language.asText().equals("JSONPath")) {
            faults.add("UNSUPPORTED_QUERY_LANGUAGE", "Only the query language JSONata is run here; set \"QueryLanguage\": \"JSONata\"", "/QueryLanguage");
        } else if (!language.isTextual()) {
            faults.schema("Expected value of type [STRING]", "/QueryLanguage");
        } else {
            faults.schema("Value should be one of the following: [JSONPath, JSONata]", "/QueryLanguage");
        }
    }

    /** The machine's own time-out is a number; it has no data an expression could read. */
    private Optional<Long> timeout(JsonNode root) {
        JsonNode node = root.get("TimeoutSeconds");
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            faults.schema("Expected value of type [INTEGER]", "/TimeoutSeconds");
            return Optional.empty();
        }
        if (node.longValue() < 1 || node.longValue() > FieldReader.MAX_SECONDS) {
            faults.schema("Value should be between 1 and " + FieldReader.MAX_SECONDS, "/TimeoutSeconds");
        }
        return Optional.of(node.longValue());
    }

    static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
