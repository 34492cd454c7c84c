package commerce.local.stage.mappings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theRecordsAreInOneListInTheirOrder() {
        assertEquals("{\"Records\":[{\"a\":1},{\"b\":2}]}", new String(Events.of(List.of(bytes("{\"a\":1}"), bytes("{\"b\":2}"))), StandardCharsets.UTF_8));
    }

    @Test
    void asManyRecordsFitAsMakeSixMegabytesAndNotOneMore() {
        var megabyte = Collections.nCopies(8, new byte[1024 * 1024]);
        assertEquals(5, Events.fitting(megabyte));
        assertTrue(Events.of(megabyte.subList(0, 5)).length <= Events.LARGEST);
    }

    @Test
    void aRecordThatIsTooLargeGoesAlone() {
        assertEquals(1, Events.fitting(List.of(new byte[Events.LARGEST + 1], new byte[1])));
    }
}
