package commerce.ordering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Money;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentProvidersTest {

    @ParameterizedTest
    @CsvSource({"simulator, 1, KWD", "stripe, 1, CNY", "stripe, 8800, JPY", "stripe, 1230, KWD", "stripe, 100, MGA", "stripe, 5, ISK", "wechatpay, 1, CNY", "alipay, 1, CNY",
        "adyen, 1, EUR", "adyen, 1231, KWD", "adyen, 200, IDR", "adyen, 5, CLP", "wechatpay, 0, EUR"})
    void aProviderIsPaidWhatItTakes(String provider, long minor, String currency) {
        assertEquals(Optional.empty(), PaymentProviders.whyNot(provider, "shop", Money.of(minor, currency)));
    }

    @ParameterizedTest
    @CsvSource({"wechatpay, 1, EUR", "alipay, 100, HKD", "stripe, 1231, KWD", "stripe, 1001, LYD", "stripe, 150, MGA", "adyen, 150, CVE", "adyen, 99, IDR"})
    void aProviderIsNotAskedForWhatItCannotTake(String provider, long minor, String currency) {
        assertTrue(PaymentProviders.whyNot(provider, "shop", Money.of(minor, currency)).orElseThrow().contains(currency));
    }

    @Test
    void aShopsNameThatDoesNotFitIntoAReferenceIsSaidBeforeThereIsAnOrder() {
        var total = Money.of(8800, "EUR");
        assertEquals(Optional.empty(), PaymentProviders.whyNot("adyen", "s".repeat(48), total));
        assertTrue(PaymentProviders.whyNot("adyen", "s".repeat(49), total).isPresent());
        assertEquals(Optional.empty(), PaymentProviders.whyNot("stripe", "s".repeat(49), total));
    }
}
