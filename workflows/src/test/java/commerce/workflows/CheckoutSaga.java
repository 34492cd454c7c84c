package commerce.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.asl.StepFunctionsError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A checkout told as a protocol: {@code given(anOrder()).expectDescribeOrder().whenAnswered()...expectEnd("CONFIRMED")}. */
final class CheckoutSaga extends Saga<CheckoutSaga> {

    private static final Workflow CHECKOUT = Workflows.checkout();
    static final long WINDOW_SECONDS = 7_200;

    private final Order order;
    private final List<String> tokens = new ArrayList<>();

    private CheckoutSaga(Order order) {
        super(CHECKOUT);
        this.order = order;
    }

    @Override
    CheckoutSaga self() {
        return this;
    }

    static CheckoutSaga given(Order order) {
        var saga = new CheckoutSaga(order);
        saga.simulation().start(Order.ID, order.input());
        return saga;
    }

    // ---- what the workflow must ask for next

    CheckoutSaga expectDescribeOrder() {
        return expect("DescribeOrder", order.ids());
    }

    CheckoutSaga expectReserveStock() {
        return expect("ReserveStock", order.ids().put("watched", false).set("lines", order.lines()));
    }

    CheckoutSaga expectRedeemCoupon() {
        return expect("RedeemCoupon", order.ids().put("customer", "alice").set("coupons", order.coupons()));
    }

    /** With a token nobody has seen before, and the end of the window: two hours after the stock was reserved. */
    CheckoutSaga expectRequestPayment() {
        awaitCommand();
        var token = current().request().taskToken().orElseThrow(() -> new AssertionError("no task token: " + current()));
        assertTrue(!tokens.contains(token), "each attempt has its own token");
        tokens.add(token);
        ObjectNode payload = order.ids().put("taskToken", token).put("customer", "alice").put("provider", "simulator").put("expiresAt", Simulation.START.getEpochSecond() + WINDOW_SECONDS).put("returnUrl", order.returnUrl());
        return assertCommand("RequestPayment", payload.set("amount", Order.money(order.total())));
    }

    CheckoutSaga expectClosePayment(String cause) {
        return expect("ClosePayment", order.ids().put("cause", cause));
    }

    CheckoutSaga expectRestoreCoupon() {
        return expect("RestoreCoupon", order.ids().set("coupons", order.coupons()));
    }

    CheckoutSaga expectReleaseStock() {
        return expect("ReleaseStock", order.ids());
    }

    CheckoutSaga expectCommitStock() {
        return expect("CommitStock", order.ids());
    }

    CheckoutSaga expectConfirmOrder(String paymentId, String provider) {
        return expect("ConfirmOrder", order.ids().put("paymentId", paymentId).put("provider", provider));
    }

    CheckoutSaga expectRejectOrder(String reason) {
        return expect("RejectOrder", order.ids().put("reason", reason));
    }

    CheckoutSaga expectCancelOrder(String reason) {
        return expect("CancelOrder", order.ids().put("reason", reason));
    }

    /** A token of an earlier attempt opens nothing any more. */
    CheckoutSaga expectTokenIsDead(int attempt) {
        var refused = assertThrows(StepFunctionsError.class, () -> simulation().api().sendTaskSuccess(tokens.get(attempt), "{}"));
        assertEquals(StepFunctionsError.Code.TASK_TIMED_OUT, refused.code());
        return this;
    }

    /** The task that waits for the money times out after that many seconds from now. */
    CheckoutSaga expectWindowLeft(long seconds) {
        assertEquals(simulation().now().plusSeconds(seconds), current().request().deadline().orElseThrow());
        return this;
    }

    // ---- what happens next

    CheckoutSaga whenAnswered() {
        return whenAnswered(current().operation().equals("DescribeOrder") ? order.description() : MAPPER.createObjectNode().put("status", "OK"));
    }

    CheckoutSaga whenClosed(String reason) {
        return whenAnswered(MAPPER.createObjectNode().put("status", "CLOSED").put("reason", reason));
    }

    /** The payment row was captured before it could be closed. */
    CheckoutSaga whenCapturedMeanwhile(String paymentId) {
        return whenAnswered(MAPPER.createObjectNode().put("status", "CAPTURED").put("paymentId", paymentId).put("provider", "simulator"));
    }

    CheckoutSaga whenAnsweredNonsense() {
        return whenAnswered(MAPPER.createObjectNode().put("status", "PERHAPS"));
    }

    CheckoutSaga whenTheWindowEnds() {
        simulation().advance(Duration.between(simulation().now(), current().request().deadline().orElseThrow()));
        return this;
    }

    CheckoutSaga whenPaid(String paymentId) {
        simulation().outside(() -> simulation().api().sendTaskSuccess(tokens.getLast(), "{\"status\":\"CAPTURED\",\"paymentId\":\"" + paymentId + "\",\"provider\":\"simulator\"}"));
        return this;
    }

    CheckoutSaga whenPaymentIsClosed() {
        simulation().outside(() -> simulation().api().sendTaskFailure(tokens.getLast(), "commerce.payment.PaymentClosed", "closed by the customer"));
        return this;
    }
}
