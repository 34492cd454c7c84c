package commerce.ordering.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * What was agreed when the order was placed; never changes afterwards.
 *
 * @param tenant whose shop
 * @param orderId globally unique, see {@link commerce.kernel.OrderIds}
 * @param customer who ordered, from the verified token
 * @param placedAt when, in milliseconds
 * @param quote the goods and what they cost, with the coupons to redeem
 * @param paymentProvider whom the customer wants to pay through
 * @param channelId who brought the customer, if the shop said so
 * @param returnUrl where the customer goes after paying, if the shop said so
 */
public record Placement(
        String tenant, String orderId, String customer, Instant placedAt, Quote quote, String paymentProvider, Optional<String> channelId, Optional<String> returnUrl) {}
