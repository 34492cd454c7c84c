package commerce.promotion.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * Whose a campaign's code is and where it stands.
 *
 * @param campaign its id
 * @param customer who alone may use it; empty if anybody may
 * @param state absent for the shared code of a campaign, which is never used up
 * @param orderId the order that has it, while it is LOCKED or REDEEMED
 * @param issuedAt when it was made
 * @param graceUntil the first moment it can no longer be used, once an order gave it back under its campaign's rule
 */
public record Issue(String campaign, Optional<String> customer, Optional<CouponState> state, Optional<String> orderId, Instant issuedAt, Optional<Instant> graceUntil) {

    boolean isFor(String other) {
        return customer.filter(owner -> !owner.equals(other)).isEmpty();
    }
}
