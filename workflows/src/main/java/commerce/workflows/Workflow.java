package commerce.workflows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A state machine as it is deployed and as the local stage runs it.
 *
 * @param name what the machine is called, for example {@code checkout}
 * @param definition Amazon States Language, with a placeholder {@code ${ReserveStockArn}} for each function's ARN
 */
public record Workflow(String name, String definition) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");
    private static final String ARN_SUFFIX = "Arn";

    /**
     * What has to be filled in before the definition can run: substitution name to the operation whose ARN it is, for example
     * {@code ReserveStockArn -> ReserveStock}. These functions, and no others, the machine may invoke.
     */
    public Map<String, String> substitutions() {
        Map<String, String> operations = new TreeMap<>();
        var placeholders = PLACEHOLDER.matcher(definition);
        while (placeholders.find()) {
            var placeholder = placeholders.group(1);
            if (!placeholder.endsWith(ARN_SUFFIX)) {
                throw new IllegalStateException("the placeholder " + placeholder + " of " + name + " is not an operation's name followed by " + ARN_SUFFIX);
            }
            operations.put(placeholder, placeholder.substring(0, placeholder.length() - ARN_SUFFIX.length()));
        }
        return operations;
    }

    /** The definition with every placeholder filled in; {@code arns} holds a value for each name of {@link #substitutions}. */
    public String substituted(Map<String, String> arns) {
        return PLACEHOLDER.matcher(definition).replaceAll(placeholder -> {
            var arn = arns.get(placeholder.group(1));
            if (arn == null) {
                throw new IllegalArgumentException("no value for the placeholder " + placeholder.group(1) + " of " + name);
            }
            return arn.replace("\\", "\\\\").replace("$", "\\$");
        });
    }

    /** Every name in any {@code ErrorEquals}, in document order; a name of ours is the class name of an exception. */
    public Set<String> errorNames() {
        Set<String> names = new LinkedHashSet<>();
        json().findValues("ErrorEquals").forEach(list -> list.forEach(error -> names.add(error.textValue())));
        return names;
    }

    /** Every state by its name, in document order. */
    public Map<String, JsonNode> states() {
        Map<String, JsonNode> states = new LinkedHashMap<>();
        json().path("States").properties().forEach(state -> states.put(state.getKey(), state.getValue()));
        return states;
    }

    private JsonNode json() {
        try {
            return MAPPER.readTree(definition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the definition of " + name + " is not JSON", e);
        }
    }
}
