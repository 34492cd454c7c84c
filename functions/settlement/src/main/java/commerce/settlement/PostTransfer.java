package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Idempotency;
import commerce.kernel.Names;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code POST /admin/ledger/transfers/{transferId}/post} {amount?}, with an {@code Idempotency-Key}: posts a pending transfer, the whole unless
 * {@code amount} says a part; the rest is given back. Answers 200 with the transfer, POSTED. 409 {@code transfer-resolved} if it was posted
 * with another amount, voided, or its time is over; 422 {@code transfer-exceeded}; 404 {@code transfer-not-found}.
 */
@Singleton
@Named("post-transfer")
public class PostTransfer extends HttpOperation {

    private final Transfers transfers;
    private final Idempotency idempotency;

    public PostTransfer(Transfers transfers, Idempotency idempotency) {
        this.transfers = transfers;
        this.idempotency = idempotency;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var transferId = request.path("transferId", Names.CLIENT_ID);
        return idempotency.once(request, claim -> {
            var body = request.body();
            var amount = body.optionalMoney("amount", 1);
            body.end();
            return TransferAnswers.of(transfers.post(tenant, transferId, amount), HttpResponse::ok);
        });
    }
}
