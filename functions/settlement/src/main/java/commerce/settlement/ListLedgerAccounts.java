package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Page;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /admin/ledger/accounts?limit&cursor}: the tenant's accounts by currency and name, each
 * {@code {account, currency, balance}}, the balance in minor units, debit-positive, and {@code asOf}: all entries sealed until then, usually
 * a second ago, are in it. All balances of a currency sum to zero, over however many pages.
 */
@Singleton
@Named("list-ledger-accounts")
public class ListLedgerAccounts extends HttpOperation {

    private final ProjectedBalances balances;

    public ListLedgerAccounts(ProjectedBalances balances) {
        this.balances = balances;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        return HttpResponse.ok(balances.page(request.tenant(), Page.ask(request)));
    }
}
