package commerce.local.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the case files: one file per group, {@code {"group", "about", "cases": [...]}}. */
final class ConformanceSuite {

    static final Path FOLDER = Path.of("src/test/resources/conformance");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    record Group(String file, String name, String about, List<ConformanceCase> cases) {}

    private ConformanceSuite() {}

    static List<Group> groups() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().map(ConformanceSuite::group).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Group group(Path file) {
        JsonNode json;
        try {
            json = MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not JSON", e);
        }
        List<ConformanceCase> cases = new ArrayList<>();
        json.get("cases").forEach(each -> cases.add(new ConformanceCase(each)));
        return new Group(file.getFileName().toString(), json.get("group").asText(), json.get("about").asText(), cases);
    }
}
