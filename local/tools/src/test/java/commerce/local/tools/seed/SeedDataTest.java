package commerce.local.tools.seed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sample shop is what the README promises. */
class SeedDataTest {

    private final Seed.Data data = Seed.Data.read();

    @Test
    void thereAreFortyProductsInYuanWithChineseAndEnglishNamesAndStock() {
        assertEquals(40, data.products().size());
        assertEquals(40, new HashSet<>(data.products().stream().map(Seed.Data.Product::sku).toList()).size());
        for (Seed.Data.Product product : data.products()) {
            assertEquals("CNY", product.price().currency(), product.sku());
            assertTrue(product.price().amount() > 0, product.sku());
            assertTrue(product.received() > 0, product.sku());
            assertTrue(product.name().codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN), product.sku());
            assertTrue(product.name().codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN), product.sku());
        }
    }

    @Test
    void thereAreFiveCouponsOfDifferentKinds() {
        assertEquals(5, data.coupons().size());
        assertEquals(5, new HashSet<>(data.coupons().stream().map(coupon -> new HashSet<>(coupon.definition().properties().stream().map(Map.Entry::getKey).toList())).toList()).size());
    }
}
