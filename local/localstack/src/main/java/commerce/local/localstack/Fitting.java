package commerce.local.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a template fit a target: takes out the resources of types it does not know and nobody misses there.
 *
 * @param template a copy
 * @param leftOut how many resources of each type were taken out
 */
record Fitting(ObjectNode template, Map<String, Integer> leftOut) {

    /** @throws DeploymentFailed naming a resource of an unknown type that may not be left out, or that another resource refers to */
    static Fitting of(CloudAssembly.Stack stack, Target target) {
        var template = stack.template().deepCopy();
        var resources = (ObjectNode) template.path("Resources");
        var removed = new LinkedHashMap<String, String>();
        resources.properties().forEach(resource -> {
            var type = resource.getValue().path("Type").asText();
            if (!target.knows(type)) {
                if (target.whyNotMissed(type).isEmpty()) {
                    throw new DeploymentFailed("%s does not know the resource type %s (%s of stack %s)".formatted(target.title(), type, resource.getKey(), stack.name()));
                }
                removed.put(resource.getKey(), type);
            }
        });
        resources.remove(removed.keySet());
        resources.forEach(resource -> withoutDependenciesOn(removed, (ObjectNode) resource));
        refuseReferences(template, removed, stack.name());
        var counts = new TreeMap<String, Integer>();
        removed.values().forEach(type -> counts.merge(type, 1, Integer::sum));
        return new Fitting(template, counts);
    }

    /** Order only: there is nothing to wait for any more. */
    private static void withoutDependenciesOn(Map<String, String> removed, ObjectNode resource) {
        switch (resource.path("DependsOn")) {
            case ArrayNode several -> {
                var kept = resource.arrayNode();
                several.forEach(one -> {
                    if (!removed.containsKey(one.asText())) {
                        kept.add(one);
                    }
                });
                resource.set("DependsOn", kept);
            }
            case JsonNode one when removed.containsKey(one.asText()) -> resource.remove("DependsOn");
            default -> { }
        }
    }

    private static void refuseReferences(JsonNode node, Map<String, String> removed, String stack) {
        removed.forEach((id, type) -> {
            if (refersTo(node, id)) {
                throw new DeploymentFailed("%s (%s) of stack %s cannot be left out: something refers to it".formatted(id, type, stack));
            }
        });
    }

    private static boolean refersTo(JsonNode node, String id) {
        var sub = node.path("Fn::Sub").isArray() ? node.path("Fn::Sub").path(0).asText() : node.path("Fn::Sub").asText();
        return node.path("Ref").asText().equals(id)
                || node.path("Fn::GetAtt").path(0).asText().equals(id)
                || sub.contains("${" + id + "}") || sub.contains("${" + id + ".")
                || node.valueStream().anyMatch(child -> refersTo(child, id));
    }
}
