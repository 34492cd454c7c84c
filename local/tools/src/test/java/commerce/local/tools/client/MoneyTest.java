package commerce.local.tools.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Amounts as people read them. */
class MoneyTest {

    @Test
    void minorUnitsAreShownInTheCurrencysScale() {
        assertEquals("128.00 CNY", Money.cny(12_800).toString());
        assertEquals("-0.05 CNY", Money.cny(-5).toString());
        assertEquals("500 JPY", new Money(500, "JPY").toString());
        assertEquals("1.250 KWD", new Money(1_250, "KWD").toString());
    }

    @Test
    void aLedgerLineAlwaysHasItsSign() {
        assertEquals("+1.00 CNY", Money.cny(100).signed());
        assertEquals("-1.00 CNY", Money.cny(-100).signed());
        assertEquals("0.00 CNY", Money.cny(0).signed());
    }

    @Test
    void whatIsNoMoneyIsRefusedInsteadOfReadAsZero() {
        assertThrows(IllegalArgumentException.class, () -> Money.of(Json.object()));
        assertThrows(IllegalArgumentException.class, () -> Money.of(Json.object("amount", "8800", "currency", "CNY")));
        assertThrows(IllegalArgumentException.class, () -> Money.of(Json.object("amount", 88.5, "currency", "CNY")));
        assertEquals(Money.cny(8_800), Money.of(Money.cny(8_800).json()));
    }
}
