package commerce.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** All templates of an environment, as they were written; synthesized once for all tests. */
final class Templates {

    static final List<String> ENVIRONMENTS = List.of("local", "localstack", "floci", "dev", "prod");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Templates> BY_ENVIRONMENT = new ConcurrentHashMap<>();

    /** A resource. @param stack {@code Inventory} @param id logical id @param body all of it: Type, Properties, DependsOn, Metadata */
    record Resource(String stack, String id, JsonNode body) {

        String type() {
            return body.path("Type").asText();
        }

        /** @param path below Properties, for example {@code RedrivePolicy/maxReceiveCount} */
        JsonNode property(String path) {
            return body.at("/Properties/" + path);
        }

        /** To be changed, in a {@link Templates#copy}. */
        ObjectNode properties() {
            return (ObjectNode) body.path("Properties");
        }

        String operation() {
            return body.at("/Metadata/commerce:operation").asText();
        }

        String module() {
            return body.at("/Metadata/commerce:module").asText();
        }

        @Override
        public String toString() {
            return stack + "/" + id;
        }
    }

    private final String environment;
    /** By stack and logical id, as {@link Resource#toString} writes them. */
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Map<String, JsonNode> templates = new HashMap<>();
    private JsonNode manifest;
    private final Map<String, Exported> exports = new HashMap<>();

    private record Exported(String stack, JsonNode value) {}

    private Templates(String environment) {
        this.environment = environment;
    }

    /** @param environment {@code local}, {@code dev} or {@code prod} */
    static Templates of(String environment) {
        return BY_ENVIRONMENT.computeIfAbsent(environment, unused -> read(environment, synthesize(environment)));
    }

    /** @return the folder written, which lives as long as the tests */
    static Path synthesize(String environment) {
        try {
            var folder = Files.createTempDirectory("templates-" + environment);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            CommerceApp.synthesize(new Deployment(DeploymentConfig.of(environment), FunctionCode.placeholder()), folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Templates read(String environment, Path folder) {
        var read = new Templates(environment);
        try (var files = Files.list(folder)) {
            read.manifest = JSON.readTree(folder.resolve("manifest.json").toFile()).path("artifacts");
            for (var file : files.filter(path -> path.toString().endsWith(".template.json")).sorted().toList()) {
                read.add(file.getFileName().toString().replace(".template.json", ""), JSON.readTree(file.toFile()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    private void add(String stack, JsonNode template) {
        templates.put(stack, template);
        template.path("Resources").properties().forEach(entry -> add(new Resource(stack, entry.getKey(), entry.getValue())));
        template.path("Outputs").forEach(output -> exports.put(output.at("/Export/Name").asText(), new Exported(stack, output.path("Value"))));
    }

    /** The same, for a test that changes something. */
    Templates copy() {
        var copy = new Templates(environment);
        copy.manifest = manifest.deepCopy();
        templates.forEach((stack, template) -> copy.add(stack, template.deepCopy()));
        return copy;
    }

    /** Takes it out of a {@link #copy}. */
    void remove(Resource resource) {
        resources.remove(resource.toString());
    }

    /** Puts it into a {@link #copy}. */
    void add(Resource resource) {
        resources.put(resource.toString(), resource);
    }

    DeploymentConfig config() {
        return DeploymentConfig.of(environment);
    }

    PhysicalNames names() {
        return new PhysicalNames(environment);
    }

    /** What the manifest says of a stack, outside its template. */
    JsonNode deployment(String stack) {
        return manifest.path(stack).path("properties");
    }

    Map<String, JsonNode> byStack() {
        return templates;
    }

    Collection<Resource> all() {
        return resources.values();
    }

    /** @param type for example {@code AWS::SQS::Queue} */
    Stream<Resource> ofType(String type) {
        return resources.values().stream().filter(resource -> resource.type().equals(type));
    }

    List<Resource> functions() {
        return ofType("AWS::Lambda::Function").toList();
    }

    /** @param id the beginning of a logical id, which only one resource of that type has */
    Resource one(String type, String id) {
        var found = ofType(type).filter(resource -> resource.id().startsWith(id)).toList();
        if (found.size() != 1) {
            throw new AssertionError("there is not one " + type + " named " + id + " but " + found);
        }
        return found.getFirst();
    }

    /** @param name class name of the operation */
    Resource function(String name) {
        return functions().stream().filter(function -> function.id().equals(name)).findFirst().orElseThrow(() -> new AssertionError("there is no function " + name));
    }

    /** The resource a value refers to, across stacks. */
    Optional<Resource> target(String stack, JsonNode value) {
        if (value.has("Fn::ImportValue")) {
            var exported = exports.get(value.path("Fn::ImportValue").asText());
            return target(exported.stack(), exported.value());
        }
        var id = value.has("Ref") ? value.path("Ref").asText() : value.path("Fn::GetAtt").path(0).asText();
        return Optional.ofNullable(resources.get(stack + "/" + id));
    }

    /** The function an alias or a function reference stands for. */
    Resource functionBehind(String stack, JsonNode value) {
        var found = target(stack, value).orElseThrow(() -> new AssertionError(value + " in " + stack + " refers to nothing"));
        return found.type().equals("AWS::Lambda::Alias") ? functionBehind(found.stack(), found.property("FunctionName")) : found;
    }

    /**
     * A value as one line of text: references become {@code <stack.id>} or {@code <stack.id.attribute>}, wherever they are imported
     * from, so that two equal values are equal texts.
     */
    String text(String stack, JsonNode value) {
        if (value.has("Fn::ImportValue")) {
            var exported = exports.get(value.path("Fn::ImportValue").asText());
            return text(exported.stack(), exported.value());
        }
        if (value.has("Ref")) {
            var name = value.path("Ref").asText();
            return name.startsWith("AWS::") ? "<" + name + ">" : "<" + stack + "." + name + ">";
        }
        if (value.has("Fn::GetAtt")) {
            return "<" + stack + "." + value.path("Fn::GetAtt").path(0).asText() + "." + value.path("Fn::GetAtt").path(1).asText() + ">";
        }
        if (value.has("Fn::Join")) {
            var text = new StringBuilder();
            value.path("Fn::Join").path(1).forEach(part -> text.append(text(stack, part)));
            return text.toString();
        }
        return value.isTextual() ? value.asText() : value.toString();
    }
}
