package commerce.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.Money;
import commerce.settlement.domain.reconciliation.BillLine;
import commerce.settlement.domain.reconciliation.Difference;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A reconciliation as it is kept and as the API tells it. */
final class ReconciliationView {

    private ReconciliationView() {}

    /** How a difference stands. */
    enum Status {
        /** Somebody must look at it. */
        OPEN,
        /** Nothing is wrong; it is only said. */
        TOLERATED,
        /** Somebody looked at it and said what became of it. */
        RESOLVED,
        /** A later run no longer saw it. */
        CLOSED
    }

    /** Why a difference needs nothing more. */
    enum Reason {
        /** We have corrected our books. */
        CORRECTED_OURS,
        /** The provider has corrected, or will correct, its own. */
        CORRECTED_THEIRS,
        /** It will never be made good. */
        WRITTEN_OFF,
        /** It is only a matter of when. */
        TIMING,
        /** It is right as it is. */
        ACCEPTED
    }

    /** What somebody said became of a difference. */
    record Resolution(Reason reason, String note, String by, Instant at) {

        boolean saysTheSameAs(Resolution other) {
            return reason == other.reason && note.equals(other.note);
        }
    }

    /** Our side: the journal entry. */
    record Ours(String entryId, Money amount, Instant movedAt) {}

    /** The provider's side. @param file the key of the lines the line is one of @param raw what it was read from */
    record Theirs(String providerId, Money amount, Money fee, BillLine.Status status, Instant occurredAt, LocalDate settleDate, long line, String file, String raw) {}

    /** A difference with its evidence. @param paymentId ours, or the provider's own id where the bill names none of ours */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Found(String id, String source, LocalDate date, Difference.What what, Status status, String paymentId, Optional<String> refundId, String detail, Optional<Ours> ours,
            Optional<Theirs> theirs, Instant foundAt, Optional<Instant> closedAt, Optional<Resolution> resolution) {

        /** The same, as it stands now. */
        Found as(Status now, Instant since, Optional<Instant> closed, Optional<Resolution> resolved) {
            return new Found(id, source, date, what, now, paymentId, refundId, detail, ours, theirs, since, now == Status.CLOSED ? closed : Optional.empty(), resolved);
        }
    }

    /** Whether a source could be compared. */
    enum State {
        /** Nothing is open. */
        BALANCED,
        /** Somebody must look at differences. */
        DIFFERENT,
        /** We have booked movements, and the bill was not there when somebody last had them compared. */
        BILL_MISSING
    }

    /** The last run over one source. @param manifest leads to everything kept of the bill */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Summary(String source, LocalDate date, State state, int open, int tolerated, int resolved, int closed, long lines, long otherLines, long entries, List<Money> theirs,
            List<Money> ours, List<Money> providerFees, Optional<String> manifest, Optional<Instant> comparedAt) {

        static Summary missing(String source, LocalDate date, Instant now) {
            return new Summary(source, date, State.BILL_MISSING, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of(), List.of(), Optional.empty(), Optional.of(now));
        }
    }
}
