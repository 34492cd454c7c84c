package commerce.settlement.domain.clearing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clearing of a tenant's business date, over all of its runs.
 *
 * @param date the business date
 * @param status RUNNING until a run has ended; DONE if nothing is left to do; INCOMPLETE if a settlement failed or a page could not be worked on
 * @param run how often it was started
 * @param startedAt when its last run was started
 * @param finishedAt when its last run ended
 * @param counts what it has come to
 * @param payoutFiles what was handed over for payment, oldest first; none is ever changed
 */
public record Clearing(LocalDate date, Status status, int run, Instant startedAt, Optional<Instant> finishedAt, Counts counts, List<PayoutFile> payoutFiles) {

    public enum Status { RUNNING, DONE, INCOMPLETE }

    /**
     * @param merchants with something to settle
     * @param settled those whose settlement is SEALED, paid and stated
     * @param failed those whose last settlement FAILED
     * @param totals what the settled came to, one for each currency
     */
    public record Counts(long merchants, long settled, long failed, List<SettledSum> totals) {

        public static Counts none() {
            return new Counts(0, 0, 0, List.of());
        }

        /** Of merchants none of whom is settled yet. */
        public static Counts planned(int merchants) {
            return new Counts(merchants, 0, 0, List.of());
        }

        public Counts plus(Counts other) {
            return new Counts(merchants + other.merchants, settled + other.settled, failed + other.failed,
                    SettledSum.sum(Stream.concat(totals.stream(), other.totals.stream())));
        }

        /** What a further run starts from: only what is settled stays so. */
        private Counts settledOnly() {
            return new Counts(settled, settled, 0, totals);
        }
    }

    public static Clearing begin(LocalDate date, Instant now) {
        return new Clearing(date, Status.RUNNING, 1, now, Optional.empty(), Counts.none(), List.of());
    }

    /** Started again. */
    public Clearing again(Instant now) {
        return new Clearing(date, Status.RUNNING, run + 1, now, Optional.empty(), counts.settledOnly(), payoutFiles);
    }

    /** @param complete whether nothing is left to do */
    public Clearing finished(Counts total, boolean complete, Instant now) {
        return new Clearing(date, complete ? Status.DONE : Status.INCOMPLETE, run, startedAt, Optional.of(now), total, payoutFiles);
    }

    public Clearing with(PayoutFile file) {
        return new Clearing(date, status, run, startedAt, finishedAt, counts, Stream.concat(payoutFiles.stream(), Stream.of(file)).toList());
    }

    /** While it runs: with what the pages of this run have come to so far. */
    public Clearing with(Counts progress) {
        return new Clearing(date, status, run, startedAt, finishedAt, counts.plus(progress), payoutFiles);
    }
}
