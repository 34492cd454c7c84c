package commerce.local.stage.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces intrinsic functions by what they stand for, across stacks. Values come out as plain JSON; {@code AWS::NoValue} comes out as a
 * missing member. Anything it does not understand throws {@link UnsupportedTemplate}.
 */
final class Resolver {

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{(!?)([^}]+)}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, Assembly.Stack> stacks = new LinkedHashMap<>();
    private final Map<String, Map<String, Resource>> resources = new HashMap<>();
    private final Map<String, String> exportingStack = new HashMap<>();
    private final Map<String, JsonNode> exports = new HashMap<>();
    private final Map<String, String> parameters;
    private final String region;
    private final String account;
    private final PhysicalIds ids;

    /** @param parameters values of CloudFormation parameters, by name; the template's default holds for others */
    Resolver(Assembly assembly, Map<String, String> parameters, String region, String account) {
        this.parameters = parameters;
        this.region = region;
        this.account = account;
        this.ids = new PhysicalIds(region, account);
        for (var stack : assembly.stacks()) {
            stacks.put(stack.name(), stack);
            var own = new LinkedHashMap<String, Resource>();
            stack.resources().forEach(entry -> {
                var resource = entry.getValue();
                own.put(entry.getKey(), new Resource(stack.name(), entry.getKey(), resource.path("Type").asText(), resource.path("Properties"), resource.path("Metadata")));
            });
            resources.put(stack.name(), own);
        }
        stacks.values().forEach(this::readExports);
    }

    private void readExports(Assembly.Stack stack) {
        stack.outputs().forEach(output -> {
            if (output.path("Export").has("Name")) {
                var name = text(stack.name(), output.path("Export").path("Name"));
                exportingStack.put(name, stack.name());
                exports.put(name, output.path("Value"));
            }
        });
    }

    /** Every resource whose condition holds, stack by stack. */
    List<Resource> resources() {
        var all = new ArrayList<Resource>();
        stacks.values().forEach(stack -> resources.get(stack.name()).values().forEach(resource -> {
            var condition = stack.template().path("Resources").path(resource.logicalId()).path("Condition");
            if (condition.isMissingNode() || condition(stack.name(), condition.asText())) {
                all.add(resource);
            }
        }));
        return all;
    }

    /** Outputs of all stacks, {@code <stack>.<output>}. */
    Map<String, String> outputs() {
        var outputs = new LinkedHashMap<String, String>();
        stacks.values().forEach(stack -> stack.outputs().properties().forEach(output ->
                outputs.put(stack.name() + "." + output.getKey(), text(stack.name(), output.getValue().path("Value")))));
        return outputs;
    }

    /** All properties of a resource. */
    JsonNode properties(Resource resource) {
        return value(resource.stack(), resource.properties());
    }

    /** One property of a resource; missing if it is not there. */
    JsonNode property(Resource resource, String name) {
        return value(resource.stack(), resource.properties().path(name));
    }

    String name(Resource resource) {
        return PhysicalIds.nameProperty(resource.type()).map(property -> property(resource, property)).filter(JsonNode::isTextual).map(JsonNode::asText)
                .orElse(PhysicalIds.made(resource));
    }

    String arn(Resource resource) {
        return attribute(resource, "Arn");
    }

    String ref(Resource resource) {
        var target = switch (resource.type()) {
            case "AWS::Lambda::Alias", "AWS::Lambda::Version" -> functionArn(property(resource, "FunctionName").asText());
            default -> "";
        };
        return ids.ref(resource, name(resource), target);
    }

    private String functionArn(String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : "arn:aws:lambda:" + region + ":" + account + ":function:" + nameOrArn;
    }

    String attribute(Resource resource, String attribute) {
        return ids.attribute(resource, name(resource), attribute)
                .or(() -> ResourceTypes.INERT.containsKey(resource.type()) ? java.util.Optional.of(resource.address() + "." + attribute) : java.util.Optional.empty())
                .orElseThrow(() -> new UnsupportedTemplate("Fn::GetAtt %s of %s (%s) is not supported".formatted(attribute, resource.address(), resource.type())));
    }

    String text(String stack, JsonNode node) {
        var value = value(stack, node);
        if (value.isValueNode()) {
            return value.asText();
        }
        throw new UnsupportedTemplate("expected text in stack " + stack + ", found " + value);
    }

    JsonNode value(String stack, JsonNode node) {
        return switch (node) {
            case ObjectNode object when object.size() == 1 && isIntrinsic(object.fieldNames().next()) ->
                intrinsic(stack, object.fieldNames().next(), object.elements().next());
            case ObjectNode object -> {
                var resolved = NODES.objectNode();
                object.properties().forEach(member -> {
                    var value = value(stack, member.getValue());
                    if (!value.isMissingNode()) {
                        resolved.set(member.getKey(), value);
                    }
                });
                yield resolved;
            }
            case ArrayNode array -> {
                var resolved = NODES.arrayNode();
                array.forEach(element -> {
                    var value = value(stack, element);
                    if (!value.isMissingNode()) {
                        resolved.add(value);
                    }
                });
                yield resolved;
            }
            default -> node;
        };
    }

    private static boolean isIntrinsic(String name) {
        return name.equals("Ref") || name.startsWith("Fn::");
    }

    private JsonNode intrinsic(String stack, String name, JsonNode argument) {
        return switch (name) {
            case "Ref" -> reference(stack, argument.asText());
            case "Fn::GetAtt" -> TextNode.valueOf(attribute(resource(stack, argument.path(0).asText()), argument.path(1).asText()));
            case "Fn::Join" -> TextNode.valueOf(String.join(argument.path(0).asText(), texts(value(stack, argument.path(1)))));
            case "Fn::Split" -> {
                var parts = NODES.arrayNode();
                List.of(text(stack, argument.path(1)).split(Pattern.quote(argument.path(0).asText()), -1)).forEach(parts::add);
                yield parts;
            }
            case "Fn::Select" -> value(stack, argument.path(1)).path(Integer.parseInt(text(stack, argument.path(0))));
            case "Fn::Sub" -> argument.isArray()
                    ? substitute(stack, argument.path(0).asText(), argument.path(1))
                    : substitute(stack, argument.asText(), NODES.objectNode());
            case "Fn::ImportValue" -> imported(text(stack, argument));
            case "Fn::If" -> value(stack, argument.path(condition(stack, argument.path(0).asText()) ? 1 : 2));
            default -> throw new UnsupportedTemplate("the intrinsic function " + name + " in stack " + stack + " is not supported");
        };
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private JsonNode reference(String stack, String name) {
        return switch (name) {
            case "AWS::Region" -> TextNode.valueOf(region);
            case "AWS::AccountId" -> TextNode.valueOf(account);
            case "AWS::Partition" -> TextNode.valueOf("aws");
            case "AWS::URLSuffix" -> TextNode.valueOf("amazonaws.com");
            case "AWS::StackName" -> TextNode.valueOf(stack);
            case "AWS::StackId" -> TextNode.valueOf("arn:aws:cloudformation:" + region + ":" + account + ":stack/" + stack + "/local");
            case "AWS::NoValue" -> MissingNode.getInstance();
            default -> {
                var parameter = stacks.get(stack).template().path("Parameters").path(name);
                yield parameter.isMissingNode() ? TextNode.valueOf(ref(resource(stack, name))) : TextNode.valueOf(parameter(stack, name, parameter));
            }
        };
    }

    private String parameter(String stack, String name, JsonNode declaration) {
        if (parameters.containsKey(name)) {
            return parameters.get(name);
        }
        if (!declaration.has("Default")) {
            throw new UnsupportedTemplate("the parameter " + name + " of stack " + stack + " has no default and the stage has no value for it");
        }
        return declaration.path("Default").asText();
    }

    private Resource resource(String stack, String logicalId) {
        var resource = resources.get(stack).get(logicalId);
        if (resource == null) {
            throw new UnsupportedTemplate("stack " + stack + " refers to " + logicalId + ", which it does not have");
        }
        return resource;
    }

    private JsonNode imported(String name) {
        if (!exports.containsKey(name)) {
            throw new UnsupportedTemplate("no stack exports " + name);
        }
        return value(exportingStack.get(name), exports.get(name));
    }

    private JsonNode substitute(String stack, String template, JsonNode values) {
        var result = SUBSTITUTION.matcher(template).replaceAll(match -> Matcher.quoteReplacement(substitution(stack, match.group(1), match.group(2), values)));
        return TextNode.valueOf(result);
    }

    private String substitution(String stack, String literal, String name, JsonNode values) {
        if (!literal.isEmpty()) {
            return "${" + name + "}";
        }
        if (values.has(name)) {
            return text(stack, values.path(name));
        }
        var dot = name.indexOf('.');
        return dot < 0 ? reference(stack, name).asText() : attribute(resource(stack, name.substring(0, dot)), name.substring(dot + 1));
    }

    private boolean condition(String stack, String name) {
        var condition = stacks.get(stack).conditions().path(name);
        if (condition.isMissingNode()) {
            throw new UnsupportedTemplate("stack " + stack + " has no condition " + name);
        }
        return holds(stack, condition);
    }

    private boolean holds(String stack, JsonNode condition) {
        var name = condition.fieldNames().next();
        var arguments = condition.path(name);
        return switch (name) {
            case "Condition" -> condition(stack, arguments.asText());
            case "Fn::Equals" -> text(stack, arguments.path(0)).equals(text(stack, arguments.path(1)));
            case "Fn::Not" -> !holds(stack, arguments.path(0));
            case "Fn::And" -> arguments.valueStream().allMatch(each -> holds(stack, each));
            case "Fn::Or" -> arguments.valueStream().anyMatch(each -> holds(stack, each));
            default -> throw new UnsupportedTemplate("the condition function " + name + " in stack " + stack + " is not supported");
        };
    }
}
