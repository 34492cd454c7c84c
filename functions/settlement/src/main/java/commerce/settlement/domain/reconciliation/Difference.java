package commerce.settlement.domain.reconciliation;

import java.util.Optional;

/**
 * Something on which a bill and our ledger do not agree, or agree only if a neighbouring day is looked at.
 *
 * @param id the same whenever the same day is compared again
 * @param what it comes down to
 * @param ours what we have booked, if anything
 * @param theirs what the bill says, if anything
 * @param detail a sentence for whoever looks at it
 */
public record Difference(String id, What what, MovementKey key, Optional<OurMovement> ours, Optional<BillLine> theirs, String detail) {

    /** The classes of differences. */
    public enum What {
        /** The provider says that money moved, our ledger knows nothing of it. */
        MISSING_OURS,
        /** Our ledger says that money moved, the provider's bills do not. */
        MISSING_THEIRS,
        /** Both know of it, but not the same amount or currency. */
        AMOUNT,
        /** We say it is done, the provider says it is not, or was taken back. */
        STATUS,
        /** One side has it more often than the other. */
        DUPLICATE,
        /** Both know of it, on neighbouring days: nothing is wrong. */
        DAY_BOUNDARY;

        /** Whether nobody has to do anything about it. */
        public boolean isTolerated() {
            return this == DAY_BOUNDARY;
        }
    }
}
