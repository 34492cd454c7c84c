package commerce.ordering.domain;

import static commerce.ordering.domain.OrderStatus.AWAITING_PAYMENT;
import static commerce.ordering.domain.OrderStatus.CANCELLED;
import static commerce.ordering.domain.OrderStatus.CONFIRMED;
import static commerce.ordering.domain.OrderStatus.PENDING;
import static commerce.ordering.domain.OrderStatus.REJECTED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OrderStatusTest {

    @Test
    void theTableOfTransitionsIsThisAndNothingElse() {
        var table = Map.of(
                PENDING, Set.of(AWAITING_PAYMENT, CONFIRMED, REJECTED, CANCELLED),
                AWAITING_PAYMENT, Set.of(CONFIRMED, CANCELLED),
                CONFIRMED, Set.<OrderStatus>of(),
                REJECTED, Set.<OrderStatus>of(),
                CANCELLED, Set.<OrderStatus>of());

        table.forEach((from, next) -> assertEquals(next, Arrays.stream(OrderStatus.values()).filter(from::canBecome).collect(Collectors.toSet()), "from " + from));
    }

    @Test
    void exactlyTheStatusesWithNothingAfterThemAreFinal() {
        assertEquals(Set.of(CONFIRMED, REJECTED, CANCELLED), Arrays.stream(OrderStatus.values()).filter(OrderStatus::isFinal).collect(Collectors.toSet()));
    }
}
