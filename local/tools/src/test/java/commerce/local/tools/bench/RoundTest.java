package commerce.local.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the bench prints is what it measured. */
class RoundTest {

    @Test
    void percentilesAreOfTheNearestRank() {
        var hundred = new CheckoutBench.Round(1, 100, 1_000_000_000L, LongStream.rangeClosed(1, 100).map(i -> i * 1_000_000).boxed().toList());
        assertEquals(50, hundred.millis(50));
        assertEquals(99, hundred.millis(99));

        var one = new CheckoutBench.Round(1, 1, 1_000_000_000L, List.of(7_000_000L));
        assertEquals(7, one.millis(50));
        assertEquals(7, one.millis(99));
    }

    @Test
    void throughputIsOrdersOverTheWholeRound() {
        assertEquals(new BigDecimal("25.0"), new CheckoutBench.Round(32, 50, 2_000_000_000L, List.of()).perSecond());
    }

    @Test
    void costsAreTheDifferenceOfTwoReadings() {
        Costs before = Costs.of(metrics(100, 10, "5.5", "7", 40));
        Costs after = Costs.of(metrics(400, 30, "15.5", "27", 140));

        assertEquals(new Costs(300, 20, new BigDecimal("10.0"), new BigDecimal("20"), 100), after.since(before));
        assertEquals(new BigDecimal("28.0"), after.since(before).callsPerOrder(10));
    }

    @Test
    void aStageThatCountsNothingIsNotMeasuredAsFree() {
        assertThrows(IllegalStateException.class, () -> Costs.of(Json.object()));
    }

    private static JsonNode metrics(long calls, long polls, String readUnits, String writeUnits, long transitions) {
        JsonNode dynamodb = Json.object("calls", calls, "byFunction", Json.object("get-order", polls),
                "readUnits", new BigDecimal(readUnits), "writeUnits", new BigDecimal(writeUnits));
        return Json.object("dynamodb", dynamodb, "stateTransitions", transitions);
    }
}
