package commerce.ordering.domain;

import java.time.Instant;

/**
 * One step of an order's history.
 *
 * @param status what it became
 * @param at when
 */
public record StatusChange(OrderStatus status, Instant at) {}
