package commerce.inventory;

import commerce.kernel.Line;
import commerce.kernel.TaskOperation;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.TreeSet;

/**
 * Invoked by other contexts, read-only: how many pieces of some SKUs are to be had now, neither held for an order nor sold.
 *
 * <p>In: {@code {"tenant", "skus": [at most 50 distinct]}}. Out: {@code {"stock": [{"sku", "available"}]}} by SKU; 0 where nothing was ever received, product or
 * not. Consistent: whatever receipt, adjustment or reservation was answered is seen. One batch read; fails with
 * {@link commerce.kernel.Busy} if the table is throttled.
 */
@Singleton
@Named("read-stock")
public class ReadStock extends TaskOperation<ReadStock.Input, ReadStock.Output> {

    private final InventoryTable table;

    public ReadStock(InventoryTable table) {
        super(Input.class);
        this.table = table;
    }

    public record Input(String tenant, List<String> skus) {}

    public record Available(String sku, long available) {}

    public record Output(List<Available> stock) {}

    @Override
    protected Output handle(Input input) {
        var asked = new TreeSet<>(input.skus());
        if (asked.size() > Line.MAX_LINES) {
            throw new IllegalArgumentException("at most " + Line.MAX_LINES + " distinct SKUs are read at once, not " + asked.size());
        }
        var available = table.available(input.tenant(), List.copyOf(asked));
        return new Output(asked.stream().map(sku -> new Available(sku, available.getOrDefault(sku, 0L))).toList());
    }
}
