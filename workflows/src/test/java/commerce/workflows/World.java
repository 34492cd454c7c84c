package commerce.workflows;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.asl.ExecutionStatus;
import commerce.local.asl.StepFunctionsError;
import commerce.local.asl.TaskCallback;
import commerce.local.asl.TaskRequest;
import commerce.workflows.Faults.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The participants of one checkout as small models of what the real ones promise: idempotent, with tombstones, and the payment row as the
 * judge. Unlike {@link CheckoutSaga} it asserts no protocol; it plays any plan of faults to its end and shows what is left.
 */
final class World {

    /** What the buyer does. */
    enum Buyer { PAYS_AT_ONCE, PAYS_LATER, PAYS_AS_THE_WINDOW_ENDS, CANCELS, NEVER_PAYS }

    /** A refusal the checkout tells apart. */
    static final class Refusal extends RuntimeException {
        Refusal(String error) {
            super(error, null, false, false);
        }
    }

    private static final Workflow CHECKOUT = Workflows.checkout();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LATER_THAN_ANY_TASK = Duration.ofMinutes(50);
    private static final int MOST_REDRIVES = 3;

    private final Order order;
    private final Buyer buyer;
    private final boolean enoughStock;
    private Faults faults;
    private final String error;
    private final Map<String, Integer> invocations = new HashMap<>();
    private final Simulation simulation = new Simulation(CHECKOUT, this::invoked, 1);

    // What is left. Null: nothing was ever written.
    String stock;
    String coupon;
    String payment;
    String closeReason;
    String orderStatus = "PENDING";
    boolean lateMoney;
    int redrives;
    private String token;

    World(Order order, Buyer buyer, boolean enoughStock, Faults faults, String error) {
        this.order = order;
        this.buyer = buyer;
        this.enoughStock = enoughStock;
        this.faults = faults;
        this.error = error;
    }

