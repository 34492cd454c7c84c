package commerce.settlement.domain.reconciliation;

import commerce.kernel.Money;
import java.util.Optional;

/**
 * What both sides call a movement by.
 *
 * @param paymentId ours, or the provider's own id of a line that names none
 * @param detail the refund's id, which way a dispute's money went, or nothing
 */
public record MovementKey(Kind kind, String paymentId, String detail) {

    /** What a movement is about. */
    public enum Kind {
        PAYMENT,
        REFUND,
        DISPUTE,
        OTHER
    }

    static MovementKey of(Kind kind, Optional<String> paymentId, Optional<String> refundId, Money amount, String otherwise) {
        return paymentId.map(id -> new MovementKey(kind, id, switch (kind) {
            case PAYMENT -> "";
            case REFUND -> refundId.orElse("?" + otherwise);
            case DISPUTE -> amount.isNegative() ? "taken" : "returned";
            case OTHER -> otherwise;
        })).orElseGet(() -> new MovementKey(kind, otherwise, ""));
    }
}
