package commerce.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderIdsTest {

    @Test
    void idsAreUniqueWellFormedAndSortByTime() {
        var random = new Random(1);
        var ids = new HashSet<String>();
        var previous = "";
        for (int i = 0; i < 10_000; i++) {
            var id = OrderIds.next(Instant.ofEpochMilli(1_760_000_000_000L + i), random);
            assertTrue(Names.ORDER_ID.matcher(id).matches(), id);
            assertTrue(previous.compareTo(id) < 0);
            previous = id;
            ids.add(id);
        }
        assertEquals(10_000, ids.size());
    }
}