    /** Runs the checkout to its end. When it is parked, whoever repairs it mends the cause and redrives it. */
    World play() {
        simulation.start(Order.ID, order.input());
        runToRest();
        while (simulation.execution().status() == ExecutionStatus.FAILED && redrives < MOST_REDRIVES) {
            redrives++;
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

    String executionStatus() {
        return simulation.execution().status().name();
    }

    boolean compensatedAfterCapture() {
        return "CAPTURED".equals(payment) && ("RELEASED".equals(stock) || "RESTORED".equals(coupon));
    }

    private void invoked(TaskRequest request, TaskCallback callback) {
        var operation = Simulation.operation(request.arguments().path("FunctionName").asText());
        var payload = request.arguments().path("Payload");
        switch (faults.next(operation, invocations.merge(operation, 1, Integer::sum))) {
            case NONE -> answer(operation, payload, callback);
            case ERROR_BEFORE -> callback.fail(error, "before");
            case ERROR_AFTER -> {
                attempt(operation, payload);
                callback.fail(error, "after");
            }
            case SILENCE_BEFORE -> { }
            case SILENCE_AFTER -> attempt(operation, payload);
            case LATE -> simulation.at(simulation.now().plus(LATER_THAN_ANY_TASK), "late " + operation, () -> attempt(operation, payload));
        }
    }

    private void answer(String operation, JsonNode payload, TaskCallback callback) {
        try {
            var result = MAPPER.createObjectNode();
            result.set("Payload", act(operation, payload));
            callback.succeed(result);
        } catch (Refusal refusal) {
            callback.fail(refusal.getMessage(), "refused");
        }
    }

    /** Does the work although nobody hears of it. */
    private void attempt(String operation, JsonNode payload) {
        try {
            act(operation, payload);
        } catch (Refusal refusal) {
            assertNotNull(refusal.getMessage());
        }
    }

    private JsonNode act(String operation, JsonNode payload) {
        return switch (operation) {
            case "DescribeOrder" -> order.description();
            case "ReserveStock" -> status(stock = reserve());
            case "RedeemCoupon" -> status(coupon = redeem());
            case "RequestPayment" -> requestPayment(payload.path("taskToken").asText());
            case "ClosePayment" -> closePayment(payload.path("cause").asText());
            case "CommitStock" -> status(stock = commit());
            case "RestoreCoupon" -> status(coupon = "RESTORED");
            case "ReleaseStock" -> status(stock = "COMMITTED".equals(stock) ? "COMMITTED" : "RELEASED");
            case "ConfirmOrder" -> end("CONFIRMED");
            case "RejectOrder" -> end("REJECTED");
            case "CancelOrder" -> end("CANCELLED");
            default -> throw new AssertionError(operation);
        };
    }

    private String reserve() {
        if ("RELEASED".equals(stock)) {
            throw new Refusal("commerce.inventory.ReservationReleased");
        }
        if (stock == null && !enoughStock) {
            throw new Refusal("commerce.inventory.OutOfStock");
        }
        return stock == null ? "HELD" : stock;
    }

    private String commit() {
        if (stock == null || stock.equals("RELEASED")) {
            throw new Refusal("commerce.inventory.ReservationNotHeld");
        }
        return "COMMITTED";
    }

    private String redeem() {
        if ("RESTORED".equals(coupon)) {
            throw new Refusal("commerce.promotion.CouponRestored");
        }
        return "REDEEMED";
    }

    private JsonNode requestPayment(String newToken) {
        token = newToken;
        if (payment == null) {
            payment = "OPEN";
            buyerActs();
        }
        tellTheWorkflow();
        return status(payment);
    }

    private void buyerActs() {
        switch (buyer) {
            case PAYS_AT_ONCE -> pay();
            case PAYS_LATER -> simulation.at(simulation.now().plusSeconds(600), "buyer", this::pay);
            case PAYS_AS_THE_WINDOW_ENDS -> simulation.at(Simulation.START.plusSeconds(CheckoutSaga.WINDOW_SECONDS), "buyer", this::pay);
            case CANCELS -> simulation.at(simulation.now().plusSeconds(60), "buyer", () -> {
                if (payment.equals("OPEN")) {
                    payment = "CLOSED";
                    closeReason = "BY_CUSTOMER";
                    tellTheWorkflow();
                }
            });
            case NEVER_PAYS -> { }
        }
    }

    private void pay() {
        if (payment.equals("CLOSED")) {
            lateMoney = true;
            return;
        }
        payment = "CAPTURED";
        tellTheWorkflow();
    }

    private void tellTheWorkflow() {
        try {
            if (payment.equals("CAPTURED")) {
                simulation.api().sendTaskSuccess(token, "{\"status\":\"CAPTURED\",\"paymentId\":\"p-1\",\"provider\":\"simulator\"}");
            } else if (payment.equals("CLOSED")) {
                simulation.api().sendTaskFailure(token, "commerce.payment.PaymentClosed", "closed");
            }
        } catch (StepFunctionsError tooLate) {
            if (tooLate.code() != StepFunctionsError.Code.TASK_TIMED_OUT) {
                throw tooLate;
            }
        }
    }

    private JsonNode closePayment(String cause) {
        if (payment == null || payment.equals("OPEN")) {
            closeReason = payment != null && cause.equals("States.Timeout") ? "PAYMENT_TIMEOUT" : "CHECKOUT_FAILED";
            payment = "CLOSED";
        }
        return payment.equals("CLOSED")
                ? MAPPER.createObjectNode().put("status", "CLOSED").put("reason", closeReason)
                : MAPPER.createObjectNode().put("status", "CAPTURED").put("paymentId", "p-1").put("provider", "simulator");
    }

    private JsonNode end(String status) {
        if (!orderStatus.equals("PENDING") && !orderStatus.equals(status)) {
            throw new AssertionError("an order that was " + orderStatus + " becomes " + status);
        }
        return status(orderStatus = status);
    }

    private static JsonNode status(String status) {
        return MAPPER.createObjectNode().put("status", status);
    }

    @Override
    public String toString() {
        return order + ", buyer " + buyer + ", enough stock " + enoughStock + " -> execution " + executionStatus() + " after " + redrives + " redrives, order " + orderStatus + ", stock " + stock
                + ", coupon " + coupon + ", payment " + payment + ", late money " + lateMoney;
    }
}
