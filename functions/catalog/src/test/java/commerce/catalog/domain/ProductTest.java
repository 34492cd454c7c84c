package commerce.catalog.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.kernel.Json;
import commerce.kernel.Money;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProductTest {

    private static final Product.Definition BEANS = new Product.Definition("Beans", Money.of(8800, "CNY"), Optional.empty(), Optional.empty(), "shop", Json.object().put("grams", 250));
    private static final Product CURRENT = new Product("BEANS", "Beans", Money.of(8800, "CNY"), Optional.empty(), Optional.empty(), "shop", Json.object().put("grams", 250), 4);

    @Test
    void theFirstPutCreatesVersionOne() {
        assertEquals(new Product.Change.Created(new Product("BEANS", BEANS.name(), BEANS.price(), Optional.empty(), Optional.empty(), "shop", BEANS.attributes(), 1)), Product.put("BEANS", BEANS, Optional.empty()));
    }

    @Test
    void theSameDefinitionChangesNothing() {
        assertEquals(new Product.Change.Unchanged(CURRENT), Product.put("BEANS", BEANS, Optional.of(CURRENT)));
    }

    @Test
    void anyDifferenceReplacesTheWholeAndCountsOneVersion() {
        var cheaper = new Product.Definition("Beans", Money.of(8700, "CNY"), Optional.empty(), Optional.empty(), "shop", Json.object());
        assertEquals(new Product.Change.Replaced(new Product("BEANS", "Beans", Money.of(8700, "CNY"), Optional.empty(), Optional.empty(), "shop", Json.object(), 5)), Product.put("BEANS", cheaper, Optional.of(CURRENT)));
        var elsewhere = new Product.Definition("Beans", Money.of(8800, "JPY"), Optional.empty(), Optional.empty(), "shop", Json.object().put("grams", 250));
        assertEquals(5, ((Product.Change.Replaced) Product.put("BEANS", elsewhere, Optional.of(CURRENT))).product().version());
        var soldByAnother = new Product.Definition("Beans", Money.of(8800, "CNY"), Optional.empty(), Optional.empty(), "roastery", Json.object().put("grams", 250));
        assertEquals("roastery", ((Product.Change.Replaced) Product.put("BEANS", soldByAnother, Optional.of(CURRENT))).product().merchantId());
    }
}
