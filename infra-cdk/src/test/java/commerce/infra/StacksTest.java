package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The templates as wholes. */
class StacksTest {

    @Test
    void thereIsOneStackPerContextAndPlatformAndEdge() {
        assertEquals(Set.of("Platform", "Catalog", "Inventory", "Promotion", "Payment", "Settlement", "Ordering", "Edge"), Templates.of("local").byStack().keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void everyEnvironmentHasTheSameResources(String environment) {
        assertEquals(resourcesOf(Templates.of("local")), resourcesOf(Templates.of(environment)));
    }

    /** A published version's logical id ends with the hash of what it publishes. */
    private static Set<String> resourcesOf(Templates templates) {
        return templates.all().stream().map(resource -> resource.type() + " " + resource.toString().replaceAll("(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}$", "$1")).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whatDiffersBetweenEnvironmentsIsInOneFile() throws IOException {
        var named = Pattern.compile("\"(" + String.join("|", Templates.ENVIRONMENTS) + ")\"");
        try (var files = Files.list(Path.of("src", "main", "java", "commerce", "infra"))) {
            var naming = new TreeSet<String>();
            for (var file : files.toList()) {
                if (named.matcher(Files.readString(file)).find()) {
                    naming.add(file.getFileName().toString());
                }
            }
            // The app is told which environment to take, and what code it takes for which.
            assertEquals(Set.of("CommerceApp.java", "DeploymentConfig.java"), naming);
        }
    }

    @Test
    void everyStackStaysFarBelowTheLimitOf500Resources() {
        Templates.of("prod").byStack().forEach((stack, template) -> assertTrue(template.path("Resources").size() < 400, () -> stack + " has " + template.path("Resources").size()));
    }

    @Test
    void functionsHaveUniqueLogicalIdsOverAllStacks() {
        var names = Templates.of("prod").functions().stream().map(Templates.Resource::id).toList();

        assertEquals(names.size(), new HashSet<>(names).size());
    }

    @Test
    void noResourceDependsOnItselfHoweverIndirectly() {
        var templates = Templates.of("prod");
        var edges = new HashMap<String, Set<String>>();
        for (var resource : templates.all()) {
            var targets = new HashSet<String>();
            references(templates, resource.stack(), resource.body(), targets);
            edges.put(resource.toString(), targets);
        }

        assertFalse(edges.values().stream().allMatch(Set::isEmpty));
        assertEquals(List.of(), cycleIn(edges));
    }

    private static void references(Templates templates, String stack, JsonNode node, Set<String> found) {
        if (node.has("Ref") || node.has("Fn::GetAtt") || node.has("Fn::ImportValue")) {
            templates.target(stack, node).ifPresent(target -> found.add(target.toString()));
        }
        if (node.has("DependsOn")) {
            node.path("DependsOn").forEach(id -> found.add(stack + "/" + id.asText()));
        }
        node.forEach(child -> references(templates, stack, child, found));
    }

    private static List<String> cycleIn(Map<String, Set<String>> edges) {
        var done = new HashSet<String>();
        for (var start : new TreeSet<>(edges.keySet())) {
            var cycle = cycleFrom(start, edges, new ArrayList<>(), done);
            if (!cycle.isEmpty()) {
                return cycle;
            }
        }
        return List.of();
    }

    private static List<String> cycleFrom(String node, Map<String, Set<String>> edges, List<String> path, Set<String> done) {
        if (path.contains(node)) {
            return List.copyOf(path.subList(path.indexOf(node), path.size()));
        }
        if (!done.contains(node)) {
            path.add(node);
            for (var next : edges.getOrDefault(node, Set.of())) {
                var cycle = cycleFrom(next, edges, path, done);
                if (!cycle.isEmpty()) {
                    return cycle;
                }
            }
            path.removeLast();
            done.add(node);
        }
        return List.of();
    }

    @Test
    void theReadmeListsNoResourceTypeThatIsNotUsed() {
        assertEquals(Templates.of("prod").all().stream().map(Templates.Resource::type).collect(Collectors.toCollection(TreeSet::new)), TypeRules.inReadme());
    }

    @Test
    void anUnknownEnvironmentIsRefusedByNamingTheKnownOnes() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> DeploymentConfig.of("staging"));

        assertEquals("there is no environment 'staging': choose local, localstack, floci, dev or prod", refusal.getMessage());
    }

    @Test
    void codeThatWasNotBuiltIsMissedByName() {
        var missed = assertThrows(IllegalStateException.class, () -> FunctionCode.built(Path.of("nowhere")).of("inventory"));

        assertEquals("nowhere/functions/inventory/target/function.zip does not exist: build functions/inventory first", missed.getMessage());
    }
}
