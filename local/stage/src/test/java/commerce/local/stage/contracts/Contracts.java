package commerce.local.stage.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The files in {@code events/}, and JSON Schema 2020-12 as they mean it: formats are rules, not remarks. */
public final class Contracts {

    static final String DEFINITIONS = "#/$defs/";

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private Contracts() {}

    /** The checkout these tests run in. */
    public static Path checkout() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("events").resolve("openapi.yaml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("run inside a checkout of Commerce Functions");
    }

    /** A text file of the checkout. */
    public static String read(String path) {
        try {
            return Files.readString(checkout().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the JSON files in a folder of {@code events/}, without their ending. */
    public static SortedSet<String> namesIn(String folder) {
        try (var files = Files.list(checkout().resolve("events").resolve(folder))) {
            return new TreeSet<>(files.map(file -> file.getFileName().toString().replaceFirst("\\.json$", "")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Schema schema(JsonNode schema) {
        return SCHEMAS.getSchema(schema);
    }

    /** @param definitions what its references {@value #DEFINITIONS} lead into */
    static Schema schema(JsonNode schema, JsonNode definitions) {
        ObjectNode root = schema.deepCopy();
        root.set("$defs", definitions);
        return schema(root);
    }

    static List<String> faults(Schema schema, JsonNode instance) {
        return schema.validate(instance).stream().map(Object::toString).toList();
    }
}
