package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.harness.TestStage;
import commerce.local.tools.client.Order;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each step of the real checkout failed before its write, after its write and by time-out, once and for good; the promise holds. */
@QuarkusTest
class BrokenStepTest {

    private static final List<String> BEFORE_THE_MONEY = List.of("describe-order", "reserve-stock", "redeem-coupon", "request-payment");
    private static final List<String> AFTER_THE_MONEY = List.of("commit-stock", "confirm-order");
    private static final List<String> COMPENSATION = List.of("close-payment", "restore-coupon", "release-stock", "cancel-order");
    private static final List<String> WORTH_A_RETRY = List.of("BEFORE", "AFTER", "TIMEOUT", "TIMEOUT_AFTER");
    private static final String UNFORESEEN = "ERROR";
    private static final String CHECKOUT_FAILED = "CANCELLED (CHECKOUT_FAILED)";
    private static final int FOR_GOOD = 1_000;

    @Inject
    TestStage stage;

    @BeforeAll
    static void empty() {
        TestStage.current().emptied();
    }

    /**
     * @param times how often the step fails
     * @param quantity 2, or more than there is
     * @param willing whether the buyer pays when asked
     * @param verdicts how the order may end
     */
    record Failure(String operation, String kind, int times, int quantity, boolean willing, List<String> verdicts) {
        Failure(String operation, String kind, int times, int quantity, boolean willing, String verdict) {
            this(operation, kind, times, quantity, willing, List.of(verdict));
        }

        @Override
        public String toString() {
            return operation + " " + kind + (times == 1 ? " once" : " for good") + (willing ? "" : ", unpaid") + " -> " + String.join(" or ", verdicts);
        }
    }

    static List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        for (String kind : WORTH_A_RETRY) {
            BEFORE_THE_MONEY.forEach(step -> failures.add(new Failure(step, kind, 1, 2, true, "CONFIRMED")));
            BEFORE_THE_MONEY.forEach(step -> failures.add(new Failure(step, kind, FOR_GOOD, 2, true, verdictsOfAStepThatNeverSucceeds(step, kind))));
            AFTER_THE_MONEY.forEach(step -> failures.add(new Failure(step, kind, 1, 2, true, "CONFIRMED")));
            COMPENSATION.forEach(step -> failures.add(new Failure(step, kind, 1, 2, false, "CANCELLED (PAYMENT_TIMEOUT)")));
            failures.add(new Failure("reject-order", kind, 1, Trial.PIECES + 1, true, "REJECTED (OUT_OF_STOCK)"));
        }
        BEFORE_THE_MONEY.forEach(step -> failures.add(new Failure(step, UNFORESEEN, 1, 2, true, CHECKOUT_FAILED)));
        AFTER_THE_MONEY.forEach(step -> failures.add(new Failure(step, UNFORESEEN, 1, 2, true, "CONFIRMED")));
        COMPENSATION.forEach(step -> failures.add(new Failure(step, UNFORESEEN, 1, 2, false, "CANCELLED (PAYMENT_TIMEOUT)")));
        return failures;
    }

    /** A payment that was requested although the checkout never learned of it may be paid before the checkout gives up: then the money wins. */
    private static List<String> verdictsOfAStepThatNeverSucceeds(String step, String kind) {
        boolean buyerWasAsked = step.equals("request-payment") && kind.endsWith("AFTER");
        return buyerWasAsked ? List.of("CONFIRMED", CHECKOUT_FAILED) : List.of(CHECKOUT_FAILED);
    }

    @AfterEach
    void mend() {
        stage.stage().faults().disarmAll();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void theOrderEndsWithStockCouponAndMoneyInAgreement(Failure failure) {
        Order order = new Trial(stage.url())
                .fault(failure.operation(), failure.kind(), failure.times())
                .order(failure.quantity())
                .toTheEnd(failure.willing())
                .assertKept();

        assertTrue(failure.verdicts().contains(order.verdict()), order::toString);
    }
}
