package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Idempotency;
import commerce.kernel.Names;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code POST /admin/ledger/transfers/{transferId}/reversal} {reason}, with an {@code Idempotency-Key}: takes a posted transfer back by the opposite
 * entry, which names it; once. Answers 200 with that entry. 409 {@code transfer-resolved} if nothing was posted, {@code transfer-reversed} if it was taken
 * back for another reason; 422 {@code insufficient-funds} if what it gave has been spent; 404 {@code transfer-not-found}.
 *
 * <p>Entries of orders cannot be reversed by hand: they tell what happened at a provider. What is wrong with them is mended by a transfer.
 */
@Singleton
@Named("reverse-transfer")
public class ReverseTransfer extends HttpOperation {

    private static final int REASON_LENGTH = 500;

    private final Transfers transfers;
    private final JournalTable journal;
    private final Idempotency idempotency;

    public ReverseTransfer(Transfers transfers, JournalTable journal, Idempotency idempotency) {
        this.transfers = transfers;
        this.journal = journal;
        this.idempotency = idempotency;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var transferId = request.path("transferId", Names.CLIENT_ID);
        return idempotency.once(request, claim -> {
            var body = request.body();
            var reason = body.label("reason", REASON_LENGTH);
            body.end();
            return TransferAnswers.of(transfers.reverse(tenant, transferId, reason),
                    transfer -> HttpResponse.ok(journal.find(tenant, "transfer:" + transferId + "/reversal/posted").orElseThrow()));
        });
    }
}
