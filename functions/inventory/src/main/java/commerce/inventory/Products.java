package commerce.inventory;

import commerce.kernel.FunctionInvoker;
import commerce.kernel.Problem;
import jakarta.inject.Singleton;
import java.util.List;

/** Asks the catalog, by its read-only function, whether a SKU is a product. */
@Singleton
public class Products {

    private static final String READ_PRODUCTS = "READ_PRODUCTS_FUNCTION";

    private final FunctionInvoker invoker;

    public Products(FunctionInvoker invoker) {
        this.invoker = invoker;
    }

    private record Question(String tenant, List<String> skus) {}

    private record Answer(List<String> unknown) {}

    /** @throws commerce.kernel.ProblemException 404 if the catalog does not know the SKU */
    void require(String tenant, String sku) {
        if (invoker.invoke(READ_PRODUCTS, new Question(tenant, List.of(sku)), Answer.class).unknown().contains(sku)) {
            throw Problem.notFound("product", "there is no product " + sku).asException();
        }
    }
}
