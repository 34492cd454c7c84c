package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Page;
import commerce.settlement.ChainVerification.Fault;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /admin/ledger/verification?limit&cursor}: walks the chain of sealed batches, {@code limit} of them a page, and computes every
 * hash again from the entries as they are now. Answers {@code {items: [{batch, entryId?, fault}], batches, entries, lastBatch, lastHash}}: no
 * items, nothing was altered.
 */
@Singleton
@Named("verify-ledger")
public class VerifyLedger extends HttpOperation {

    private final ChainVerification verification;

    public VerifyLedger(ChainVerification verification) {
        this.verification = verification;
    }

    private record Verified(List<Fault> items, long batches, long entries, long lastBatch, String lastHash, Optional<String> nextCursor) {}

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var ask = Page.ask(request);
        var after = ask.after().map(VerifyLedger::number).orElse(0L);
        var walk = verification.walk(request.tenant(), after, ask.limit());
        var next = walk.isEnd() ? Optional.<String>empty() : Optional.of(Long.toString(walk.lastBatch()));
        return HttpResponse.ok(new Verified(walk.items(), walk.batches(), walk.entries(), walk.lastBatch(), walk.lastHash(), Page.of(List.of(), next).nextCursor()));
    }

    private static long number(String cursor) {
        if (!cursor.matches("[1-9][0-9]{0,9}")) {
            throw Page.badCursor();
        }
        return Long.parseLong(cursor);
    }
}
