package commerce.promotion;

import commerce.kernel.FunctionInvoker;
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
     * Those of the products that exist, with prices as of this moment.
     *
     * @param skus distinct, at most 50
     * @throws FunctionInvoker.InvocationFailed if the catalogue failed
     */
    List<PricedProduct> productsOf(String tenant, List<String> skus) {
        return functions.invoke("READ_PRODUCTS_FUNCTION", new Question(tenant, skus), Answer.class).products();
    }
}
