package commerce.local.stage.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The stacks of a cloud assembly ({@code cdk.out}), in the manifest's order.
 *
 * @param stacks never empty
 */
record Assembly(List<Stack> stacks) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One stack: its name and its template. */
    record Stack(String name, JsonNode template) {

        JsonNode outputs() {
            return template.path("Outputs");
        }

        JsonNode conditions() {
            return template.path("Conditions");
        }

        Iterable<Map.Entry<String, JsonNode>> resources() {
            return template.path("Resources").properties();
        }
    }

    static Assembly read(Path folder) {
        var manifest = folder.resolve("manifest.json");
        if (!Files.exists(manifest)) {
            throw new UnsupportedTemplate("no synthesized templates in " + folder + ": run `./commerce synth` first");
        }
        var stacks = new ArrayList<Stack>();
        json(manifest).path("artifacts").properties().forEach(artifact -> {
            if (artifact.getValue().path("type").asText().equals("aws:cloudformation:stack")) {
                var properties = artifact.getValue().path("properties");
                var name = properties.path("stackName").asText(artifact.getKey());
                stacks.add(new Stack(name, json(folder.resolve(properties.path("templateFile").asText()))));
            }
        });
        if (stacks.isEmpty()) {
            throw new UnsupportedTemplate("no stack in " + manifest);
        }
        return new Assembly(List.copyOf(stacks));
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
