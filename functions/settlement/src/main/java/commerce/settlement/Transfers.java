package commerce.settlement;

import commerce.kernel.Busy;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.settlement.JournalTable.Posted;
import commerce.settlement.TransferTable.Begun;
import commerce.settlement.TransferTable.Stored;
import commerce.settlement.domain.Chart;
import commerce.settlement.domain.Hashes;
import commerce.settlement.domain.JournalEntry;
import commerce.settlement.domain.Transfer;
import commerce.settlement.domain.Transfer.Status;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Moves money by decision: at once, or pending first and then posted, whole or in part, voided or expired. Each call may be repeated; each
 * transfer is resolved once, by whoever writes first.
 */
@Singleton
public class Transfers {

    private static final int ATTEMPTS = 5;

    private final TransferTable table;
    private final JournalTable journal;
    private final Ledger ledger;
    private final Clock clock;

    public Transfers(TransferTable table, JournalTable journal, Ledger ledger, Clock clock) {
        this.table = table;
        this.journal = journal;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param transferId made by the caller: the same id and content again is the same transfer
     * @param pending whether it is to be posted later
     * @param expiresIn how long a pending one may wait; for ever, if absent
     */
    record Request(String transferId, String debit, String credit, Money amount, boolean pending, Optional<Duration> expiresIn, String reason) {

        Request {
            if (!amount.isPositive() || debit.equals(credit)) {
                throw new IllegalArgumentException("a transfer moves something from one account to another: " + amount + " from " + credit + " to " + debit);
            }
            Chart.of(debit);
            Chart.of(credit);
        }

        private String hash() {
            return Hashes.of(Json.write(List.of(debit, credit, amount, pending, expiresIn.map(Duration::toSeconds).orElse(0L), reason)));
        }
    }

    /** What became of a call. Anything but {@link Is} has changed nothing. */
    sealed interface Outcome {

        /** The transfer is as the caller wants it, by this call or an earlier one. */
        record Is(Transfer transfer) implements Outcome {}

        /** That id was used before with other content. */
        record Reused() implements Outcome {}

        /** The guarded account holds less than is to be taken. */
        record Insufficient(String account, Money available) implements Outcome {}

        /** It was resolved otherwise before, or has expired. */
        record ResolvedOtherwise(Transfer transfer) implements Outcome {}

        /** It was taken back before, for another reason. */
        record AlreadyReversed() implements Outcome {}

        /** More was to be posted than is pending. */
        record TooMuch(Transfer transfer) implements Outcome {}

        record Unknown() implements Outcome {}
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Optional<Transfer> find(String tenant, String transferId) {
        return table.find(tenant, transferId).map(Stored::transfer);
    }

    /** Begins a transfer, or makes it at once. */
    Outcome begin(String tenant, Request request) {
        var now = now();
        var transfer = new Transfer(request.transferId(), request.debit(), request.credit(), request.amount(), Status.PENDING, Optional.empty(),
                request.expiresIn().map(now::plus), request.reason(), now, Optional.empty());
        return request.pending() ? beginPending(tenant, transfer, request.hash()) : makeAtOnce(tenant, transfer, request.hash());
    }

    private Outcome beginPending(String tenant, Transfer transfer, String hash) {
        return switch (table.begin(tenant, transfer, hash)) {
            case Begun.Written() -> new Outcome.Is(transfer);
            case Begun.Exists(var stored) -> again(stored, hash);
            case Begun.Insufficient(var account, var available) -> new Outcome.Insufficient(account, available);
        };
    }

    private Outcome makeAtOnce(String tenant, Transfer transfer, String hash) {
        var posted = transfer.resolved(Status.POSTED, Optional.of(transfer.amount()), transfer.createdAt());
        var cause = posted.cause(posted.amount());
        var entry = JournalEntry.of(cause, posted.createdAt(), posted.postings(posted.amount()));
        return switch (journal.post(tenant, entry, cause.inputHash(), List.of(table.putIfAbsent(tenant, posted, hash)))) {
            case Posted.Written() -> new Outcome.Is(posted);
            case Posted.AlreadyPosted any -> again(table.find(tenant, transfer.transferId()).orElseThrow(), hash);
            case Posted.Insufficient(var account, var available) -> table.find(tenant, transfer.transferId())
                    .map(stored -> again(stored, hash)).orElseGet(() -> new Outcome.Insufficient(account, available));
            case Posted.BesideRefused() -> again(table.find(tenant, transfer.transferId()).orElseThrow(), hash);
        };
    }

    private static Outcome again(Stored stored, String hash) {
        return stored.inputHash().equals(hash) ? new Outcome.Is(stored.transfer()) : new Outcome.Reused();
    }

    /** Posts a pending transfer. @param part how much of it, the whole unless said; the rest is given back */
    Outcome post(String tenant, String transferId, Optional<Money> part) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var found = find(tenant, transferId);
            if (found.isEmpty()) {
                return new Outcome.Unknown();
            }
            var transfer = found.get();
            var amount = part.orElse(transfer.amount());
            if (!amount.currency().equals(transfer.amount().currency()) || !amount.isPositive() || amount.compareTo(transfer.amount()) > 0) {
                return new Outcome.TooMuch(transfer);
            }
            if (transfer.status() != Status.PENDING) {
                return transfer.posted().equals(Optional.of(amount)) ? new Outcome.Is(transfer) : new Outcome.ResolvedOtherwise(transfer);
            }
            if (!expired(tenant, transfer)) {
                var posted = transfer.resolved(Status.POSTED, Optional.of(amount), now());
                if (posts(tenant, posted, amount)) {
                    return new Outcome.Is(posted);
                }
            }
        }
        throw new Busy("transfer " + transferId + " kept changing", null);
    }

