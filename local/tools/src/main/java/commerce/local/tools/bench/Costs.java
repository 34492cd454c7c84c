package commerce.local.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What the stage has counted at one moment, of {@code GET /local/metrics}; the difference of two is what happened in between.
 *
 * @param calls       DynamoDB calls of all functions
 * @param polls       those of them that get-order made for buyers who ask how their order is doing
 * @param readUnits   consumed read capacity units
 * @param writeUnits  consumed write capacity units
 * @param transitions state transitions of all executions
 */
public record Costs(long calls, long polls, BigDecimal readUnits, BigDecimal writeUnits, long transitions) {

    static Costs of(JsonNode metrics) {
        JsonNode dynamodb = metrics.path("dynamodb");
        return new Costs(required(dynamodb, "calls").asLong(), dynamodb.path("byFunction").path("get-order").asLong(0),
                required(dynamodb, "readUnits").decimalValue(), required(dynamodb, "writeUnits").decimalValue(),
                required(metrics, "stateTransitions").asLong());
    }

    Costs since(Costs before) {
        return new Costs(calls - before.calls, polls - before.polls, readUnits.subtract(before.readUnits),
                writeUnits.subtract(before.writeUnits), transitions - before.transitions);
    }

    /** DynamoDB calls without the buyers' asking, per order, with one decimal. */
    public BigDecimal callsPerOrder(int orders) {
        return each(BigDecimal.valueOf(calls - polls), orders);
    }

    public BigDecimal pollsPerOrder(int orders) {
        return each(BigDecimal.valueOf(polls), orders);
    }

    public BigDecimal readUnitsPerOrder(int orders) {
        return each(readUnits, orders);
    }

    public BigDecimal writeUnitsPerOrder(int orders) {
        return each(writeUnits, orders);
    }

    public BigDecimal transitionsPerOrder(int orders) {
        return each(BigDecimal.valueOf(transitions), orders);
    }

    private static BigDecimal each(BigDecimal what, int orders) {
        return what.divide(BigDecimal.valueOf(orders), 1, RoundingMode.HALF_UP);
    }

    private static JsonNode required(JsonNode object, String name) {
        if (!object.path(name).isNumber()) {
            throw new IllegalStateException("GET /local/metrics does not say " + name);
        }
        return object.get(name);
    }
}
