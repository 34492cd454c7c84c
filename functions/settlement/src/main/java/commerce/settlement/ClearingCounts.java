package commerce.settlement;

import commerce.settlement.ClearingTable.Stored;
import commerce.settlement.domain.clearing.Clearing.Counts;
import commerce.settlement.domain.clearing.SettledSum;
import commerce.settlement.domain.clearing.Settlement.Status;
import java.util.List;
import java.util.stream.Stream;

/** What settlements come to, one for each merchant. */
final class ClearingCounts {

    private ClearingCounts() {}

    /** @param latest each merchant's settlement with the highest number */
    static Counts of(Stream<Stored> latest) {
        return latest.map(ClearingCounts::of).reduce(Counts.none(), Counts::plus);
    }

    private static Counts of(Stored stored) {
        var settled = stored.is(Status.SEALED) && stored.stated();
        return new Counts(1, settled ? 1 : 0, stored.is(Status.FAILED) ? 1 : 0, settled ? SettledSum.of(stored.settlement().claimed()) : List.of());
    }
}
