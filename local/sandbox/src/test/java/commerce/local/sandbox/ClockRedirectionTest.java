package commerce.local.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockRedirectionTest {

    @TempDir
    private Path folder;
    private Path offset;

    /** What a function's module does once, to have a clock to inject. */
    static final class Producer implements Supplier<Clock> {
        @Override
        public Clock get() {
            return Clock.systemUTC();
        }
    }

    static final class Bystander implements Supplier<Clock> {
        @Override
        public Clock get() {
            return Clock.fixed(Instant.EPOCH, ZoneId.of("UTC"));
        }
    }

    @BeforeEach
    void followTheStage() throws IOException {
        offset = folder.resolve("clock");
        stageIsAhead(Duration.ZERO);
        StageClock.follow(offset);
    }

    private void stageIsAhead(Duration by) throws IOException {
        Files.write(offset, ByteBuffer.allocate(Long.BYTES).putLong(by.toNanos()).array());
    }

    private static byte[] transformed(Class<?> type) throws IOException {
        try (var bytes = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return new ClockRedirection().transform(null, type.getName().replace('.', '/'), null, null, bytes.readAllBytes());
        }
    }

    /** Loads the redirected class beside the original. */
    private static final class Beside extends ClassLoader {
        Class<?> define(byte[] bytes) {
            return defineClass(null, bytes, 0, bytes.length);
        }
    }

    @Test
    void aFunctionThatAsksForTheSystemsClockGetsTheStages() throws Exception {
        var constructor = new Beside().define(transformed(Producer.class)).getDeclaredConstructor();
        constructor.setAccessible(true);

        var clock = assertInstanceOf(StageClock.class, ((Supplier<?>) constructor.newInstance()).get());

        assertEquals(Duration.ZERO, ahead(clock).truncatedTo(ChronoUnit.HOURS));
        stageIsAhead(Duration.ofHours(2));
        assertEquals(2, ahead(clock).plusMinutes(1).toHours(), "it follows while it runs");
        assertEquals(ZoneId.of("Asia/Shanghai"), clock.withZone(ZoneId.of("Asia/Shanghai")).getZone());
    }

    private static Duration ahead(Clock clock) {
        return Duration.between(Instant.now(), clock.instant());
    }

    @Test
    void otherClassesStayAsTheyAre() throws IOException {
        assertNull(transformed(Bystander.class), "asks for no system clock");
        assertNull(new ClockRedirection().transform(null, "software/amazon/awssdk/core/SdkClient", null, null, new byte[0]), "none of ours");
    }
}
