package commerce.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.asl.ExecutionStatus;
import commerce.local.asl.TaskCallback;
import commerce.local.asl.TaskRequest;
import commerce.workflows.Faults.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every step of a recovery failed before, after, by time-out and by coming late, once and for good: the buyer has at most one coupon, is told
 * of it at most once and never after they have paid, and money that was found is never overlooked.
 */
class RecoveryFailuresTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Workflow RECOVERY = Workflows.paymentRecovery();
    private static final List<String> ERRORS = List.of("commerce.kernel.Busy", "java.lang.IllegalStateException");
    /** More than any step is tried between two redrives. */
    private static final int FOR_GOOD = 100;
    private static final Duration LATER_THAN_ANY_TASK = Duration.ofMinutes(50);
    private static final int MOST_REDRIVES = 3;

    /** What the buyer has done, unheard of, by that second after the refusal. */
    private enum Buyer { PAID_AT_FIVE, PAID_AT_TWENTY, PAYS_AT_THIRTY_FIVE, NEVER_PAYS }

    /** The participants as small models of what the real ones promise: idempotent, and the payment row as the judge. */
    private static final class Shop {

        private final Map<String, Integer> invocations = new HashMap<>();
        private final Buyer buyer;
        private final String error;
        private final Simulation simulation = new Simulation(RECOVERY, this::invoked, 1);
        private Faults faults;
        private boolean paidThere;
        private String payment = "OPEN";
        private boolean coupon;
        private boolean offer;
        private int told;

        Shop(Buyer buyer, Faults faults, String error) {
            this.buyer = buyer;
            this.faults = faults;
            this.error = error;
        }

        Shop play() {
            var paysAfter = switch (buyer) {
                case PAID_AT_FIVE -> 5;
                case PAID_AT_TWENTY -> 20;
                case PAYS_AT_THIRTY_FIVE -> 35;
                case NEVER_PAYS -> -1;
            };
            if (paysAfter >= 0) {
                simulation.at(Simulation.START.plusSeconds(paysAfter), "buyer", () -> paidThere = true);
            }
            simulation.start(Order.ID + "-1", RecoverySaga.input(Simulation.START));
            runToRest();
            for (int redrives = 0; simulation.execution().status() == ExecutionStatus.FAILED && redrives < MOST_REDRIVES; redrives++) {
                faults = Faults.none();
                simulation.redrive();
                runToRest();
            }
            return this;
        }

        private void runToRest() {
            for (int i = 0; i < 500 && !simulation.nextTimer().isEmpty(); i++) {
                simulation.fireNextTimer();
            }
        }

        private void invoked(TaskRequest request, TaskCallback callback) {
            var operation = Simulation.operation(request.arguments().path("FunctionName").asText());
            switch (faults.next(operation, invocations.merge(operation, 1, Integer::sum))) {
                case NONE -> callback.succeed(MAPPER.createObjectNode().set("Payload", act(operation)));
                case ERROR_BEFORE -> callback.fail(error, "before");
                case ERROR_AFTER -> {
                    act(operation);
                    callback.fail(error, "after");
                }
                case SILENCE_BEFORE -> { }
                case SILENCE_AFTER -> act(operation);
                case LATE -> simulation.at(simulation.now().plus(LATER_THAN_ANY_TASK), "late " + operation, () -> act(operation));
            }
        }

        private JsonNode act(String operation) {
            return switch (operation) {
                case "QueryPayment" -> {
                    payment = paidThere ? "CAPTURED" : payment;
                    yield MAPPER.createObjectNode().put("status", payment).put("customer", "alice");
                }
                case "IssueCoupon" -> {
                    coupon = true;
                    yield MAPPER.createObjectNode().put("issued", true).put("couponCode", RecoverySaga.COUPON).put("validUntil", RecoverySaga.VALID_UNTIL);
                }
                case "OfferRecovery" -> {
                    if (payment.equals("OPEN") && !offer) {
                        offer = true;
                        told++;
                    }
                    yield MAPPER.createObjectNode().put("status", offer ? "OFFERED" : "TOO_LATE");
                }
                default -> throw new AssertionError(operation);
            };
        }

        String end() {
            var execution = simulation.execution();
            return execution.status() == ExecutionStatus.SUCCEEDED ? execution.output().orElseThrow() : execution.toString();
        }
    }

    @Test
    void whateverStepFailsHoweverItFailsTheBuyerIsToldAtMostOnce() {
        var ends = new TreeSet<String>();
        var runs = 0;
        for (var buyer : Buyer.values()) {
            for (var operation : RECOVERY.substitutions().values()) {
                for (var fault : Fault.values()) {
                    for (var times : List.of(1, 2, FOR_GOOD)) {
                        for (var error : ERRORS) {
                            var shop = new Shop(buyer, Faults.of(operation, fault, times), error).play();
                            var story = buyer + ", " + operation + " " + fault + " x" + times + " with " + error + " -> " + shop.end();
                            assertTrue(shop.told <= 1, story);
                            assertTrue(!shop.offer || shop.coupon, story);
                            ends.add(shop.end());
                            if (buyer == Buyer.PAID_AT_FIVE) {
                                assertEquals("{\"status\":\"CAPTURED\"}", shop.end(), story);
                                assertEquals(0, shop.told, story);
                            }
                            if (buyer == Buyer.NEVER_PAYS) {
                                assertEquals("{\"status\":\"OFFERED\"}", shop.end(), story);
                                assertEquals(1, shop.told, story);
                            }
                            runs++;
                        }
                    }
                }
            }
        }
        assertEquals(List.of("{\"status\":\"CAPTURED\"}", "{\"status\":\"OFFERED\"}"), List.copyOf(ends));
        assertTrue(runs > 400, "runs: " + runs);
    }
}
