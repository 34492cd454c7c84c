package commerce.local.stage.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file with everything functions say: one JSON object a line, as CloudWatch Logs would hold it. Starts empty. */
public final class FunctionLog implements AutoCloseable {

    private final Path file;
    private final Writer writer;
    private boolean dirty;
    private boolean closed;

    public FunctionLog(Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.getParent());
            this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    public Path file() {
        return file;
    }

    /** @param text without the end of line */
    public synchronized void line(String text) {
        if (closed) {
            return;
        }
        try {
            writer.write(text);
            writer.write('\n');
            dirty = true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Brings to the disk what was said so far; called now and then, because every line would cost a system call. */
    public synchronized void flush() {
        if (dirty && !closed) {
            try {
                writer.flush();
                dirty = false;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            flush();
            closed = true;
            try {
                writer.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close " + file, e);
            }
        }
    }
}
