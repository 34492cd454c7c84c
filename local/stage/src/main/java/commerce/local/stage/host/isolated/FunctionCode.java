package commerce.local.stage.host.isolated;

import commerce.local.stage.StageModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;

/** The functions' code: each module's zip, unpacked when one of its functions is first invoked. */
final class FunctionCode {

    private final Function<String, Path> zipOfModule;
    private final Path folder;
    private final Map<String, Path> unpacked = new ConcurrentHashMap<>();

    /**
     * @param zips where a module's zip is, by the module's name
     * @param folder where code is unpacked to; what a killed stage left there goes
     */
    FunctionCode(Function<String, Path> zips, Path folder) {
        this.zipOfModule = zips;
        this.folder = folder;
    }

    private Path zip(String module) {
        return zipOfModule.apply(module);
    }

    /** @throws IllegalArgumentException naming every zip that is missing */
    void require(Collection<StageModel.Function> functions) {
        var missing = functions.stream().map(StageModel.Function::module).distinct().map(this::zip).filter(zip -> !Files.isRegularFile(zip)).sorted().toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("isolated functions run from their zips, and these have not been built: "
                    + missing.stream().map(Path::toString).collect(Collectors.joining(", ")) + "; build without -DfunctionZip.skip");
        }
    }

    /** The folder with a module's code, Lambda's {@code /var/task}. */
    Path taskRoot(String module) {
        return unpacked.computeIfAbsent(module, name -> {
            try {
                return unpack(zip(name), folder.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot unpack " + zip(name), e);
            }
        });
    }

    /** Removes what was unpacked: it is as large as all zips together. */
    void remove() {
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }

    private static Path unpack(Path zip, Path root) throws IOException {
        delete(root);
        Files.createDirectories(root);
        try (var entries = new ZipInputStream(Files.newInputStream(zip))) {
            for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                var target = root.resolve(entry.getName()).normalize();
                if (!target.startsWith(root)) {
                    throw new IOException(zip + " has an entry outside of itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(entries, target);
                }
            }
        }
        return root;
    }

    private static void delete(Path root) throws IOException {
        if (Files.exists(root)) {
            try (var files = Files.walk(root)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
