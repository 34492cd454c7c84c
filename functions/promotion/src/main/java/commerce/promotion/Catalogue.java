package commerce.promotion;

import commerce.kernel.FunctionInvoker;
import commerce.kernel.Line;
import commerce.promotion.domain.PricedProduct;
import jakarta.inject.Singleton;
import java.util.List;

/** The catalogue as pricing sees it: a read-only invoke of the function that {@code READ_PRODUCTS_FUNCTION} names. */
@Singleton
public class Catalogue {

    private final FunctionInvoker functions;

    public Catalogue(FunctionInvoker functions) {
        this.functions = functions;
    }

    /** What read-products is asked. */
    record Question(String tenant, List<String> skus) {}

    /** What it answers, as far as pricing needs it. */
    record Answer(List<PricedProduct> products) {}

    /**
     * The products of those lines that exist, with prices as of this moment.
     *
     * @throws FunctionInvoker.InvocationFailed if the catalogue failed
     */
    List<PricedProduct> products(String tenant, List<Line> lines) {
        return productsOf(tenant, lines.stream().map(Line::sku).toList());
    }

    /** As above. @param skus distinct, at most 50 */
    List<PricedProduct> productsOf(String tenant, List<String> skus) {
        return functions.invoke("READ_PRODUCTS_FUNCTION", new Question(tenant, skus), Answer.class).products();
    }
}
