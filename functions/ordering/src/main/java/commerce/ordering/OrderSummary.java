package commerce.ordering;

import commerce.kernel.Money;
import commerce.ordering.domain.OrderStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * An order in a list.
 *
 * @param orderId its id
 * @param status where it stands
 * @param reason why it was rejected or cancelled
 * @param customer who ordered
 * @param total what there was to pay
 * @param refunded what went back
 * @param placedAt when it was placed
 */
public record OrderSummary(String orderId, OrderStatus status, Optional<String> reason, String customer, Money total, Money refunded, Instant placedAt) {}
