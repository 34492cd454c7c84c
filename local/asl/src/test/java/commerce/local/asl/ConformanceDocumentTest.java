package commerce.local.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The document lists exactly what the suite checks. Between its markers it is generated; after changing the suite run this test with
 * {@code -Dconformance.write=true}, which rewrites that part and leaves the rest.
 */
class ConformanceDocumentTest {

    private static final Path DOCUMENT = Path.of("../../docs/asl-conformance.md");
    private static final String BEGIN = "<!-- generated from local/asl/src/test/resources/conformance: begin -->\n";
    private static final String END = "<!-- generated: end -->";

    @Test
    void theDocumentListsEveryCaseWithItsRule() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        assertTrue(begin >= BEGIN.length() && end >= begin, "the markers are missing");
        if (Boolean.getBoolean("conformance.write")) {
            Files.writeString(DOCUMENT, document.substring(0, begin) + generated() + document.substring(end));
            return;
        }
        assertEquals(generated(), document.substring(begin, end));
    }

    private static String generated() {
        int total = ConformanceSuite.groups().stream().mapToInt(group -> group.cases().size()).sum();
        return "\n" + total + " definitions in " + ConformanceSuite.groups().size() + " groups.\n\n"
                + ConformanceSuite.groups().stream().map(ConformanceDocumentTest::section).collect(Collectors.joining("\n")) + "\n";
    }

    private static String section(ConformanceSuite.Group group) {
        return "### " + group.name() + " (" + group.cases().size() + ")\n\n" + group.about() + " (`" + group.file() + "`)\n\n| Case | Rule |\n|---|---|\n"
                + group.cases().stream().map(each -> "| " + cell(each.name()) + " | " + cell(each.rule()) + " |\n").collect(Collectors.joining());
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
