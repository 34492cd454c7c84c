package commerce.payment;

import commerce.kernel.Money;
import commerce.kernel.TaskOperation;
import commerce.payment.PaymentTable.Write;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentId;
import commerce.payment.provider.PaymentProvider;
import commerce.payment.provider.PaymentProvider.Known;
import commerce.payment.provider.PaymentProvider.Standing;
import commerce.payment.provider.Providers;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks for an order's money and lets the workflow wait for it.
 *
 * <p>Trigger: the checkout workflow's Task with a token. In: {@link Input}. Out: {@link Output}, which nobody reads; the workflow goes on
 * when the token is answered, with {@code {status: "CAPTURED", paymentId, provider}} or with the error {@link PaymentClosed}.
 *
 * <p>Errors: {@link PaymentNotPossible} if the provider is unknown, off or refuses; {@link commerce.kernel.Busy} if it does not answer.
 *
 * <p>Writes: the row is claimed, or the newest token taken into it (one write); after the provider's answer that is stored with
 * {@code payment.requested.v1} (one write). A row that is decided already is answered to the token at once. A repeated request asks the
 * provider how the attempt stands, so that a lost notification is made good.
 */
@Singleton
@Named("request-payment")
public class RequestPayment extends TaskOperation<RequestPayment.Input, RequestPayment.Output> {

    private final PaymentTable table;
    private final Providers providers;
    private final Attempts attempts;
    private final Captures captures;
    private final TaskTokens tokens;

    public RequestPayment(PaymentTable table, Providers providers, Attempts attempts, Captures captures, TaskTokens tokens) {
        super(Input.class);
        this.table = table;
        this.providers = providers;
        this.attempts = attempts;
        this.captures = captures;
        this.tokens = tokens;
    }

    /**
     * @param tenant whose order
     * @param orderId which order
     * @param taskToken who waits
     * @param customer who is to pay
     * @param provider where
     * @param amount how much
     * @param expiresAt the end of the payment window, epoch seconds
     * @param returnUrl where the buyer goes after paying, or null
     */
    public record Input(String tenant, String orderId, String taskToken, String customer, String provider, Money amount, long expiresAt, String returnUrl) {}

    /** @param status how the payment stands now */
    public record Output(Payment.Status status) {}

    @Override
    protected Output handle(Input input) {
        var provider = providers.find(input.provider())
                .orElseThrow(() -> new PaymentNotPossible("the payment provider " + input.provider() + " is unknown or switched off"));
        var terms = new Payment.Terms(input.customer(), input.amount(), Instant.ofEpochSecond(input.expiresAt()), Optional.ofNullable(input.returnUrl()));
        return switch (table.claimUnlessDecided(input.tenant(), input.orderId(), terms, input.provider(), input.taskToken())) {
            case Write.Done(var payment) -> open(payment, provider);
            case Write.Refused(var was) -> {
                var decided = was.orElseThrow();
                tokens.answer(decided, input.taskToken());
                yield new Output(decided.status());
            }
        };
    }

    private Output open(Payment payment, PaymentProvider provider) {
        var first = payment.attempt(1).orElseThrow();
        if (first.action().isPresent()) {
            return lookAgain(payment, payment.attempts().get(payment.attempts().lastKey()));
        }
        return switch (attempts.open(provider, payment, first, Optional.empty())) {
            case Attempts.Result.Opened(var now, var action) -> new Output(now.status());
            case Attempts.Result.Decided(var decided) -> {
                tokens.answer(decided);
                yield new Output(decided.status());
            }
            case Attempts.Result.Refused(var why) -> throw new PaymentNotPossible("the provider refuses the payment: " + why);
        };
    }

    /** This request was made before. Perhaps the money has come in and only the word of it was lost. */
    private Output lookAgain(Payment payment, Attempt latest) {
        var id = new PaymentId(payment.tenant(), payment.orderId(), latest.number());
        var provider = providers.require(latest.provider());
        if (provider.query(Known.of(payment, latest)) instanceof Standing.Paid(var transaction, var amount)
                && captures.found(id, provider, transaction, amount) instanceof Captures.Result.Kept(var captured)) {
            tokens.answer(captured);
            return new Output(captured.status());
        }
        return new Output(payment.status());
    }
}
