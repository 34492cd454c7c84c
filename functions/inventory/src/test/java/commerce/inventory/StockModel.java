package commerce.inventory;

import commerce.inventory.domain.Stock;
import commerce.kernel.Line;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the table should say, kept in two maps by the simplest code that could be right. */
final class StockModel {

    private final Map<String, Stock> stocks = new TreeMap<>();
    private final Map<String, String> statuses = new HashMap<>();
    private final Map<String, List<Line>> lines = new HashMap<>();

    Stock stock(String sku) {
        return stocks.getOrDefault(sku, Stock.NONE);
    }

    String status(String order) {
        return statuses.getOrDefault(order, "");
    }

    boolean book(String sku, long quantity) {
        var stock = stock(sku);
        if (stock.available() + quantity < 0) {
            return false;
        }
        stocks.put(sku, new Stock(stock.received() + quantity, stock.available() + quantity, stock.reserved(), stock.sold()));
        return true;
    }

    /** The status answered, or the name of the refusal. */
    String reserve(String order, List<Line> wanted) {
        switch (status(order)) {
            case "RELEASED":
                return "ReservationReleased";
            case "":
                break;
            default:
                return "HELD";
        }
        var merged = Line.merge(wanted);
        if (merged.stream().anyMatch(line -> stock(line.sku()).available() < line.quantity())) {
            return "OutOfStock";
        }
        lines.put(order, merged);
        return move(order, "HELD", 0, -1, 1, 0);
    }

    String release(String order) {
        return switch (status(order)) {
            case "" -> {
                statuses.put(order, "RELEASED");
                yield "RELEASED";
            }
            case "HELD" -> move(order, "RELEASED", 0, 1, -1, 0);
            default -> status(order);
        };
    }

    String commit(String order) {
        return switch (status(order)) {
            case "", "RELEASED" -> "ReservationNotHeld";
            case "HELD" -> move(order, "COMMITTED", 0, 0, -1, 1);
            default -> "COMMITTED";
        };
    }

    /** Whether the refund's message is done with. */
    boolean refunded(String order, boolean restock) {
        if (restock && status(order).equals("COMMITTED")) {
            move(order, "RETURNED", 0, 1, 0, -1);
        }
        return !restock || !status(order).equals("HELD");
    }

    private String move(String order, String status, int received, int available, int reserved, int sold) {
        statuses.put(order, status);
        for (var line : lines.get(order)) {
            var stock = stock(line.sku());
            var n = line.quantity();
            stocks.put(line.sku(), new Stock(stock.received() + received * n, stock.available() + available * n, stock.reserved() + reserved * n, stock.sold() + sold * n));
        }
        return status;
    }
}
