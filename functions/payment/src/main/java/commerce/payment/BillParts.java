package commerce.payment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The lines of a bill while they are sorted by tenant: a temporary file each, so that memory does not grow with the bill. */
final class BillParts implements AutoCloseable {

    /** As a process may have about a thousand files open; the tenant longest unheard of is closed, and opened again when it is heard of. */
    private static final int OPEN = 100;

    private final Path folder;
    private final Map<String, Long> lines = new TreeMap<>();
    private final LinkedHashMap<String, Writer> open = new LinkedHashMap<>(16, 0.75f, true);

    /** @param folder empty, and gone afterwards */
    BillParts(Path folder) {
        this.folder = folder;
    }

    /** What is done with each part. */
    @FunctionalInterface
    interface Use {
        void of(String tenant, Path file, long lines);
    }

    void add(String tenant, String line) {
        try {
            var writer = open.get(tenant);
            if (writer == null) {
                makeRoom();
                writer = Files.newBufferedWriter(file(tenant), StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                open.put(tenant, writer);
            }
            writer.append(line).append('\n');
            lines.merge(tenant, 1L, Long::sum);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makeRoom() throws IOException {
        if (open.size() >= OPEN) {
            open.pollFirstEntry().getValue().close();
        }
    }

    /** A tenant may hold dots, but the ending makes any a plain name. */
    private Path file(String tenant) {
        return folder.resolve(tenant + ".jsonl");
    }

    /** Every tenant in the order of names; nothing can be added afterwards. */
    void forEach(Use use) throws IOException {
        for (var writer : open.values()) {
            writer.close();
        }
        open.clear();
        lines.forEach((tenant, count) -> use.of(tenant, file(tenant), count));
    }

    @Override
    public void close() throws IOException {
        for (var writer : open.values()) {
            writer.close();
        }
        for (var tenant : lines.keySet()) {
            Files.deleteIfExists(file(tenant));
        }
        Files.deleteIfExists(folder);
    }
}
