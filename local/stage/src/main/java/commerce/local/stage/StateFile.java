package commerce.local.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** {@code stage.json}, by which demo, bench and audit find this checkout's running stage; the stage that started last has it. */
public final class StateFile implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    private StateFile(Path file) {
        this.file = file;
    }

    /**
     * Writes {@code {"port", "pid", "startedAt"}}.
     *
     * @param folder {@code .commerce} of the checkout
     */
    public static StateFile write(Path folder, int port, String startedAt) {
        var file = folder.resolve("stage.json");
        var json = JSON.createObjectNode().put("port", port).put("pid", ProcessHandle.current().pid()).put("startedAt", startedAt);
        try {
            Files.createDirectories(folder);
            var fresh = Files.writeString(folder.resolve("stage.json." + ProcessHandle.current().pid()), json.toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return new StateFile(file);
    }

    /** Removes it, unless another stage has taken it over. */
    @Override
    public void close() {
        try {
            if (Files.exists(file) && JSON.readTree(file.toFile()).path("pid").asLong() == ProcessHandle.current().pid()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }
}
