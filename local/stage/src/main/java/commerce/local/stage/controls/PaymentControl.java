package commerce.local.stage.controls;

import commerce.kernel.Body;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Problem;
import commerce.local.stage.controls.PaymentSimulators.Outcome;
import commerce.local.stage.controls.PaymentSimulators.Played;
import commerce.local.stage.edge.Response;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code POST /local/payments/{paymentId}} {@code {outcome, deliveries?, amount?}}: plays the buyer, who pays or is refused, or the buyer's
 * bank ({@link Outcome}). Answers when the webhook was delivered as often as asked; {@code delivered} is false if the receiver still refuses
 * it after ten seconds. With {@code deliveries} 0 the webhook is lost: what happened can only be asked for.
 *
 * <p>{@code GET /local/payments/{paymentId}}: what the simulated provider's books say, for whoever wants to hold ours against them.
 */
public final class PaymentControl {

    private static final Pattern OUTCOME = Pattern.compile(Arrays.stream(Outcome.values()).map(Enum::name).collect(Collectors.joining("|")));
    private static final int PATIENCE_SECONDS = 10;
    private final PaymentSimulators simulators;

    public PaymentControl(PaymentSimulators simulators) {
        this.simulators = simulators;
    }

    /** @param paymentId from the path */
    public Response show(String paymentId) {
        return simulators.account(paymentId).map(Answers::json).orElseGet(() -> unknown(paymentId));
    }

    /** @param paymentId from the path */
    public Response settle(String paymentId, Body body) throws InterruptedException {
        Outcome outcome = Outcome.valueOf(body.text("outcome", OUTCOME));
        int deliveries = Math.toIntExact(body.optionalInteger("deliveries", 0, 100).orElse(1L));
        Optional<Money> amount = body.optionalMoney("amount", 0);
        body.end();
        return switch (simulators.play(paymentId, outcome, deliveries, amount)) {
            case Played.Delivering(CompletableFuture<Integer> delivered) -> Answers.json(Json.object().put("paymentId", paymentId).put("outcome", outcome.name())
                    .put("deliveries", deliveries).put("delivered", isDelivered(delivered)));
            case Played.NotPossible(String why) -> Answers.problem(Problem.conflict("not-possible", "This cannot happen to that payment", why));
            case Played.Unknown() -> unknown(paymentId);
        };
    }

    private static Response unknown(String paymentId) {
        return Answers.problem(Problem.notFound("payment", "no simulated provider knows a payment " + paymentId));
    }

    /** A webhook that is refused is repeated for long; the control does not wait for that. */
    private static boolean isDelivered(CompletableFuture<Integer> delivered) throws InterruptedException {
        try {
            delivered.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException stillTryingOrGivenUp) {
            return false;
        }
    }
}
