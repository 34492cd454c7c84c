package commerce.payment;

import commerce.kernel.Json;
import commerce.payment.domain.Payment;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/**
 * Tells the workflow that waits what was decided about an order's money. The row is written first, always; so a token that nobody waits for
 * any more is no failure: whoever comes with the next token reads the row.
 */
@Singleton
public class TaskTokens {

    private static final Logger LOG = Logger.getLogger(TaskTokens.class);

    private final SfnClient stepFunctions;
    private final PaymentTable table;

    public TaskTokens(SfnClient stepFunctions, PaymentTable table) {
        this.stepFunctions = stepFunctions;
        this.table = table;
    }

    /** What the workflow's state gets as its output. */
    private record Captured(Payment.Status status, String paymentId, String provider) {}

    /**
     * Answers the row's newest token with what was decided. Nothing if there is no token or nothing was decided.
     *
     * @param decided the row as read or written last
     */
    void answer(Payment decided) {
        var row = decided;
        while (row.taskToken().isPresent() && !answered(row, row.taskToken().get())) {
            // Nobody waits for that token. If a newer one has come in meanwhile, somebody waits for that.
            var before = row.taskToken();
            row = table.find(row.tenant(), row.orderId()).orElseThrow();
            if (row.taskToken().equals(before)) {
                LOG.infof("nobody waits for the payment of order %s any more", row.orderId());
                return;
            }
        }
    }

    /** Answers a token that is not in the row, because the row was decided before it came. */
    void answer(Payment decided, String token) {
        answered(decided, token);
    }

    /** False if nobody waits for that token. */
    private boolean answered(Payment row, String token) {
        try {
            switch (row.status()) {
                case OPEN -> LOG.debugf("order %s is still to be paid", row.orderId());
                case CAPTURED -> {
                    var attempt = row.capturedAttempt().orElseThrow();
                    var output = Json.write(new Captured(row.status(), row.idOf(attempt).toString(), attempt.provider()));
                    stepFunctions.sendTaskSuccess(request -> request.taskToken(token).output(output));
                }
                case CLOSED -> stepFunctions.sendTaskFailure(request -> request.taskToken(token).error(PaymentClosed.class.getName())
                        .cause(Json.write(Map.of("reason", row.reason().orElseThrow()))));
            }
            return true;
        } catch (TaskTimedOutException | TaskDoesNotExistException gone) {
            return false;
        }
    }
}
