package commerce.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.Money;
import commerce.kernel.TaskOperation;
import commerce.payment.domain.Refund;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * An order's refunds, and how far each has come.
 *
 * <p>Trigger: asked by inspect-order, for the operator. In: {@link Input}. Out: {@link Output}, the oldest first; empty for an order without
 * any. Reads consistently, writes nothing.
 */
@Singleton
@Named("read-refunds")
public class ReadRefunds extends TaskOperation<ReadRefunds.Input, ReadRefunds.Output> {

    private final RefundsTable table;

    public ReadRefunds(RefundsTable table) {
        super(Input.class);
        this.table = table;
    }

    /**
     * @param tenant whose order
     * @param orderId which order
     */
    public record Input(String tenant, String orderId) {}

    /** @param refunds of the order */
    public record Output(List<View> refunds) {}

    /**
     * @param refundId unique in its order; {@code late-1} for the automatic refund of late money
     * @param paymentId whose money goes back
     * @param provider at which provider
     * @param amount how much
     * @param status PENDING, SUCCEEDED or FAILED
     * @param late whether it is late money, which does not count against what was captured
     * @param restock whether the goods go back on the shelf
     * @param requestedAt when it was asked for
     * @param finishedAt when its provider said what became of it; absent while it is pending
     * @param tries how often the provider did not take it
     * @param nextTryAt when the provider is asked next; absent once it has ended, or was given up
     * @param trouble why the provider did not take it the last time
     * @param givenUp pending, but not asked after any more: ask for the same refund again to try it anew
     * @param providerReference the provider's own id of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record View(String refundId, String paymentId, String provider, Money amount, Refund.Status status, boolean late, boolean restock, Instant requestedAt, Instant finishedAt,
            long tries, Instant nextTryAt, String trouble, boolean givenUp, String providerReference) {}

    @Override
    protected Output handle(Input input) {
        return new Output(table.all(input.tenant(), input.orderId()).stream().sorted(Comparator.comparing(RefundsTable.Progress::requestedAt)).map(ReadRefunds::view).toList());
    }

    private static View view(RefundsTable.Progress progress) {
        var refund = progress.refund();
        return new View(refund.refundId(), refund.paymentId().toString(), refund.provider(), refund.amount(), refund.status(), refund.late(), refund.restock(), progress.requestedAt(),
                progress.finishedAt().orElse(null), progress.tries(), progress.nextTryAt().orElse(null), progress.trouble().orElse(null),
                refund.status() == Refund.Status.PENDING && progress.nextTryAt().isEmpty(), refund.providerReference().orElse(null));
    }
}
