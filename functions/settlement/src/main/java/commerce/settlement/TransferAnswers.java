package commerce.settlement;

import commerce.kernel.HttpResponse;
import commerce.kernel.Problem;
import commerce.settlement.Transfers.Outcome;
import commerce.settlement.domain.Transfer;
import java.util.function.Function;

/** What operators are answered about transfers, the same on every route. */
final class TransferAnswers {

    private TransferAnswers() {}

    /** @throws commerce.kernel.ProblemException for every outcome but the one the caller wanted */
    static HttpResponse of(Outcome outcome, Function<Transfer, HttpResponse> wanted) {
        return switch (outcome) {
            case Outcome.Is(var transfer) -> wanted.apply(transfer);
            case Outcome.Reused() -> throw Problem.unprocessable("transfer-reused", "The transferId was used with other content",
                    "this transferId was first used with other content; use a new one for a new transfer", "transferId").asException();
            case Outcome.Insufficient(var account, var available) -> throw Problem.unprocessable("insufficient-funds", "The account holds less",
                    account + " holds " + available + ", and must never be overdrawn", "amount").with("account", account).with("available", available).asException();
            case Outcome.ResolvedOtherwise(var transfer) -> throw Problem.conflict("transfer-resolved", "The transfer was resolved otherwise",
                    "transfer " + transfer.transferId() + " is " + transfer.status() + transfer.posted().map(part -> ", with " + part).orElse("")).with("transfer", transfer).asException();
            case Outcome.AlreadyReversed() -> throw Problem.conflict("transfer-reversed", "The transfer was taken back before",
                    "this transfer was taken back before, for another reason").asException();
            case Outcome.TooMuch(var transfer) -> throw Problem.unprocessable("transfer-exceeded", "More than is pending",
                    "of this transfer " + transfer.amount() + " can be posted, and no other currency", "amount").with("pending", transfer.amount()).asException();
            case Outcome.Unknown() -> throw unknown();
        };
    }

    static RuntimeException unknown() {
        return Problem.notFound("transfer", "there is no transfer of that id").asException();
    }
}
