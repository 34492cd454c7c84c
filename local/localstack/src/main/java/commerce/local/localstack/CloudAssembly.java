package commerce.local.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the CDK app wrote, as far as a deployment needs it.
 *
 * @param stacks in an order in which each comes after those it depends on
 */
record CloudAssembly(List<Stack> stacks) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One stack.
     *
     * @param id the CDK's name of it, which its dependants say
     * @param name what CloudFormation calls it
     * @param dependencies ids of the stacks it imports from
     * @param assets the files its resources refer to; its own template is not among them
     */
    record Stack(String id, String name, ObjectNode template, Set<String> dependencies, List<Asset> assets) {

        /** Whether the template has a resource of such a type. */
        boolean has(Predicate<String> type) {
            return template.path("Resources").valueStream().anyMatch(resource -> type.test(resource.path("Type").asText()));
        }
    }

    /**
     * A file the templates expect in a bucket.
     *
     * @param source a file, or a folder that is to be zipped
     * @param bucket may hold the pseudo parameters of account and region
     */
    record Asset(Path source, boolean zipped, String bucket, String key) {

        String bucketIn(String account, String region) {
            return bucket.replace("${AWS::AccountId}", account).replace("${AWS::Region}", region).replace("${AWS::Partition}", "aws");
        }
    }

    /** @throws IllegalArgumentException if there is no assembly in the folder, or its stacks depend on one another in a circle */
    static CloudAssembly read(Path folder) {
        var manifest = folder.resolve("manifest.json");
        if (!Files.isRegularFile(manifest)) {
            throw new IllegalArgumentException("no synthesized templates in " + folder);
        }
        var byId = new LinkedHashMap<String, Stack>();
        json(manifest).path("artifacts").properties().forEach(artifact -> {
            if (artifact.getValue().path("type").asText().equals("aws:cloudformation:stack")) {
                byId.put(artifact.getKey(), stack(folder, artifact.getKey(), artifact.getValue()));
            }
        });
        var ordered = new LinkedHashSet<Stack>();
        byId.keySet().forEach(id -> visit(id, byId, ordered, new LinkedHashSet<>()));
        return new CloudAssembly(List.copyOf(ordered));
    }

    /** Without the stacks for which this holds. */
    CloudAssembly without(Predicate<Stack> left) {
        return new CloudAssembly(stacks.stream().filter(left.negate()).toList());
    }

    private static Stack stack(Path folder, String id, JsonNode artifact) {
        var properties = artifact.path("properties");
        var templateFile = properties.path("templateFile").asText();
        var dependencies = new LinkedHashSet<String>();
        artifact.path("dependencies").forEach(dependency -> dependencies.add(dependency.asText()));
        return new Stack(id, properties.path("stackName").asText(id), (ObjectNode) json(folder.resolve(templateFile)), dependencies, assets(folder, id, templateFile));
    }

    private static List<Asset> assets(Path folder, String id, String templateFile) {
        var file = folder.resolve(id + ".assets.json");
        var assets = new ArrayList<Asset>();
        if (Files.isRegularFile(file)) {
            json(file).path("files").forEach(asset -> {
                var source = asset.path("source");
                if (!source.path("path").asText().equals(templateFile)) {
                    asset.path("destinations").forEach(destination -> assets.add(new Asset(
                            folder.resolve(source.path("path").asText()), source.path("packaging").asText().equals("zip"),
                            destination.path("bucketName").asText(), destination.path("objectKey").asText())));
                }
            });
        }
        return List.copyOf(assets);
    }

    private static void visit(String id, Map<String, Stack> byId, Set<Stack> ordered, Set<String> path) {
        var stack = byId.get(id);
        // Among the dependencies are asset manifests, too; and a stack that was reached before is in place.
        if (stack == null || ordered.contains(stack)) {
            return;
        }
        if (!path.add(id)) {
            throw new IllegalArgumentException("stacks depend on one another in a circle: " + String.join(" -> ", path) + " -> " + id);
        }
        stack.dependencies().forEach(dependency -> visit(dependency, byId, ordered, path));
        path.remove(id);
        ordered.add(stack);
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
