package commerce.local.stage.host.isolated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Where functions' processes read how far the stage is ahead of the wall clock: one long, mapped into every process. */
final class ClockFile {

    private final Path path;
    private final MappedByteBuffer offset;

    ClockFile(Path path) {
        this.path = path;
        try {
            Files.createDirectories(path.getParent());
            // A file of its own: processes of a stage that was killed may still hold the one that was here.
            Files.deleteIfExists(path);
            try (var channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                offset = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    Path path() {
        return path;
    }

    void show(Duration ahead) {
        offset.putLong(0, ahead.toNanos());
    }
}
