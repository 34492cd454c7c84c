package commerce.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.Money;
import commerce.kernel.TaskOperation;
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

    /** Where a refund stands, as an operator sees it. */
    public enum State {

        /** Its provider is being asked for it, or has taken it and has not said more yet. */
        PENDING,

        /** Its provider did not take it; it is asked for again at {@code nextTryAt}. */
        RETRIED,

        /** Its provider did not take it for two days; asking for the same refund again tries it anew. */
        GIVEN_UP,

        /** The money has gone back. */
        SUCCEEDED,

        /** Its provider said that no money will go back. */
        FAILED
    }

    /**
     * @param refundId unique in its order; {@code late-1} for the automatic refund of late money
     * @param paymentId whose money goes back
     * @param provider at which provider
     * @param amount how much
     * @param status where it stands
     * @param late whether it is late money, which does not count against what was captured
     * @param restock whether the goods go back on the shelf
     * @param requestedAt when it was asked for
     * @param finishedAt when its provider said what became of it; absent while it is pending
     * @param tries how often the provider did not take it
     * @param nextTryAt when the provider is asked next; absent once it has ended, or was given up
     * @param trouble why the provider did not take it the last time
     * @param providerReference the provider's own id of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record View(String refundId, String paymentId, String provider, Money amount, State status, boolean late, boolean restock, Instant requestedAt, Instant finishedAt,
            long tries, Instant nextTryAt, String trouble, String providerReference) {}

    @Override
    protected Output handle(Input input) {
        return new Output(table.all(input.tenant(), input.orderId()).stream().sorted(Comparator.comparing(RefundsTable.Progress::requestedAt)).map(ReadRefunds::view).toList());
    }

    private static View view(RefundsTable.Progress progress) {
        var refund = progress.refund();
        return new View(refund.refundId(), refund.paymentId().toString(), refund.provider(), refund.amount(), state(progress), refund.late(), refund.restock(), progress.requestedAt(),
                progress.finishedAt().orElse(null), progress.tries(), progress.nextTryAt().orElse(null), progress.trouble().orElse(null), refund.providerReference().orElse(null));
    }

    private static State state(RefundsTable.Progress progress) {
        return switch (progress.refund().status()) {
            case SUCCEEDED -> State.SUCCEEDED;
            case FAILED -> State.FAILED;
            case PENDING -> {
                if (progress.nextTryAt().isEmpty()) {
                    yield State.GIVEN_UP;
                }
                yield progress.tries() > 0 ? State.RETRIED : State.PENDING;
            }
        };
    }
}
