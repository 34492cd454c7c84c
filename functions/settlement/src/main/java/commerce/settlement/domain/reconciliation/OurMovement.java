package commerce.settlement.domain.reconciliation;

import commerce.kernel.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * What one of our journal entries says moved at a provider.
 *
 * @param entryId names the entry
 * @param amount positive when it came in
 * @param movedAt when
 */
public record OurMovement(String entryId, MovementKey.Kind kind, String paymentId, Optional<String> refundId, Money amount, Instant movedAt) {

    MovementKey key() {
        return MovementKey.of(kind, Optional.of(paymentId), refundId, amount, entryId);
    }
}
