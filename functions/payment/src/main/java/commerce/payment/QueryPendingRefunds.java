package commerce.payment;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Busy;
import commerce.kernel.TaskOperation;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Finds the end of refunds whose notification was lost, and asks again for those that a provider did not take.
 *
 * <p>Trigger: a schedule, every five minutes. In: nothing of interest. Out: {@link Swept}. When a refund is asked after is
 * {@link Repayments}' to say; a provider that does not answer is left alone until the next run. Errors: it goes through what is due, then
 * throws if something unforeseen went wrong, so that an alarm sees it.
 *
 * <p>Writes: as {@link ExecuteRefund}; and when the refund is asked after next.
 */
@Singleton
@Named("query-pending-refunds")
public class QueryPendingRefunds extends TaskOperation<JsonNode, QueryPendingRefunds.Swept> {

    private static final int PER_SHARD = 50;
    private static final Duration AFTER_A_FAULT = Duration.ofMinutes(30);

    private final PendingTable pending;
    private final RefundsTable table;
    private final Repayments repayments;
    private final Clock clock;

    public QueryPendingRefunds(PendingTable pending, RefundsTable table, Repayments repayments, Clock clock) {
        super(JsonNode.class);
        this.pending = pending;
        this.table = table;
        this.repayments = repayments;
        this.clock = clock;
    }

    /**
     * @param asked how many refunds were asked for or after
     * @param ended of how many the end is known by that
     */
    public record Swept(int asked, int ended) {}

    @Override
    protected Swept handle(JsonNode input) {
        var run = new SweepRun(clock);
        var ended = 0;
        for (var due : pending.dueRefunds(PER_SHARD)) {
            if (run.isOver()) {
                break;
            }
            var progress = table.progress(due.tenant(), due.orderId(), due.refundId()).orElseThrow();
            ended += run.ask("refund " + progress.refund().reference(), List.of(progress.refund().provider()), () -> pursue(progress)) ? 1 : 0;
        }
        run.end();
        return new Swept(run.asked(), ended);
    }

    private boolean pursue(RefundsTable.Progress progress) {
        try {
            return repayments.pursue(progress);
        } catch (Busy silent) {
            throw silent;
        } catch (RuntimeException unforeseen) {
            // It must not stand in the way of others for ever.
            pending.postpone(progress.refund(), clock.instant().plus(AFTER_A_FAULT));
            throw unforeseen;
        }
    }
}
