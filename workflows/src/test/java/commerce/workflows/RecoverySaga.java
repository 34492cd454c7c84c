package commerce.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/** A payment recovery told as a protocol: {@code givenARefusal().whenTimePasses(...).expectQueryPayment().whenUnpaid()...expectEnd("OFFERED")}. */
final class RecoverySaga extends Saga<RecoverySaga> {

    static final String COUPON = "BACK-7H2K9";
    static final String VALID_UNTIL = "2026-11-28T02:00:00.000Z";
    private static final Workflow RECOVERY = Workflows.paymentRecovery();

    private RecoverySaga(Instant failedAt) {
        super(RECOVERY);
        simulation().start(Order.ID + "-1", input(failedAt));
    }

    static String input(Instant failedAt) {
        return ids().put("failedAt", failedAt.toString()).toString();
    }

    private static ObjectNode ids() {
        return MAPPER.createObjectNode().put("tenant", Order.TENANT).put("orderId", Order.ID);
    }

    /** The recovery starts at the moment of the refusal. */
    static RecoverySaga givenARefusal() {
        return new RecoverySaga(Simulation.START);
    }

    /** Its event was slow. */
    static RecoverySaga givenARefusalAgo(Duration age) {
        return new RecoverySaga(Simulation.START.minus(age));
    }

    @Override
    RecoverySaga self() {
        return this;
    }

    RecoverySaga whenSecondsPass(long seconds) {
        return whenTimePasses(Duration.ofSeconds(seconds));
    }

    /** Seconds after the start. */
    RecoverySaga expectTime(long seconds) {
        assertEquals(Simulation.START.plusSeconds(seconds), simulation().now());
        return this;
    }

    RecoverySaga expectQueryPayment() {
        return expect("QueryPayment", ids());
    }

    RecoverySaga expectIssueCoupon() {
        return expect("IssueCoupon", MAPPER.createObjectNode().put("tenant", Order.TENANT).put("trigger", "PAYMENT_RECOVERY").put("customer", "alice").put("cause", Order.ID));
    }

    RecoverySaga expectOfferRecovery(String validUntil) {
        return expect("OfferRecovery", ids().put("customer", "alice").put("couponCode", COUPON).put("validUntil", validUntil));
    }

    RecoverySaga whenUnpaid() {
        return whenPayment("OPEN");
    }

    RecoverySaga whenPayment(String status) {
        return whenAnswered(MAPPER.createObjectNode().put("status", status).put("customer", "alice"));
    }

    RecoverySaga whenIssued(String validUntil) {
        var issued = MAPPER.createObjectNode().put("issued", true).put("couponCode", COUPON);
        return whenAnswered(validUntil == null ? issued : issued.put("validUntil", validUntil));
    }

    RecoverySaga whenNotIssued(String reason) {
        return whenAnswered(MAPPER.createObjectNode().put("issued", false).put("reason", reason));
    }

    RecoverySaga whenOffer(String status) {
        return whenAnswered(MAPPER.createObjectNode().put("status", status));
    }
}
