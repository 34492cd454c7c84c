package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.settlement.domain.TrialBalance;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * {@code GET /admin/ledger/trial-balance?at}: every account that is not even, on its side, and the sums of both sides by currency, of all
 * entries posted until {@code at}, now unless said; summed from the entries themselves, not from the balances projected from them.
 */
@Singleton
@Named("get-trial-balance")
public class GetTrialBalance extends HttpOperation {

    private final Checkpoints checkpoints;
    private final Clock clock;

    public GetTrialBalance(Checkpoints checkpoints, Clock clock) {
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var now = clock.instant();
        var at = At.of(request, now).orElse(now);
        return HttpResponse.ok(TrialBalance.of(at, checkpoints.balancesAt(tenant, at)));
    }
}
