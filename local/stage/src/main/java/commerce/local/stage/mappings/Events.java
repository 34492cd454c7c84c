package commerce.local.stage.mappings;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Events that carry a batch: {@code {"Records":[...]}}, never larger than what Lambda takes at a time. */
public final class Events {

    /** Six megabytes: the most an invocation may bring. */
    public static final int LARGEST = 6 * 1024 * 1024;

    private static final byte[] HEAD = "{\"Records\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.UTF_8);

    private Events() {}

    /** @param records JSON in UTF-8, one each */
    public static byte[] of(List<byte[]> records) {
        var event = new ByteArrayOutputStream(size(records));
        event.writeBytes(HEAD);
        for (int index = 0; index < records.size(); index++) {
            if (index > 0) {
                event.write(',');
            }
            event.writeBytes(records.get(index));
        }
        event.writeBytes(TAIL);
        return event.toByteArray();
    }

    private static int size(List<byte[]> records) {
        return HEAD.length + TAIL.length + records.stream().mapToInt(record -> record.length + 1).sum();
    }

    /** How many records, from the first on, fit into one event; one always does, or it would stay for ever. */
    public static int fitting(List<byte[]> records) {
        var size = HEAD.length + TAIL.length;
        for (int index = 0; index < records.size(); index++) {
            size += records.get(index).length + 1;
            if (size > LARGEST && index > 0) {
                return index;
            }
        }
        return records.size();
    }
}
