package commerce.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.TaskOperation;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * What the ledger does by the clock: marks pending transfers whose time is over as EXPIRED, and makes the checkpoints that are due.
 *
 * <p>Trigger: a schedule, every five minutes. In: nothing of interest. Out: {@link Swept}. What a run leaves over is the next one's.
 */
@Singleton
@Named("sweep-ledger")
public class SweepLedger extends TaskOperation<JsonNode, SweepLedger.Swept> {

    private static final int TRANSFERS_PER_RUN = 500;
    private static final int TENANTS_PER_RUN = 20;

    private final Transfers transfers;
    private final Checkpoints checkpoints;

    public SweepLedger(Transfers transfers, Checkpoints checkpoints) {
        super(JsonNode.class);
        this.transfers = transfers;
        this.checkpoints = checkpoints;
    }

    /**
     * @param overdue how many transfers were found whose time was over
     * @param checkpoints how many checkpoints were made
     */
    public record Swept(int overdue, int checkpoints) {}

    @Override
    protected Swept handle(JsonNode input) {
        return new Swept(transfers.expireOverdue(TRANSFERS_PER_RUN), checkpoints.makeDue(TENANTS_PER_RUN));
    }
}
