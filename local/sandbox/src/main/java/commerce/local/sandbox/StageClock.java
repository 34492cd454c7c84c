package commerce.local.sandbox;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * What functions get in place of {@link Clock#systemUTC}: the wall clock plus the stage's offset, which the stage keeps as one big-endian
 * long of nanoseconds in a file that every process maps into its memory.
 */
public final class StageClock extends Clock {

    private static volatile MappedByteBuffer offset;

    private final ZoneId zone;

    private StageClock(ZoneId zone) {
        this.zone = zone;
    }

    static void follow(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            offset = channel.map(FileChannel.MapMode.READ_ONLY, 0, Long.BYTES);
        }
    }

    /** Stands in for the method of that name; called by the functions' redirected code. */
    public static Clock systemUTC() {
        return new StageClock(ZoneOffset.UTC);
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plusNanos(offset.getLong(0));
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new StageClock(other);
    }
}
