package commerce.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

class FileStoreTest {

    private static final TestAws AWS = TestAws.start();
    private final TestFiles files = TestFiles.create(AWS.s3());

    @AfterAll
    static void close() {
        AWS.close();
    }

    @Test
    void theFirstFileOfANameStays() {
        Settings.during(files.settings(), () -> {
            assertTrue(files.store().putIfAbsent("bills/茶 1.csv", "text/csv", RequestBody.fromString("first")));
            assertFalse(files.store().putIfAbsent("bills/茶 1.csv", "text/csv", RequestBody.fromString("second")));
            assertEquals("first", new String(files.store().read("bills/茶 1.csv"), StandardCharsets.UTF_8));
            return null;
        });
    }

    @Test
    void aFileIsReplacedAndReadLineByLine(@TempDir Path folder) throws IOException {
        var local = Files.writeString(folder.resolve("lines.txt"), "一\n二\n");
        Settings.during(files.settings(), () -> {
            files.store().put("lines.txt", "text/plain", "zero");
            files.store().put("lines.txt", "text/plain", local);
            try (var lines = files.store().lines("lines.txt")) {
                assertEquals("一,二", String.join(",", lines.lines().toList()));
            }
            return null;
        });
    }
}
