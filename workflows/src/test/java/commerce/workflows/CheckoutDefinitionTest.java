package commerce.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.asl.StateMachineDefinition;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What must be true of the definition as text, whatever it does. */
class CheckoutDefinitionTest {

    private static final Workflow CHECKOUT = Workflows.checkout();
    private static final Set<String> BEFORE_THE_CAPTURE = Set.of("Describe order", "Reserve stock", "Redeem coupon", "Request payment");
    private static final Set<String> TRANSIENT = Set.of("Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.Unknown", "Sandbox.Timedout", "commerce.kernel.Busy");

    @Test
    void everyDefinitionIsOneAwsWouldAccept() {
        Workflows.all().forEach(workflow -> StateMachineDefinition.parse(workflow.substituted(Simulation.arns(workflow))));
    }

    @Test
    void everyErrorIsAwssOrATransientOrAnOutcomeTheCheckoutTellsApart() {
        var allowed = new TreeSet<>(TRANSIENT);
        allowed.addAll(Set.of("States.ALL", "States.Timeout", "commerce.inventory.OutOfStock", "commerce.promotion.CouponExhausted", "commerce.promotion.CouponLimitReached"));
        assertEquals(allowed, new TreeSet<>(CHECKOUT.errorNames()));
        assertEquals(CHECKOUT.errorNames(), StateMachineDefinition.parse(CHECKOUT.substituted(Simulation.arns(CHECKOUT))).errorNames());
    }

    @Test
    void everyTaskInvokesTheOperationOfItsName() {
        tasks((name, task) -> assertEquals("${" + pascalCase(name) + "Arn}", task.at("/Arguments/FunctionName").asText()));
        assertEquals(Set.of("DescribeOrder", "ReserveStock", "RedeemCoupon", "RequestPayment", "CommitStock", "ConfirmOrder", "ClosePayment", "RestoreCoupon", "ReleaseStock",
                "RejectOrder", "CancelOrder"), Set.copyOf(CHECKOUT.substitutions().values()));
    }

    @Test
    void everyTaskHasATimeOutAndRetriesWithJitterAndALimitedDelay() {
        tasks((name, task) -> {
            assertTrue(task.has("TimeoutSeconds"), name);
            assertTrue(task.path("Retry").size() > 0, name);
            task.path("Retry").forEach(retrier -> {
                assertEquals("FULL", retrier.path("JitterStrategy").asText(), name);
                assertTrue(retrier.path("MaxDelaySeconds").asInt() > 0, name);
            });
            assertTrue(errors(task.path("Retry").path(0)).containsAll(TRANSIENT), name);
        });
    }

    @Test
    void onlyTheTaskThatWaitsForTheMoneyDoesNotRetryItsTimeOut() {
        tasks((name, task) -> assertEquals(!name.equals("Request payment"), errors(task.path("Retry").path(0)).contains("States.Timeout"), name));
    }

    @Test
    void everyFailureBeforeTheCaptureGoesToTheJudgeAndNoneAfterIsCaught() {
        tasks((name, task) -> {
            assertEquals(BEFORE_THE_CAPTURE.contains(name), task.has("Catch"), name);
            if (task.has("Catch")) {
                task.path("Catch").forEach(catcher -> assertEquals("Close payment", catcher.path("Next").asText(), name));
                assertEquals(Set.of("States.ALL"), errors(task.path("Catch").path(task.path("Catch").size() - 1)), name);
            }
        });
    }

    @Test
    void whatMustHappenIsRetriedForAtLeastTwentyMinutes() {
        tasks((name, task) -> {
            if (!BEFORE_THE_CAPTURE.contains(name)) {
                assertTrue(longestWaitSeconds(task.path("Retry").path(0)) >= 20 * 60, name + " " + longestWaitSeconds(task.path("Retry").path(0)));
            }
        });
    }

    @Test
    void whatACustomerWaitsForIsGivenUpWithinHalfAMinuteOfWaiting() {
        tasks((name, task) -> {
            if (BEFORE_THE_CAPTURE.contains(name)) {
                assertTrue(longestWaitSeconds(task.path("Retry").path(0)) <= 30, name);
            }
        });
    }

    @Test
    void everyTaskSaysWhy() {
        tasks((name, task) -> assertFalse(task.path("Comment").asText().isBlank(), name));
    }

    @Test
    void aPlaceholderWithoutAValueIsNamed() {
        var missing = assertThrows(IllegalArgumentException.class, () -> CHECKOUT.substituted(Map.of()));
        assertTrue(missing.getMessage().contains("DescribeOrderArn"), missing.getMessage());
    }

    private static void tasks(BiConsumer<String, JsonNode> check) {
        CHECKOUT.states().forEach((name, state) -> {
            if (state.path("Type").asText().equals("Task")) {
                check.accept(name, state);
            }
        });
    }

    private static Set<String> errors(JsonNode rule) {
        return rule.path("ErrorEquals").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
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

    private static String pascalCase(String stateName) {
        var words = stateName.split(" ");
        var pascal = new StringBuilder();
        for (var word : words) {
            pascal.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return pascal.toString();
    }
}
