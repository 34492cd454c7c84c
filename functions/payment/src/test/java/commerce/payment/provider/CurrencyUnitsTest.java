package commerce.payment.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.kernel.Money;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrencyUnitsTest {

    @ParameterizedTest
    @CsvSource({"8800, CNY, 8800", "500, JPY, 500", "12340, KWD, 12340", "5, ISK, 500", "7, UGX, 700", "1200, MGA, 12", "0, EUR, 0"})
    void anAmountIsTheSameMoneyInStripesUnits(long ours, String currency, long stripes) {
        assertEquals(Optional.of(stripes), CurrencyUnits.STRIPE.there(Money.of(ours, currency)));
        assertEquals(Optional.of(Money.of(ours, currency)), CurrencyUnits.STRIPE.here(stripes, currency.toLowerCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource({"12345, KWD", "1201, MGA", "9223372036854775807, ISK"})
    void whatCannotBeSaidExactlyIsNotSaid(long ours, String currency) {
        assertEquals(Optional.empty(), CurrencyUnits.STRIPE.there(Money.of(ours, currency)));
    }

    @ParameterizedTest
    @CsvSource({"501, isk", "8800, xyz", "8800, ''"})
    void whatStripeCannotMeanIsNoMoney(long stripes, String currency) {
        assertEquals(Optional.empty(), CurrencyUnits.STRIPE.here(stripes, currency));
    }

    /** Over all currencies there are: there and back is the same money, or there is no way there. */
    @Test
    void noAmountOfAnyCurrencyChangesOnTheWay() {
        for (var currency : Currency.getAvailableCurrencies()) {
            for (var minor : new long[] {1, 10, 99, 100, 12_340, 1_000_000_000_000L}) {
                var money = new Money(minor, currency);
                CurrencyUnits.STRIPE.there(money).ifPresent(units -> assertEquals(Optional.of(money), CurrencyUnits.STRIPE.here(units, currency.getCurrencyCode()), currency::toString));
            }
        }
    }

    @Test
    void adyenFollowsIsoButForFour() {
        assertEquals(Optional.of(1250L), CurrencyUnits.ADYEN.there(Money.of(1250, "KWD")));
        assertEquals(Optional.of(50000L), CurrencyUnits.ADYEN.there(Money.of(500, "CLP")));
        assertEquals(Optional.of(50000L), CurrencyUnits.ADYEN.there(Money.of(500, "ISK")));
        assertEquals(Optional.of(5L), CurrencyUnits.ADYEN.there(Money.of(500, "IDR")));
        assertEquals(Optional.empty(), CurrencyUnits.ADYEN.there(Money.of(550, "CVE")));
        assertEquals(Optional.of(Money.of(500, "ISK")), CurrencyUnits.ADYEN.here(50000, "ISK"));
        assertEquals(Optional.empty(), CurrencyUnits.ADYEN.here(50001, "CLP"));
    }
}
