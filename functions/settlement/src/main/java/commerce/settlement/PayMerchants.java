package commerce.settlement;

import commerce.kernel.TaskOperation;
import commerce.settlement.ClearingTable.Stored;
import commerce.settlement.domain.Account;
import commerce.settlement.domain.clearing.Payout;
import commerce.settlement.domain.clearing.Settlement;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sets what a page's sealed settlements pay out aside in the ledger: out of what the merchant is owed, into what is cleared for it. In two
 * phases: the transfer is pending until the settlement is marked as paid, and with it due for a payout file; then it is posted.
 *
 * <p>In: {@link Input}. Out: {@link Output}. A repetition moves nothing twice: a transfer is named after its settlement.
 */
@Singleton
@Named("pay-merchants")
public class PayMerchants extends TaskOperation<PayMerchants.Input, PayMerchants.Output> {

    private static final Logger LOG = Logger.getLogger(PayMerchants.class);

    private final ClearingTable table;
    private final ClearingRunTable clearings;
    private final Transfers transfers;
    private final Clock clock;

    public PayMerchants(ClearingTable table, ClearingRunTable clearings, Transfers transfers, Clock clock) {
        super(Input.class);
        this.table = table;
        this.clearings = clearings;
        this.transfers = transfers;
        this.clock = clock;
    }

    public record Input(String tenant, LocalDate date, int run, String page) {}

    /** @param unpaid settlements whose transfer the ledger refused; they stay unfinished and are tried again by the next run */
    public record Output(int unpaid) {}

    @Override
    protected Output handle(Input input) {
        var unpaid = 0;
        for (var merchant : clearings.page(input.tenant(), input.date(), input.run(), input.page())) {
            // Marked as paid it may still wait for its transfer to be posted; only its statement says that it is.
            var latest = table.latest(input.tenant(), input.date(), merchant.merchantId()).filter(stored -> stored.is(Settlement.Status.SEALED) && !stored.stated());
            if (latest.isPresent() && !pay(input.tenant(), latest.get())) {
                unpaid++;
            }
        }
        return new Output(unpaid);
    }

    private boolean pay(String tenant, Stored stored) {
        var payouts = Payout.of(stored.settlement());
        // Once it is marked, its transfers were begun.
        for (var payout : stored.paid() ? List.<Payout>of() : payouts) {
            var begun = transfers.begin(tenant, new Transfers.Request(payout.payoutId(), Account.merchantPayable(payout.merchantId()), Account.payoutClearing(payout.merchantId()),
                    payout.amount(), true, Optional.empty(), "settlement " + payout.settlementId()));
            if (!isDone(payout, begun)) {
                return false;
            }
        }
        if (!stored.paid()) {
            table.markPaid(tenant, stored.settlement(), clock.instant());
        }
        return payouts.stream().allMatch(payout -> isDone(payout, transfers.post(tenant, payout.payoutId(), Optional.empty())));
    }

    private static boolean isDone(Payout payout, Transfers.Outcome outcome) {
        if (outcome instanceof Transfers.Outcome.Is) {
            return true;
        }
        LOG.errorf("payout %s of %s refused by the ledger: %s", payout.payoutId(), payout.amount(), outcome);
        return false;
    }
}
