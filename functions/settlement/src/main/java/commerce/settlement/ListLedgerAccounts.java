package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Page;
import commerce.settlement.ProjectedBalances.Accounts;
import commerce.settlement.ProjectedBalances.Balance;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code GET /admin/ledger/accounts?at&limit&cursor}: the tenant's accounts by currency and name, each {@code {account, currency, balance}},
 * the balance in minor units, debit-positive, and {@code asOf}. Without {@code at}: all entries sealed until {@code asOf}, usually a second
 * ago. With it: all entries posted until then. All balances of a currency sum to zero, over however many pages.
 */
@Singleton
@Named("list-ledger-accounts")
public class ListLedgerAccounts extends HttpOperation {

    private final ProjectedBalances projected;
    private final Checkpoints checkpoints;
    private final Clock clock;

    public ListLedgerAccounts(ProjectedBalances projected, Checkpoints checkpoints, Clock clock) {
        this.projected = projected;
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var ask = Page.ask(request);
        return HttpResponse.ok(At.of(request, clock.instant()).map(at -> at(tenant, ask, at)).orElseGet(() -> projected.page(tenant, ask)));
    }

    private Accounts at(String tenant, Page.Ask ask, Instant at) {
        var all = new TreeMap<>(checkpoints.balancesAt(tenant, at));
        var rest = ask.after().map(last -> all.tailMap(last, false)).orElse(all);
        var keys = rest.keySet().stream().limit(ask.limit()).toList();
        var items = keys.stream().map(key -> Balance.of(key, all.get(key))).toList();
        var last = rest.size() > keys.size() ? Optional.of(keys.getLast()) : Optional.<String>empty();
        return new Accounts(List.copyOf(items), Page.of(items, last).nextCursor(), at);
    }
}
