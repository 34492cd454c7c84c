package commerce.promotion;

import commerce.kernel.FunctionInvoker;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Stock as pricing sees it: a read-only invoke of the function that {@code READ_STOCK_FUNCTION} names. */
@Singleton
public class StockLevels {

    private final FunctionInvoker functions;

    public StockLevels(FunctionInvoker functions) {
        this.functions = functions;
    }

    /** What read-stock is asked. */
    record Question(String tenant, List<String> skus) {}

    /** What it answers. */
    record Answer(List<Available> stock) {

        record Available(String sku, long available) {}
    }

    /**
     * Pieces to be had as of this moment, by SKU.
     *
     * @param skus distinct, at most 50
     * @throws FunctionInvoker.InvocationFailed if the inventory failed
     */
    Map<String, Long> available(String tenant, List<String> skus) {
        return functions.invoke("READ_STOCK_FUNCTION", new Question(tenant, skus), Answer.class).stock().stream().collect(Collectors.toMap(Answer.Available::sku, Answer.Available::available));
    }
}
