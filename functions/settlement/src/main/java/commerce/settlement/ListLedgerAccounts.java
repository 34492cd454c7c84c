package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Page;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /admin/ledger/accounts?limit&cursor}: the tenant's accounts by currency and name, each
 * {@code {account, currency, balance}}, the balance in minor units, debit-positive. All balances of a currency sum to zero.
 */
@Singleton
@Named("list-ledger-accounts")
public class ListLedgerAccounts extends HttpOperation {

    private final SettlementTable table;

    public ListLedgerAccounts(SettlementTable table) {
        this.table = table;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        return HttpResponse.ok(table.balances(request.tenant(), Page.ask(request)));
    }
}
