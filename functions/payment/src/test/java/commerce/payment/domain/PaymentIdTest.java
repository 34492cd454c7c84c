package commerce.payment.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentIdTest {

    private static final String ORDER = "01K9Z8Q4J0W3N5R7T9V1X3Z5B7";

    @Test
    void anIdIsReadFromTheRightBecauseATenantMayHoldUnderscores() {
        for (var tenant : new String[] {"shop", "my_shop", "_", "a_" + ORDER + "_1"}) {
            var id = new PaymentId(tenant, ORDER, 12);
            assertEquals(Optional.of(id), PaymentId.parse(id.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop", "shop_01K9Z8Q4J0W3N5R7T9V1X3Z5B7", "shop_01K9Z8Q4J0W3N5R7T9V1X3Z5B7_0", "shop_01K9Z8Q4J0W3N5R7T9V1X3Z5B7_-1",
        "shop_01K9Z8Q4J0W3N5R7T9V1X3Z5B7_99999999999", "_01K9Z8Q4J0W3N5R7T9V1X3Z5B7_1", "sh#op_01K9Z8Q4J0W3N5R7T9V1X3Z5B7_1", "shop_01k9z8q4j0w3n5r7t9v1x3z5b7_1"})
    void whatIsNoneOfOursIsNoId(String text) {
        assertEquals(Optional.empty(), PaymentId.parse(text));
    }

    @Test
    void aRefundReferenceBelongsToItsOrderOnly() {
        var id = new PaymentId("my_shop", ORDER, 1);
        assertEquals(Optional.of("r_1"), id.refundId(id.refundReference("r_1")));
        assertEquals(Optional.empty(), id.refundId("shop_" + ORDER + "_r_1"));
        assertEquals(Optional.empty(), id.refundId(id.refundReference("")));
        assertEquals(Optional.empty(), id.refundId(id.refundReference("with space")));
    }
}
