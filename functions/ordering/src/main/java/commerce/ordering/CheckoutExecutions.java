package commerce.ordering;

import commerce.kernel.Json;
import commerce.kernel.Settings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionNotRedrivableException;

/** The executions of the checkout workflow: one per order, named after it. The machine is {@code CHECKOUT_STATE_MACHINE_ARN}. */
@Singleton
public class CheckoutExecutions {

    private final SfnClient stepFunctions;

    public CheckoutExecutions(SfnClient stepFunctions) {
        this.stepFunctions = stepFunctions;
    }

    /** An execution's whole input: ids only, and the same on every try. */
    record Input(String tenant, String orderId) {}

    /**
     * An execution as Step Functions describes it.
     *
     * @param name the order's id
     * @param status RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED
     * @param startedAt when it was started
     * @param stoppedAt when it stopped, unless it runs
     * @param redriveCount how often it was redriven
     * @param error why it failed
     * @param cause the error in words
     */
    public record Execution(
            String name, String status, Instant startedAt, Optional<Instant> stoppedAt, int redriveCount, Optional<String> error, Optional<String> cause) {

        boolean isAtWorkOrDone() {
            return status.equals("RUNNING") || status.equals("SUCCEEDED");
        }
    }

    /** Starts the order's checkout unless it was started before, whatever has become of it. */
    void start(String tenant, String orderId) {
        var machine = Settings.require("CHECKOUT_STATE_MACHINE_ARN");
        try {
            stepFunctions.startExecution(request -> request.stateMachineArn(machine).name(orderId).input(Json.write(new Input(tenant, orderId))));
        } catch (ExecutionAlreadyExistsException startedBefore) {
            // Name and input are the same on every try, so that one is ours.
            return;
        }
    }

    /** Empty if it was never started, or so long ago that it is forgotten. */
    Optional<Execution> describe(String orderId) {
        var arn = arn(orderId);
        try {
            var found = stepFunctions.describeExecution(request -> request.executionArn(arn));
            return Optional.of(new Execution(found.name(), found.statusAsString(), found.startDate(), Optional.ofNullable(found.stopDate()),
                    found.redriveCount() == null ? 0 : found.redriveCount(), Optional.ofNullable(found.error()), Optional.ofNullable(found.cause())));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        }
    }

    /**
     * Lets a stopped execution run on from the step that failed; the same failure is redriven once, however often this is called.
     *
     * @return false if it cannot be redriven: it runs, has succeeded, or is too old or too long
     */
    boolean redrive(String orderId, Instant failure) {
        var arn = arn(orderId);
        try {
            stepFunctions.redriveExecution(request -> request.executionArn(arn).clientToken(orderId + "-" + failure.toEpochMilli()));
            return true;
        } catch (ExecutionNotRedrivableException e) {
            return false;
        }
    }

    private static String arn(String orderId) {
        return Settings.require("CHECKOUT_STATE_MACHINE_ARN").replace(":stateMachine:", ":execution:") + ":" + orderId;
    }
}
