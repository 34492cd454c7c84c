package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Page;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * {@code GET /admin/ledger/entries?orderId}: the entries of one order, oldest first, all of them; without {@code orderId} the tenant's
 * entries, newest first, by {@code limit} and {@code cursor}. An entry is
 * {@code {entryId, orderId, cause, postedAt, postings: [{account, amount}]}}, its amounts debit-positive, summing to zero. An order that moved no
 * money, or is unknown, has an empty list.
 */
@Singleton
@Named("list-ledger-entries")
public class ListLedgerEntries extends HttpOperation {

    private final JournalTable journal;

    public ListLedgerEntries(JournalTable journal) {
        this.journal = journal;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var ask = Page.ask(request);
        return HttpResponse.ok(request.query("orderId", Names.ORDER_ID)
                .map(orderId -> Page.of(journal.entriesOfOrder(tenant, orderId), Optional.empty()))
                .orElseGet(() -> journal.entries(tenant, ask)));
    }
}
