package commerce.settlement;

import commerce.kernel.Body;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Idempotency;
import commerce.kernel.Names;
import commerce.settlement.Transfers.Request;
import commerce.settlement.domain.Chart;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Moves money between two accounts because an operator says so: an adjustment, a deposit, a payment by hand.
 *
 * <p>Route: {@code POST /admin/ledger/transfers} {transferId, debit, credit, amount, reason, pending?, expiresInSeconds?}, with an
 * {@code Idempotency-Key}. Answers 201 with the transfer: POSTED, or PENDING if {@code pending} is true; then it waits to be posted or voided,
 * {@code expiresInSeconds} long, for ever unless said. A transferId seen again answers the same, or 422 {@code transfer-reused} if its content was
 * another. 422 {@code insufficient-funds} if it takes more of a guarded account than is available.
 */
@Singleton
@Named("create-transfer")
public class CreateTransfer extends HttpOperation {

    private static final long LONGEST = Duration.ofDays(366).toSeconds();
    private static final int REASON_LENGTH = 500;

    private final Transfers transfers;
    private final Idempotency idempotency;

    public CreateTransfer(Transfers transfers, Idempotency idempotency) {
        this.transfers = transfers;
        this.idempotency = idempotency;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        return idempotency.once(request, claim -> TransferAnswers.of(transfers.begin(tenant, read(request.body())), HttpResponse::created));
    }

    private static Request read(Body body) {
        var transferId = body.text("transferId", Names.CLIENT_ID);
        var debit = account(body, "debit");
        var credit = account(body, "credit");
        if (debit.equals(credit)) {
            throw body.refuse("credit", "must be another account than debit");
        }
        var pending = body.optionalFlag("pending").orElse(false);
        var expiresIn = body.optionalInteger("expiresInSeconds", 1, LONGEST).map(Duration::ofSeconds);
        if (expiresIn.isPresent() && !pending) {
            throw body.refuse("expiresInSeconds", "is for pending transfers only");
        }
        var wish = new Request(transferId, debit, credit, body.money("amount", 1), pending, expiresIn, body.label("reason", REASON_LENGTH));
        body.end();
        return wish;
    }

    private static String account(Body body, String field) {
        var account = body.text(field, Chart.ACCOUNT);
        if (Chart.find(account).isEmpty()) {
            throw body.refuse(field, "must begin with a kind of the chart of accounts: " + Chart.kinds().stream().map(Chart.Kind::kind).sorted().toList());
        }
        return account;
    }
}
