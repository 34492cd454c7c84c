package commerce.local.stage.host;

import commerce.local.stage.StageModel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** The last of what one invocation wrote to the function log, as Lambda's Invoke answers it to {@code LogType: Tail}. */
final class LogTail {

    private static final int MOST_BYTES = 4 * 1024;
    /** How far back in the file the lines of an invocation that has just ended are looked for. */
    private static final int FAR_BACK = 1024 * 1024;

    private final FunctionLog log;

    LogTail(FunctionLog log) {
        this.log = log;
    }

    /** The last 4 KB in Base64: Lambda's own lines around those that name the request. */
    String of(String requestId, StageModel.Function function, Duration took) {
        log.flush();
        var millis = took.toNanos() / 1_000_000.0;
        var text = "START RequestId: " + requestId + " Version: $LATEST\n" + lines(requestId) + "END RequestId: " + requestId + "\n"
                + "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB\t%n"
                        .formatted(requestId, millis, (long) Math.ceil(millis), function.memoryMegabytes());
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, Math.max(0, bytes.length - MOST_BYTES), bytes.length));
    }

    private String lines(String requestId) {
        try (var file = new RandomAccessFile(log.file().toFile(), "r")) {
            file.seek(Math.max(0, file.length() - FAR_BACK));
            var end = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(end);
            return new String(end, StandardCharsets.UTF_8).lines().filter(line -> line.contains(requestId)).map(line -> line + "\n").collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log.file(), e);
        }
    }
}
