package commerce.workflows;

import static commerce.workflows.Order.anOrder;
import static commerce.workflows.CheckoutSaga.given;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The checkout's protocol: which command follows which answer, with what in it. */
class CheckoutSagaTest {

    private static final String BUG = "java.lang.IllegalStateException";
    private static final String BUSY = "commerce.kernel.Busy";
    private static final String PAYMENT_ID = "tenant-a_" + Order.ID + "_1";

    // ---- forward

    @Test
    void aPaidOrderIsConfirmedInSevenTransitions() {
        given(anOrder())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRequestPayment().whenAnswered().whenPaid(PAYMENT_ID)
                .expectCommitStock().whenAnswered()
                .expectConfirmOrder(PAYMENT_ID, "simulator").whenAnswered()
                .expectEnd("CONFIRMED")
                .expectStateTransitions(7);
    }

    @Test
    void aCouponIsRedeemedBetweenStockAndPaymentForOneTransitionMore() {
        given(anOrder().withCoupon())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRedeemCoupon().whenAnswered()
                .expectRequestPayment().whenAnswered().whenPaid(PAYMENT_ID)
                .expectCommitStock().whenAnswered()
                .expectConfirmOrder(PAYMENT_ID, "simulator").whenAnswered()
                .expectEnd("CONFIRMED")
                .expectStateTransitions(8);
    }

    @Test
    void allCouponsAndOffersOfAnOrderAreRedeemedInThatOneStep() {
        given(anOrder().withCoupons())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRedeemCoupon().whenAnswered()
                .expectRequestPayment().whenAnswered().whenPaid(PAYMENT_ID)
                .expectCommitStock().whenAnswered()
                .expectConfirmOrder(PAYMENT_ID, "simulator").whenAnswered()
                .expectEnd("CONFIRMED")
                .expectStateTransitions(8);
    }

    @Test
    void allOfThemAreRestoredInOneStepToo() {
        given(anOrder().withCoupons())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRedeemCoupon().whenAnswered()
                .expectRequestPayment().whenAnswered().whenPaymentIsClosed()
                .expectClosePayment("commerce.payment.PaymentClosed").whenClosed("BY_CUSTOMER")
                .expectRestoreCoupon().whenAnswered()
                .expectReleaseStock().whenAnswered()
                .expectCancelOrder("BY_CUSTOMER").whenAnswered()
                .expectEnd("CANCELLED");
    }

    @Test
    void aTotalOfZeroSkipsThePayment() {
        given(anOrder().withCoupon().free())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRedeemCoupon().whenAnswered()
                .expectCommitStock().whenAnswered()
                .expectConfirmOrder(null, null).whenAnswered()
                .expectEnd("CONFIRMED");
    }

    @Test
    void theMoneyMayComeBeforeRequestPaymentHasAnswered() {
        given(anOrder())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRequestPayment().whenPaid(PAYMENT_ID).whenAnswered()
                .expectCommitStock().whenAnswered()
                .expectConfirmOrder(PAYMENT_ID, "simulator").whenAnswered()
                .expectEnd("CONFIRMED");
    }

    // ---- what the shop could not deliver is rejected

    @Test
    void anOrderThatCannotBeReservedIsRejectedAndNoCouponIsTouched() {
        given(anOrder().withCoupon())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenFailing("commerce.inventory.OutOfStock")
                .expectClosePayment("commerce.inventory.OutOfStock").whenClosed("CHECKOUT_FAILED")
                .expectReleaseStock().whenAnswered()
                .expectRejectOrder("OUT_OF_STOCK").whenAnswered()
                .expectEnd("REJECTED");
    }

    @Test
    void anOrderWhoseCouponIsExhaustedIsRejectedAndItsStockGivenBack() {
        given(anOrder().withCoupon())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRedeemCoupon().whenFailing("commerce.promotion.CouponExhausted")
                .expectClosePayment("commerce.promotion.CouponExhausted").whenClosed("CHECKOUT_FAILED")
                .expectRestoreCoupon().whenAnswered()
                .expectReleaseStock().whenAnswered()
                .expectRejectOrder("COUPON_EXHAUSTED").whenAnswered()
                .expectEnd("REJECTED");
    }

    @Test
    void anOrderWhoseCustomerUsedTheCouponUpIsRejected() {
        given(anOrder().withCoupon())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRedeemCoupon().whenFailing("commerce.promotion.CouponLimitReached")
                .expectClosePayment("commerce.promotion.CouponLimitReached").whenClosed("CHECKOUT_FAILED")
                .expectRestoreCoupon().whenAnswered()
                .expectReleaseStock().whenAnswered()
                .expectRejectOrder("COUPON_LIMIT").whenAnswered()
                .expectEnd("REJECTED");
    }

    // ---- everything else before the money is a cancellation, with the payment row's reason

    @Test
    void anOrderNobodyPaysIsCancelledWhenTheWindowEnds() {
        given(anOrder().withCoupon())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRedeemCoupon().whenAnswered()
                .expectRequestPayment().whenAnswered().expectWindowLeft(7_200).whenTheWindowEnds()
                .expectClosePayment("States.Timeout").whenClosed("PAYMENT_TIMEOUT")
                .expectRestoreCoupon().whenAnswered()
                .expectReleaseStock().whenAnswered()
                .expectCancelOrder("PAYMENT_TIMEOUT").whenAnswered()
                .expectEnd("CANCELLED");
    }

