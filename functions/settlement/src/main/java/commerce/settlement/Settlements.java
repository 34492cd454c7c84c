package commerce.settlement;

import commerce.kernel.Event;
import commerce.settlement.ClearingTable.Stored;
import commerce.settlement.domain.clearing.PayableLine;
import commerce.settlement.domain.clearing.SettledSum;
import commerce.settlement.domain.clearing.Settlement;
import commerce.settlement.domain.clearing.Settlement.Sealing;
import commerce.settlement.domain.clearing.Tally;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** A settlement's way from its first line to SEALED, or to FAILED with its lines given back. Every step may be taken twice, by two at once. */
@Singleton
public class Settlements {

    private static final Logger LOG = Logger.getLogger(Settlements.class);

    private final ClearingTable table;
    private final Clock clock;

    public Settlements(ClearingTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** The settlement that may claim the merchant's lines now: the open one, or a new one; empty if the date is settled for the merchant, or failing. */
    Optional<Stored> toClaimFor(String tenant, LocalDate date, String merchantId) {
        var latest = table.latest(tenant, date, merchantId);
        if (latest.isEmpty()) {
            return Optional.of(Stored.unsaved(Settlement.open(merchantId, date, 1, clock.instant())));
        }
        return switch (latest.get().settlement().status()) {
            case OPEN -> latest;
            case SEALED, FAILING -> Optional.empty();
            case FAILED -> Optional.of(Stored.unsaved(latest.get().settlement().reopened(clock.instant())));
        };
    }

    /**
     * One step towards the end of the merchant's settlement: seals it, counts a failed try, or gives its lines back.
     *
     * @return how many lines were read, or empty if it has ended
     */
    Optional<Long> advance(String tenant, LocalDate date, String merchantId) {
        var latest = table.latest(tenant, date, merchantId);
        if (latest.isEmpty()) {
            return Optional.empty();
        }
        return switch (latest.get().settlement().status()) {
            case SEALED, FAILED -> Optional.empty();
            case OPEN -> Optional.of(seal(tenant, latest.get()));
            case FAILING -> Optional.of(giveBack(tenant, latest.get()));
        };
    }

    private long seal(String tenant, Stored open) {
        var settlement = open.settlement();
        var now = clock.instant();
        Tally recomputed;
        try {
            recomputed = Tally.of(table.linesOf(tenant, settlement));
        } catch (ArithmeticException tooMuchToCount) {
            failedTry(tenant, open, tooMuchToCount.toString());
            return settlement.claimed().lines();
        }
        switch (settlement.seal(recomputed, settlement.tradeDate().plusDays(1), now)) {
            case Sealing.Sealed(var sealed, var carried) -> table.seal(tenant, open, sealed, carried,
                    event("settlement.sealed.v1", tenant, sealed, Map.of("totals", SettledSum.of(sealed.claimed()))));
            case Sealing.Mismatch(var cause) -> failedTry(tenant, open, cause);
        }
        return recomputed.lines();
    }

    /** Counts a try that has failed; if somebody else has moved the settlement meanwhile, theirs counts. */
    void failedTry(String tenant, Stored open, String cause) {
        LOG.errorf("settlement %s of %s: try %d failed: %s", open.settlement().settleId(), tenant, open.settlement().tries() + 1, cause);
        table.keep(tenant, open, open.settlement().failedTry(cause), Optional.empty());
    }

    private long giveBack(String tenant, Stored failing) {
        var current = failing;
        var given = 0L;
        var batch = new ArrayList<PayableLine>(ClearingTable.BATCH);
        for (var lines = table.linesOf(tenant, failing.settlement()).iterator(); lines.hasNext(); ) {
            batch.add(lines.next());
            if (batch.size() == ClearingTable.BATCH || !lines.hasNext()) {
                if (!table.releaseIfUnmoved(tenant, current, List.copyOf(batch))) {
                    return given;
                }
                current = current.with(current.settlement());
                given += batch.size();
                batch.clear();
            }
        }
        var failed = current.settlement().failed(clock.instant());
        table.keep(tenant, current, failed, Optional.of(event("settlement.failed.v1", tenant, failed, Map.of("cause", failed.failure().orElse("")))));
        return given;
    }

    private static Event event(String type, String tenant, Settlement settlement, Map<String, Object> more) {
        var data = new TreeMap<>(more);
        data.put("settlementId", settlement.settleId());
        data.put("merchantId", settlement.merchantId());
        data.put("tradeDate", settlement.tradeDate());
        return Event.of("commerce.settlement", type, tenant, settlement.settleId(), "", settlement.endedAt().orElseThrow(), data);
    }
}
