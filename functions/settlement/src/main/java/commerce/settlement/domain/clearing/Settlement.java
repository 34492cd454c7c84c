package commerce.settlement.domain.clearing;

import commerce.kernel.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one merchant is settled for one business date. It claims lines while it is OPEN; SEALED it never changes again; FAILED it has
 * claimed nothing, is kept, and the next sequence number tries anew.
 *
 * @param merchantId whose
 * @param tradeDate the business date that is cleared, not the date of each line: late lines are older
 * @param sequence from 1; above 1 only if all before have FAILED
 * @param status where it is
 * @param claimed what the lines claimed so far add up to
 * @param batches how many transactions have claimed lines
 * @param dates the business dates the claimed lines belong to, sorted
 * @param tries how often it has failed
 * @param failure why it failed last
 * @param openedAt when it was opened
 * @param endedAt when it became SEALED or FAILED
 */
public record Settlement(String merchantId, LocalDate tradeDate, int sequence, Status status, Tally claimed, int batches, List<LocalDate> dates, int tries,
        Optional<String> failure, Instant openedAt, Optional<Instant> endedAt) {

    /** After so many failures it is given up. */
    public static final int MAX_TRIES = 3;

    /** OPEN to SEALED, or OPEN to FAILING (its lines are being given back) to FAILED; nothing else. */
    public enum Status { OPEN, SEALED, FAILING, FAILED }

    /** How sealing ended. */
    public sealed interface Sealing {

        /** It adds up. @param carried what could not be paid out, one line for each currency that is below zero */
        record Sealed(Settlement settlement, List<PayableLine> carried) implements Sealing {}

        /** The lines do not add up to what was claimed. */
        record Mismatch(String cause) implements Sealing {}
    }

    /** {@code <merchant>_<yyyymmdd>_<sequence>}: {@code MCH_20240520_001}. */
    public String settleId() {
        return "%s_%s_%03d".formatted(merchantId, DateTimeFormatter.BASIC_ISO_DATE.format(tradeDate), sequence);
    }

    public static Settlement open(String merchantId, LocalDate tradeDate, int sequence, Instant now) {
        return new Settlement(merchantId, tradeDate, sequence, Status.OPEN, Tally.nothing(), 0, List.of(), 0, Optional.empty(), now, Optional.empty());
    }

    /** A new number after one that FAILED. */
    public Settlement reopened(Instant now) {
        if (status != Status.FAILED) {
            throw new IllegalStateException(settleId() + " is " + status + ": only what has failed is tried anew");
        }
        return open(merchantId, tradeDate, sequence + 1, now);
    }

    /** With one more batch of lines. */
    public Settlement claim(List<PayableLine> lines) {
        requireStatus(Status.OPEN);
        var sources = Stream.concat(dates.stream(), lines.stream().filter(line -> !line.isCarried()).map(PayableLine::businessDate)).distinct().sorted().toList();
        return new Settlement(merchantId, tradeDate, sequence, status, claimed.plus(Tally.of(lines.stream())), batches + 1, sources, tries, failure, openedAt, endedAt);
    }

    /**
     * Ends it, if the lines really add up to what was claimed.
     *
     * @param recomputed from the lines as they are stored now
     * @param carriedTo the date that what is carried over belongs to
     */
    public Sealing seal(Tally recomputed, LocalDate carriedTo, Instant now) {
        requireStatus(Status.OPEN);
        if (!recomputed.equals(claimed)) {
            return new Sealing.Mismatch("claimed " + claimed + " but the lines add up to " + recomputed);
        }
        var carried = claimed.totals().stream().map(Totals::carriedOut).filter(Money::isNegative)
                .map(negative -> PayableLine.carried(merchantId, carriedTo, settleId(), negative, now)).toList();
        return new Sealing.Sealed(withStatus(Status.SEALED, tries, failure, Optional.of(now)), carried);
    }

    /** One try more has failed; the last one begins its end. */
    public Settlement failedTry(String cause) {
        requireStatus(Status.OPEN);
        return withStatus(tries + 1 < MAX_TRIES ? Status.OPEN : Status.FAILING, tries + 1, Optional.of(cause), endedAt);
    }

    /** All its lines are given back. */
    public Settlement failed(Instant now) {
        requireStatus(Status.FAILING);
        return withStatus(Status.FAILED, tries, failure, Optional.of(now));
    }

    private Settlement withStatus(Status next, int tries, Optional<String> failure, Optional<Instant> endedAt) {
        return new Settlement(merchantId, tradeDate, sequence, next, claimed, batches, dates, tries, failure, openedAt, endedAt);
    }

    private void requireStatus(Status wanted) {
        if (status != wanted) {
            throw new IllegalStateException(settleId() + " is " + status + ", not " + wanted);
        }
    }
}