    @Test
    void theCustomerCancelsByClosingThePaymentRow() {
        given(anOrder())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRequestPayment().whenAnswered().whenTimePasses(Duration.ofMinutes(10)).whenPaymentIsClosed()
                .expectClosePayment("commerce.payment.PaymentClosed").whenClosed("BY_CUSTOMER")
                .expectReleaseStock().whenAnswered()
                .expectCancelOrder("BY_CUSTOMER").whenAnswered()
                .expectEnd("CANCELLED");
    }

    @Test
    void aReservationThatComesAfterItsReleaseCancels() {
        given(anOrder())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenFailing("commerce.inventory.ReservationReleased")
                .expectClosePayment("commerce.inventory.ReservationReleased").whenClosed("CHECKOUT_FAILED")
                .expectReleaseStock().whenAnswered()
                .expectCancelOrder("CHECKOUT_FAILED").whenAnswered()
                .expectEnd("CANCELLED");
    }

    @Test
    void aBugInDescribeOrderEndsTheOrderToo() {
        given(anOrder().withCoupon())
                .expectDescribeOrder().whenFailing(BUG)
                .expectClosePayment(BUG).whenClosed("CHECKOUT_FAILED")
                .expectReleaseStock().whenAnswered()
                .expectCancelOrder("CHECKOUT_FAILED").whenAnswered()
                .expectEnd("CANCELLED");
    }

    @Test
    void aBugInReserveStockReleasesWhatItMayHaveReserved() {
        given(anOrder().withCoupon())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenFailing(BUG)
                .expectClosePayment(BUG).whenClosed("CHECKOUT_FAILED")
                .expectReleaseStock().whenAnswered()
                .expectCancelOrder("CHECKOUT_FAILED").whenAnswered()
                .expectEnd("CANCELLED");
    }

    @Test
    void aBugInRedeemCouponRestoresWhatItMayHaveRedeemed() {
        given(anOrder().withCoupon())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRedeemCoupon().whenFailing(BUG)
                .expectClosePayment(BUG).whenClosed("CHECKOUT_FAILED")
                .expectRestoreCoupon().whenAnswered()
                .expectReleaseStock().whenAnswered()
                .expectCancelOrder("CHECKOUT_FAILED").whenAnswered()
                .expectEnd("CANCELLED");
    }

    @Test
    void aBugInRequestPaymentAsksTheJudgeBeforeAnythingIsUndone() {
        given(anOrder())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRequestPayment().whenFailing(BUG)
                .expectClosePayment(BUG).whenClosed("CHECKOUT_FAILED")
                .expectReleaseStock().whenAnswered()
                .expectCancelOrder("CHECKOUT_FAILED").whenAnswered()
                .expectEnd("CANCELLED");
    }

    @Test
    void aStepThatNeverAnswersIsTriedFiveTimesAndThenGivenUp() {
        given(anOrder())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenTimingOutEachOf(5)
                .expectClosePayment("States.Timeout").whenClosed("CHECKOUT_FAILED")
                .expectReleaseStock().whenAnswered()
                .expectCancelOrder("CHECKOUT_FAILED").whenAnswered()
                .expectEnd("CANCELLED");
    }

    @Test
    void aFreeOrderThatFailsPassesTheJudgeToo() {
        given(anOrder().free())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenFailingEachOf(5, BUSY)
                .expectClosePayment(BUSY).whenClosed("CHECKOUT_FAILED")
                .expectReleaseStock().whenAnswered()
                .expectCancelOrder("CHECKOUT_FAILED").whenAnswered()
                .expectEnd("CANCELLED");
    }

    // ---- the judge says forward

    @Test
    void theMoneyThatBeatsTheWindowByAMomentConfirmsTheOrder() {
        given(anOrder().withCoupon())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRedeemCoupon().whenAnswered()
                .expectRequestPayment().whenAnswered().whenTheWindowEnds()
                .expectTokenIsDead(0)
                .expectClosePayment("States.Timeout").whenCapturedMeanwhile(PAYMENT_ID)
                .expectCommitStock().whenAnswered()
                .expectConfirmOrder(PAYMENT_ID, "simulator").whenAnswered()
                .expectEnd("CONFIRMED");
    }

    @Test
    void aRequestThatFailedAfterTheBuyerPaidConfirmsTheOrder() {
        given(anOrder())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRequestPayment().whenFailing(BUG)
                .expectClosePayment(BUG).whenCapturedMeanwhile(PAYMENT_ID)
                .expectCommitStock().whenAnswered()
                .expectConfirmOrder(PAYMENT_ID, "simulator").whenAnswered()
                .expectEnd("CONFIRMED");
    }

    @Test
    void withoutAClearJudgementNothingIsUndone() {
        given(anOrder())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenFailing(BUG)
                .expectClosePayment(BUG).whenAnsweredNonsense()
                .expectParked("Paid after all?", "States.Runtime");
    }

