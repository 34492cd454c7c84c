package commerce.payment;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Json;
import commerce.kernel.Settings;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/**
 * Starts the recovery of an order whose payment was refused.
 *
 * <p>Trigger: {@code payment.failed.v1} {orderId, attempt}. Starts the workflow {@code PAYMENT_RECOVERY_STATE_MACHINE_ARN} under the name
 * {@code <orderId>-<attempt>} with {@link Input}: each refused attempt is recovered once, however often its event comes. Errors: anything
 * thrown brings the message back.
 */
@Singleton
@Named("start-payment-recovery")
public class StartPaymentRecovery extends EventConsumer {

    private final SfnClient stepFunctions;

    public StartPaymentRecovery(SfnClient stepFunctions) {
        this.stepFunctions = stepFunctions;
    }

    private record PaymentFailed(String orderId, int attempt) {}

    /** An execution's whole input, the same on every try. @param failedAt when the failure was written down: what is to follow is counted from it */
    private record Input(String tenant, String orderId, Instant failedAt) {}

    @Override
    protected void consume(Event event) {
        var failed = event.data(PaymentFailed.class);
        var input = new Input(event.tenant(), failed.orderId(), event.time().truncatedTo(ChronoUnit.MILLIS));
        try {
            stepFunctions.startExecution(request -> request.stateMachineArn(Settings.require("PAYMENT_RECOVERY_STATE_MACHINE_ARN"))
                    .name(failed.orderId() + "-" + failed.attempt()).input(Json.write(input)));
        } catch (ExecutionAlreadyExistsException startedBefore) {
            // Name and input are the same on every try, so that one is ours.
            return;
        }
    }
}
