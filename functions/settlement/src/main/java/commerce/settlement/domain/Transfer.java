package commerce.settlement.domain;

import commerce.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Money moved from one account to another by decision, not by a fact: at once, or in two phases. A pending transfer moves nothing yet; it
 * sets aside what a guarded account must have. It is resolved exactly once: posted, whole or in part, voided, or expired.
 *
 * @param transferId made by whoever wants it
 * @param debit the account that is debited
 * @param credit the account that is credited
 * @param amount what was asked for, above zero
 * @param status see {@link Status}
 * @param posted what was posted of it, once it is POSTED
 * @param until from then on a pending one can only expire; never, if absent
 * @param reason why somebody wanted it
 * @param createdAt when it was asked for
 * @param resolvedAt when it stopped being pending
 */
public record Transfer(String transferId, String debit, String credit, Money amount, Status status, Optional<Money> posted, Optional<Instant> until, String reason,
        Instant createdAt, Optional<Instant> resolvedAt) {

    /** PENDING, then one of the others, for ever. */
    public enum Status { PENDING, POSTED, VOIDED, EXPIRED }

    /** Whether the time for posting or voiding it is over. */
    public boolean isOverdue(Instant now) {
        return status == Status.PENDING && until.isPresent() && !now.isBefore(until.get());
    }

    /** The same, resolved. */
    public Transfer resolved(Status how, Optional<Money> part, Instant now) {
        return new Transfer(transferId, debit, credit, amount, how, part, until, reason, createdAt, Optional.of(now));
    }

    /** What posting that part of it posts. */
    public List<Posting> postings(Money part) {
        return List.of(Posting.debit(debit, part), Posting.credit(credit, part));
    }

    /** The guarded accounts it takes from: what a pending one sets aside. */
    public List<String> takesFrom() {
        return postings(amount).stream().filter(posting -> Chart.of(posting.account()).nonNegative() && Chart.of(posting.account()).increase(posting.amount().minor()) < 0)
                .map(Posting::account).toList();
    }

    /** The cause of the entry that posts it. */
    public Cause cause(Money part) {
        return Cause.ofTransfer(transferId, "posted", debit, credit, part).because(reason);
    }
}
