package commerce.settlement;

import commerce.kernel.Money;
import commerce.settlement.domain.clearing.Clearing;
import commerce.settlement.domain.clearing.SettledSum;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A clearing as the API tells it. */
record ClearingView(LocalDate date, String status, int run, Instant startedAt, Optional<Instant> finishedAt, long merchants, long settled, long failed, List<SettledSum> totals,
        List<File> payoutFiles) {

    /** A file of payouts. */
    record File(int number, String sha256, long payouts, List<Money> sums) {}

    static ClearingView of(Clearing clearing) {
        var counts = clearing.counts();
        return new ClearingView(clearing.date(), clearing.status().name(), clearing.run(), clearing.startedAt(), clearing.finishedAt(), counts.merchants(), counts.settled(),
                counts.failed(), counts.totals(), clearing.payoutFiles().stream().map(file -> new File(file.number(), file.sha256(), file.payouts(), file.sums())).toList());
    }
}
