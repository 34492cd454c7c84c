package commerce.settlement.domain;

import commerce.kernel.Money;
import java.time.Instant;
import java.util.List;

/**
 * An immutable entry whose postings sum to zero; an unbalanced one cannot be made.
 *
 * @param entryId {@code <orderId>/<cause>}
 * @param orderId the order whose money moved
 * @param cause what moved it, once per order: {@code capture}, {@code settlement}, {@code late/<refundId>}, {@code refund/<refundId>}
 * @param postedAt when it was written
 * @param postings at least two, of one currency, sum zero
 */
public record JournalEntry(String entryId, String orderId, String cause, Instant postedAt, List<Posting> postings) {

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

    /** Leaves out sides of zero, which say nothing. */
    public static JournalEntry of(String orderId, String cause, Instant postedAt, List<Posting> postings) {
        return new JournalEntry(orderId + "/" + cause, orderId, cause, postedAt, postings.stream().filter(posting -> !posting.amount().isZero()).toList());
    }
}
