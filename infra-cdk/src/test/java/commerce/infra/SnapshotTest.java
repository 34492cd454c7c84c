package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever changes the infrastructure sees what it does to the templates, and shows it in the review: one snapshot of each stack of
 * production, without the hashes of code and versions.
 *
 * <p>After a change that is meant: {@value #RENEW}, then commit the difference.
 */
class SnapshotTest {

    private static final String RENEW = "mvn -f infra-cdk/pom.xml test -Dtest=SnapshotTest -Dsnapshots=renew";
    private static final boolean RENEWING = "renew".equals(System.getProperty("snapshots"));
    private static final Path SNAPSHOTS = Path.of("src", "test", "resources", "snapshots");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of differences, as many as somebody reads. */
    private static final int SHOWN = 40;

    static Stream<String> stacks() {
        return Templates.of("prod").byStack().keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void aStackIsAsItsSnapshotSays(String stack) throws IOException {
        var file = SNAPSHOTS.resolve(stack + ".json");
        var now = masked(Templates.of("prod").byStack().get(stack));
        if (RENEWING) {
            Files.createDirectories(SNAPSHOTS);
            Files.writeString(file, SortedJson.print(now));
        }
        var difference = SortedJson.difference(Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode(), now);

        if (!difference.isEmpty()) {
            var more = difference.size() > SHOWN ? "\n... and " + (difference.size() - SHOWN) + " more" : "";
            fail(stack + " is not as its snapshot says. If that is meant: " + RENEW + "\n" + difference.stream().limit(SHOWN).collect(Collectors.joining("\n")) + more);
        }
    }

    @Test
    void thereIsNoSnapshotOfAStackThatIsGone() throws IOException {
        try (var files = Files.list(SNAPSHOTS)) {
            var kept = files.map(file -> file.getFileName().toString().replace(".json", "")).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(stacks().toList(), List.copyOf(kept));
        }
    }

    @Test
    void aDifferenceNamesThePlaceAndBothValues() throws IOException {
        var before = JSON.readTree("{\"a\": {\"b\": [1, 2], \"gone\": true}, \"same\": {}}");
        var after = JSON.readTree("{\"same\": {}, \"a\": {\"b\": [1, 3], \"new\": \"x\"}}");

        assertEquals(List.of("- /a/b/1: 2", "+ /a/b/1: 3", "- /a/gone: true", "+ /a/new: \"x\""), SortedJson.difference(before, after));
    }

    /** Without what changes whenever code does; the workflow's definition as JSON. */
    private static JsonNode masked(JsonNode template) throws IOException {
        var text = template.toString().replaceAll("[0-9a-f]{64}", "<hash>").replaceAll("(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}", "$1<hash>");
        var masked = JSON.readTree(text);
        for (var resource : masked.path("Resources")) {
            if (resource.at("/Properties/DefinitionString").isTextual()) {
                ((ObjectNode) resource.path("Properties")).set("DefinitionString", JSON.readTree(resource.at("/Properties/DefinitionString").asText()));
            }
        }
        return masked;
    }
}
