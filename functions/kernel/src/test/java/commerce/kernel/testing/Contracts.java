package commerce.kernel.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import commerce.kernel.Event;
import commerce.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The contracts in {@code events/}: samples of what each operation receives, and the schemas of what is published. */
public final class Contracts {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private Contracts() {}

    /** What the operation's Lambda receives, from {@code events/operations/<name>.json}. */
    public static JsonNode sample(String operation) {
        return Json.read(read("operations", operation));
    }

    /** How the event breaks its schema {@code events/published/<type>.json}; empty if it does not. */
    public static List<String> faults(Event event) {
        return SCHEMAS.getSchema(read("published", event.type()), InputFormat.JSON)
                .validate(Json.write(event), InputFormat.JSON).stream().map(fault -> event.type() + ": " + fault).toList();
    }

    /** How the events break their schemas, all of them. */
    public static List<String> faults(List<Event> events) {
        return events.stream().flatMap(event -> faults(event).stream()).toList();
    }

    private static String read(String folder, String name) {
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            var file = at.resolve("events").resolve(folder).resolve(name + ".json");
            if (Files.exists(at.resolve("commerce"))) {
                try {
                    return Files.readString(file);
                } catch (IOException e) {
                    throw new UncheckedIOException("events/" + folder + "/" + name + ".json is missing: every " + (folder.equals("published") ? "published event has a schema" : "operation has a sample"), e);
                }
            }
        }
        throw new IllegalStateException("run inside a checkout of Commerce Functions");
    }
}
