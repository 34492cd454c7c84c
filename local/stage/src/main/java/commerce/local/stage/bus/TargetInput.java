package commerce.local.stage.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.StageModel.Input;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a target gets of an event: all of it, a constant, a part, or a text made of parts. */
final class TargetInput {

    private static final Pattern PATH = Pattern.compile("\\$(\\.[A-Za-z0-9_/-]+(\\[\\d+])*)*");
    private static final Pattern STEP = Pattern.compile("\\.([A-Za-z0-9_/-]+)|\\[(\\d+)]");
    private static final Pattern VARIABLE = Pattern.compile("<([A-Za-z0-9_.-]+)>");
    private static final Set<String> RESERVED = Set.of(
            "aws.events.rule-arn", "aws.events.rule-name", "aws.events.event", "aws.events.event.json", "aws.events.event.ingestion-time");

    private TargetInput() {}

    /** @throws IllegalArgumentException if there is a path or a variable in it that cannot be understood */
    static void check(Input input) {
        switch (input) {
            case Input.Whole whole -> { }
            case Input.Constant constant -> { }
            case Input.Part part -> checkPath(part.path());
            case Input.Transformed transformed -> {
                transformed.paths().values().forEach(TargetInput::checkPath);
                VARIABLE.matcher(transformed.template()).results().map(match -> match.group(1)).forEach(variable -> {
                    if (!transformed.paths().containsKey(variable) && !RESERVED.contains(variable)) {
                        throw new IllegalArgumentException("the input template uses <" + variable + ">, which no path defines");
                    }
                });
            }
        }
    }

    private static void checkPath(String path) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("the path " + path + " is not supported: only members and indexes are");
        }
    }

    /** @param accepted when the bus took the event */
    static String of(Input input, JsonNode event, String ruleName, String ruleArn, Instant accepted) {
        return switch (input) {
            case Input.Whole whole -> event.toString();
            case Input.Constant(JsonNode value) -> value.toString();
            case Input.Part(String path) -> {
                var part = at(event, path);
                yield part.isMissingNode() ? "null" : part.toString();
            }
            case Input.Transformed transformed -> filled(transformed, event, ruleName, ruleArn, accepted);
        };
    }

    private static JsonNode at(JsonNode event, String path) {
        var node = event;
        for (var step = STEP.matcher(path); step.find();) {
            node = step.group(1) != null ? node.path(step.group(1)) : node.path(Integer.parseInt(step.group(2)));
        }
        return node;
    }

    private static String filled(Input.Transformed transformed, JsonNode event, String ruleName, String ruleArn, Instant accepted) {
        var values = new HashMap<String, JsonNode>();
        transformed.paths().forEach((variable, path) -> values.put(variable, at(event, path)));
        reserved(values, event, ruleName, ruleArn, accepted);
        var template = transformed.template();
        var text = new StringBuilder();
        var variables = VARIABLE.matcher(template);
        while (variables.find()) {
            variables.appendReplacement(text, Matcher.quoteReplacement(shown(values.get(variables.group(1)), isQuoted(template, variables.start()))));
        }
        return variables.appendTail(text).toString();
    }

    private static void reserved(Map<String, JsonNode> values, JsonNode event, String ruleName, String ruleArn, Instant accepted) {
        var json = JsonNodeFactory.instance;
        var withoutDetail = ((ObjectNode) event.deepCopy());
        withoutDetail.remove("detail");
        values.put("aws.events.rule-name", json.textNode(ruleName));
        values.put("aws.events.rule-arn", json.textNode(ruleArn));
        values.put("aws.events.event.ingestion-time", json.textNode(accepted.toString()));
        values.put("aws.events.event", withoutDetail);
        values.put("aws.events.event.json", event);
    }

    /** Inside quotes a value is text, and what is more than text loses its own quotes; outside it is JSON. What is not there is empty. */
    private static String shown(JsonNode value, boolean quoted) {
        if (value.isMissingNode()) {
            return quoted ? "" : "\"\"";
        }
        if (!quoted) {
            return value.toString();
        }
        var text = value.toString();
        return value.isTextual() ? text.substring(1, text.length() - 1) : text.replace("\"", "");
    }

    private static boolean isQuoted(String template, int position) {
        var quoted = false;
        for (int index = 0; index < position; index++) {
            if (template.charAt(index) == '\\') {
                index++;
            } else if (template.charAt(index) == '"') {
                quoted = !quoted;
            }
        }
        return quoted;
    }
}
