package commerce.settlement;

import commerce.kernel.FileStore;
import commerce.kernel.Json;
import commerce.settlement.domain.reconciliation.BillLine;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/** Providers' bills as they are kept in S3, see {@code docs/reconciliation.md}: we read them, and never write there. */
@Singleton
public class BillFiles {

    private final FileStore files;

    public BillFiles(FileStore files) {
        this.files = files;
    }

    /** A file of the bill as the provider gave it. */
    record RawFile(String key, String sha256, long bytes) {}

    /** The lines of one tenant. */
    record Part(String tenant, String key, long lines) {}

    /** What is kept of a bill. */
    record Manifest(String source, LocalDate date, String zone, List<RawFile> files, List<Part> parts) {}

    Manifest manifest(String key) {
        return Json.read(new String(files.read(key), StandardCharsets.UTF_8), Manifest.class);
    }

    /** The tenant's lines one by one; none if the bill has none of it. */
    void eachLine(Manifest manifest, String tenant, Consumer<BillLine> each) {
        for (var part : manifest.parts()) {
            if (part.tenant().equals(tenant)) {
                try (var lines = files.lines(part.key())) {
                    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                        each.accept(Json.read(line, BillLine.class));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(part.key() + " could not be read", e);
                }
            }
        }
    }
}
