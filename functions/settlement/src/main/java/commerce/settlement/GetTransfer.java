package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** {@code GET /admin/ledger/transfers/{transferId}}: a transfer as it is now; 404 {@code transfer-not-found}. */
@Singleton
@Named("get-transfer")
public class GetTransfer extends HttpOperation {

    private final Transfers transfers;

    public GetTransfer(Transfers transfers) {
        this.transfers = transfers;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        return HttpResponse.ok(transfers.find(request.tenant(), request.path("transferId", Names.CLIENT_ID)).orElseThrow(TransferAnswers::unknown));
    }
}
