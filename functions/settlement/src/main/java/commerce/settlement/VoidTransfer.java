package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Idempotency;
import commerce.kernel.Names;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code POST /admin/ledger/transfers/{transferId}/void}, with an {@code Idempotency-Key}: gives a pending transfer up and what it had set
 * aside back. Answers 200 with the transfer, VOIDED. 409 {@code transfer-resolved} if it was posted or its time is over; 404
 * {@code transfer-not-found}.
 */
@Singleton
@Named("void-transfer")
public class VoidTransfer extends HttpOperation {

    private final Transfers transfers;
    private final Idempotency idempotency;

    public VoidTransfer(Transfers transfers, Idempotency idempotency) {
        this.transfers = transfers;
        this.idempotency = idempotency;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var transferId = request.path("transferId", Names.CLIENT_ID);
        return idempotency.once(request, claim -> {
            request.noBody();
            return TransferAnswers.of(transfers.giveUp(tenant, transferId), HttpResponse::ok);
        });
    }
}