    // ---- retries

    @Test
    void whatIsTransientIsRetried() {
        for (var transientError : new String[] {"Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException", "Lambda.Unknown", "Sandbox.Timedout", "Runtime.ExitError", BUSY}) {
            given(anOrder().withCoupon())
                    .expectDescribeOrder().whenFailing(transientError)
                    .expectDescribeOrder().whenAnswered()
                    .expectReserveStock().whenFailing(transientError)
                    .expectReserveStock().whenAnswered()
                    .expectRedeemCoupon().whenFailing(transientError)
                    .expectRedeemCoupon().whenAnswered()
                    .expectRequestPayment().whenFailing(transientError)
                    .expectRequestPayment().expectTokenIsDead(0).whenAnswered().whenPaid(PAYMENT_ID)
                    .expectCommitStock().whenFailing(transientError)
                    .expectCommitStock().whenAnswered()
                    .expectConfirmOrder(PAYMENT_ID, "simulator").whenFailing(transientError)
                    .expectConfirmOrder(PAYMENT_ID, "simulator").whenAnswered()
                    .expectEnd("CONFIRMED");
        }
    }

    @Test
    void aStepThatTimesOutIsRetriedWithTheSameCommand() {
        given(anOrder())
                .expectDescribeOrder().whenTimingOut()
                .expectDescribeOrder().whenAnswered();
    }

    @Test
    void theEndOfTheWindowIsAnAnswerAndIsNotRetried() {
        given(anOrder())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRequestPayment().whenTheWindowEnds()
                .expectClosePayment("States.Timeout");
    }

    // ---- parked and redriven

    @Test
    void afterTheCaptureAFailureIsParkedNothingIsCompensatedAndARedriveGoesOn() {
        given(anOrder())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRequestPayment().whenAnswered().whenPaid(PAYMENT_ID)
                .expectCommitStock().whenFailingEachOf(13, BUSY)
                .expectParked("Commit stock", BUSY)
                .whenRedriven()
                .expectCommitStock().whenAnswered()
                .expectConfirmOrder(PAYMENT_ID, "simulator").whenFailingEachOf(4, BUG)
                .expectParked("Confirm order", BUG)
                .whenRedriven()
                .expectConfirmOrder(PAYMENT_ID, "simulator").whenAnswered()
                .expectEnd("CONFIRMED");
    }

    @Test
    void aJudgeThatCannotBeReachedParksTheOrderBeforeAnythingIsUndone() {
        given(anOrder())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenFailing("commerce.inventory.OutOfStock")
                .expectClosePayment("commerce.inventory.OutOfStock").whenTimingOutEachOf(13)
                .expectParked("Close payment", "States.Timeout")
                .whenRedriven()
                .expectClosePayment("commerce.inventory.OutOfStock").whenClosed("CHECKOUT_FAILED")
                .expectReleaseStock().whenAnswered()
                .expectRejectOrder("OUT_OF_STOCK").whenAnswered()
                .expectEnd("REJECTED");
    }

    @Test
    void aCompensationThatKeepsFailingIsParkedAndARedriveRepeatsOnlyThatStep() {
        given(anOrder().withCoupon())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRedeemCoupon().whenAnswered()
                .expectRequestPayment().whenAnswered().whenTheWindowEnds()
                .expectClosePayment("States.Timeout").whenClosed("PAYMENT_TIMEOUT")
                .expectRestoreCoupon().whenFailingEachOf(4, BUG)
                .expectParked("Restore coupon", BUG)
                .whenRedriven()
                .expectRestoreCoupon().whenAnswered()
                .expectReleaseStock().whenFailingEachOf(13, "Lambda.TooManyRequestsException")
                .expectParked("Release stock", "Lambda.TooManyRequestsException")
                .whenRedriven()
                .expectReleaseStock().whenAnswered()
                .expectCancelOrder("PAYMENT_TIMEOUT").whenFailingEachOf(4, BUG)
                .expectParked("Cancel order", BUG)
                .whenRedriven()
                .expectCancelOrder("PAYMENT_TIMEOUT").whenAnswered()
                .expectEnd("CANCELLED");
    }

    @Test
    void aRedriveDoesNotExtendThePaymentWindow() {
        given(anOrder())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRequestPayment().whenAnswered().whenTimePasses(Duration.ofMinutes(90)).whenAborted()
                .whenTimePasses(Duration.ofMinutes(10))
                .whenRedriven()
                .expectRequestPayment().expectWindowLeft(20 * 60).whenAnswered().whenTheWindowEnds()
                .expectClosePayment("States.Timeout");
    }

    @Test
    void aRedriveAfterTheWindowStillAsksOnceMoreWhetherSomebodyPaid() {
        given(anOrder())
                .expectDescribeOrder().whenAnswered()
                .expectReserveStock().whenAnswered()
                .expectRequestPayment().whenAnswered().whenAborted()
                .whenTimePasses(Duration.ofHours(5))
                .whenRedriven()
                .expectRequestPayment().expectWindowLeft(1).whenPaid(PAYMENT_ID)
                .expectCommitStock();
    }
}
