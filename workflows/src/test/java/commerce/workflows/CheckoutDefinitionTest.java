package commerce.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.asl.StateMachineDefinition;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What must be true of checkout as text, whatever it does. What is true of every workflow is in {@link DefinitionsTest}. */
class CheckoutDefinitionTest {

    private static final Workflow CHECKOUT = Workflows.checkout();
    private static final Set<String> BEFORE_THE_CAPTURE = Set.of("Describe order", "Reserve stock", "Redeem coupon", "Request payment");

    @Test
    void everyErrorIsAwssOrATransientOrAnOutcomeTheCheckoutTellsApart() {
        var allowed = new TreeSet<>(Definitions.TRANSIENT);
        allowed.addAll(Set.of("States.ALL", "States.Timeout", "commerce.inventory.OutOfStock", "commerce.promotion.CouponExhausted", "commerce.promotion.CouponLimitReached"));
        assertEquals(allowed, new TreeSet<>(CHECKOUT.errorNames()));
        assertEquals(CHECKOUT.errorNames(), StateMachineDefinition.parse(CHECKOUT.substituted(Simulation.arns(CHECKOUT))).errorNames());
    }

    @Test
    void itInvokesTheseOperations() {
        assertEquals(Set.of("DescribeOrder", "ReserveStock", "RedeemCoupon", "RequestPayment", "CommitStock", "ConfirmOrder", "ClosePayment", "RestoreCoupon", "ReleaseStock",
                "RejectOrder", "CancelOrder"), Set.copyOf(CHECKOUT.substitutions().values()));
    }

    @Test
    void onlyTheTaskThatWaitsForTheMoneyDoesNotRetryItsTimeOut() {
        Definitions.tasks(CHECKOUT, (name, task) -> assertEquals(!name.equals("Request payment"), Definitions.errors(task.path("Retry").path(0)).contains("States.Timeout"), name));
    }

    @Test
    void everyFailureBeforeTheCaptureGoesToTheJudgeAndNoneAfterIsCaught() {
        Definitions.tasks(CHECKOUT, (name, task) -> {
            assertEquals(BEFORE_THE_CAPTURE.contains(name), task.has("Catch"), name);
            if (task.has("Catch")) {
                task.path("Catch").forEach(catcher -> assertEquals("Close payment", catcher.path("Next").asText(), name));
                assertEquals(Set.of("States.ALL"), Definitions.errors(task.path("Catch").path(task.path("Catch").size() - 1)), name);
            }
        });
    }

    @Test
    void whatMustHappenIsRetriedForAtLeastTwentyMinutes() {
        Definitions.tasks(CHECKOUT, (name, task) -> {
            if (!BEFORE_THE_CAPTURE.contains(name)) {
                assertTrue(longestWaitSeconds(task.path("Retry").path(0)) >= 20 * 60, name + " " + longestWaitSeconds(task.path("Retry").path(0)));
            }
        });
    }

    @Test
    void whatACustomerWaitsForIsGivenUpWithinHalfAMinuteOfWaiting() {
        Definitions.tasks(CHECKOUT, (name, task) -> {
            if (BEFORE_THE_CAPTURE.contains(name)) {
                assertTrue(longestWaitSeconds(task.path("Retry").path(0)) <= 30, name);
            }
        });
    }

    /** All its delays together, before jitter. */
    private static long longestWaitSeconds(JsonNode retrier) {
        long sum = 0;
        long delay = retrier.path("IntervalSeconds").asLong();
        for (int attempt = 0; attempt < retrier.path("MaxAttempts").asInt(); attempt++) {
            sum += Math.min(delay, retrier.path("MaxDelaySeconds").asLong());
            delay *= retrier.path("BackoffRate").asLong();
        }
        return sum;
    }
}