    private boolean posts(String tenant, Transfer posted, Money part) {
        var cause = posted.cause(part);
        var entry = JournalEntry.of(cause, posted.resolvedAt().orElseThrow(), posted.postings(part));
        var outcome = journal.post(tenant, entry, cause.inputHash(),
                account -> posted.takesFrom().contains(account) ? Optional.of(Funds.resolve(tenant, account, posted.amount(), part)) : Optional.empty(),
                List.of(table.resolveIfPending(tenant, posted)));
        return outcome instanceof Posted.Written;
    }

    /** Gives a pending transfer up. */
    Outcome giveUp(String tenant, String transferId) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var found = find(tenant, transferId);
            if (found.isEmpty()) {
                return new Outcome.Unknown();
            }
            var transfer = found.get();
            if (transfer.status() != Status.PENDING) {
                return transfer.status() == Status.VOIDED ? new Outcome.Is(transfer) : new Outcome.ResolvedOtherwise(transfer);
            }
            var voided = transfer.resolved(Status.VOIDED, Optional.empty(), now());
            if (!expired(tenant, transfer) && table.giveUpIfPending(tenant, voided)) {
                return new Outcome.Is(voided);
            }
        }
        throw new Busy("transfer " + transferId + " kept changing", null);
    }

    /** One whose time is over can only expire, whoever comes by first. */
    private boolean expired(String tenant, Transfer transfer) {
        var now = now();
        if (transfer.isOverdue(now)) {
            table.expireIfOverdue(tenant, transfer.resolved(Status.EXPIRED, Optional.empty(), now));
            return true;
        }
        return false;
    }

    /** Marks pending transfers whose time is over. @return how many it found */
    int expireOverdue(int limit) {
        var overdue = table.overdue(now(), limit);
        overdue.forEach(due -> find(due.tenant(), due.transferId()).ifPresent(transfer -> expired(due.tenant(), transfer)));
        return overdue.size();
    }

    /** Takes a posted transfer back, once. */
    Outcome reverse(String tenant, String transferId, String reason) {
        var found = find(tenant, transferId);
        if (found.isEmpty()) {
            return new Outcome.Unknown();
        }
        if (found.get().status() != Status.POSTED) {
            return new Outcome.ResolvedOtherwise(found.get());
        }
        var entry = journal.find(tenant, "transfer:" + transferId + "/posted").orElseThrow();
        try {
            ledger.reverse(tenant, entry, reason);
            return new Outcome.Is(found.get());
        } catch (CauseReused reversedForAnotherReason) {
            return new Outcome.AlreadyReversed();
        } catch (InsufficientFunds spent) {
            return new Outcome.Insufficient(spent.account(), spent.available());
        }
    }
}
