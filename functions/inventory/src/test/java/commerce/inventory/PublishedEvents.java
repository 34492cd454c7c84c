package commerce.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import commerce.kernel.Event;
import commerce.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The contracts in {@code events/}: schemas of what we publish, samples of what our operations receive. */
final class PublishedEvents {

    private static final Path EVENTS = Path.of("../../events");
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private PublishedEvents() {}

    static void assertValid(List<Event> events) {
        events.forEach(event -> {
            var schema = SCHEMAS.computeIfAbsent(event.type(), type -> REGISTRY.getSchema(read(EVENTS.resolve("published").resolve(type + ".json"))));
            var text = Json.write(event);
            assertEquals(List.of(), schema.validate(text, InputFormat.JSON, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))), text);
        });
    }

    static String sample(String operation) {
        return read(EVENTS.resolve("operations").resolve(operation + ".json"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
