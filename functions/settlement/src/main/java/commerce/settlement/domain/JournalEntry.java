package commerce.settlement.domain;

import commerce.kernel.Money;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An immutable entry whose postings sum to zero; an unbalanced one cannot be made. It is never changed and never deleted: what was wrong is
 * taken back by another entry that names it.
 *
 * @param entryId {@code <orderId>/<cause>} or {@code transfer:<transferId>/<cause>}
 * @param orderId the order whose money moved, unless it was not an order's
 * @param cause what moved it, once per subject
 * @param postedAt when it was written, to the millisecond
 * @param postings at least two, of one currency, sum zero
 * @param movement what moved at a payment provider, if anything did
 * @param reverses the entry this one takes back, if it does
 * @param reason why an operator posted it, if one did
 */
public record JournalEntry(String entryId, Optional<String> orderId, String cause, Instant postedAt, List<Posting> postings,
        Optional<ProviderMovement> movement, Optional<String> reverses, Optional<String> reason) {

    /** An entry, its accounts and what comes beside it must fit one transaction of 100 actions, and so must sealing it. */
    public static final int MAX_ACCOUNTS = 80;

    public JournalEntry {
        postings = List.copyOf(postings);
        if (postings.size() < 2 || postings.stream().anyMatch(posting -> posting.amount().isZero())) {
            throw new IllegalArgumentException("an entry has at least two sides and none of zero: " + postings);
        }
        var sum = postings.stream().map(Posting::amount).reduce(Money::plus).orElseThrow();
        if (!sum.isZero()) {
            throw new IllegalArgumentException("an entry must balance, this one is off by " + sum + ": " + postings);
        }
    }

    /** A new entry. Leaves out sides of zero, which say nothing. @throws IllegalArgumentException for an account the chart does not have */
    public static JournalEntry of(Cause cause, Instant postedAt, List<Posting> postings) {
        var said = postings.stream().filter(posting -> !posting.amount().isZero()).toList();
        said.forEach(posting -> Chart.of(posting.account()));
        if (said.stream().map(Posting::account).distinct().count() > MAX_ACCOUNTS) {
            throw new IllegalArgumentException("an entry moves at most " + MAX_ACCOUNTS + " accounts: " + cause.entryId());
        }
        return new JournalEntry(cause.entryId(), Cause.orderOf(cause.subject()), cause.name(), postedAt.truncatedTo(ChronoUnit.MILLIS), said,
                cause.movement(), cause.reverses(), cause.reason());
    }

    /** What the cause is about: the part of the id before the cause. */
    public String subject() {
        return entryId.substring(0, entryId.length() - cause.length() - 1);
    }

    /** What it adds to each account, debit-positive, zero left out. */
    public Map<String, Money> sums() {
        var sums = new TreeMap<String, Money>();
        postings.forEach(posting -> sums.merge(posting.account(), posting.amount(), Money::plus));
        sums.values().removeIf(Money::isZero);
        return sums;
    }

    /** The postings that take this entry back. */
    public List<Posting> reversed() {
        return postings.stream().map(Posting::reversed).toList();
    }

    /** Over everything it says, and whose it is: an entry that was altered has another. */
    public String hash(String tenant) {
        var parts = new ArrayList<>(List.of(tenant, entryId, cause, postedAt.toString(), reverses.orElse(""), reason.orElse("")));
        movement.ifPresent(moved -> parts.addAll(List.of(moved.provider(), moved.paymentId(), moved.providerReference().orElse(""), moved.refundId().orElse(""),
                moved.movedAt().toString(), moved.businessDate().toString())));
        postings.forEach(posting -> parts.addAll(List.of(posting.account(), Long.toString(posting.amount().minor()), posting.amount().currency().toString())));
        return Hashes.of(parts);
    }
}
