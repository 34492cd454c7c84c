package commerce.kernel;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many of one SKU.
 *
 * @param sku a product's key, see {@link Names#SKU}
 * @param quantity 1 to {@value #MAX_QUANTITY}
 */
public record Line(String sku, long quantity) {

    /** The most of one SKU in one order. */
    public static final long MAX_QUANTITY = 9_999;
    /** The most distinct SKUs in one order: a DynamoDB transaction holds 100 actions and every line may need two of them. */
    public static final int MAX_LINES = 50;

    /** Equal SKUs added up, sorted by SKU. DynamoDB refuses two operations on one item, and a buyer may list a SKU twice. */
    public static List<Line> merge(List<Line> lines) {
        Map<String, Long> quantities = new TreeMap<>();
        lines.forEach(line -> quantities.merge(line.sku(), line.quantity(), Math::addExact));
        return quantities.entrySet().stream().map(entry -> new Line(entry.getKey(), entry.getValue())).toList();
    }
}
