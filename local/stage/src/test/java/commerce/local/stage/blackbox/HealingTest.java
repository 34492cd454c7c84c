package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crashes between a write and what should follow it: healed without a human. */
@QuarkusTest
class HealingTest {

    private static final int FOR_GOOD = 1_000;

    @Inject
    TestStage stage;

    @BeforeAll
    static void empty() {
        TestStage.current().emptied();
    }

    @AfterEach
    void mend() {
        stage.stage().faults().disarmAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CALL_BEFORE", "CALL_AFTER"})
    void anOrderWhoseCheckoutCouldNotBeStartedAtOnceIsStartedByItsEvent(String kind) {
        Trial trial = new Trial(stage.url()).callFault("place-order", kind, "StepFunctions", "StartExecution", FOR_GOOD).order(2);

        assertTrue(trial.see().awaitsPayment());
        trial.pay().toTheEnd(true).assertKept();
        assertEquals("CONFIRMED", trial.see().verdict());
    }

    @Test
    void anOrderWhoseEventWasNeverPublishedIsFoundByTheSweeper() {
        Trial trial = new Trial(stage.url())
                .callFault("place-order", "CALL_BEFORE", "StepFunctions", "StartExecution", FOR_GOOD)
                .fault("publish-ordering-events", "BEFORE", FOR_GOOD)
                .order(2);
        assertEquals("PENDING", trial.see().status(), "nobody knows of the order yet");

        trial.mend().aWhileLater();

        assertTrue(trial.see().awaitsPayment());
        trial.pay().toTheEnd(true).assertKept();
    }

    @Test
    void anEventPublishedTwiceBecauseItsMarkWasNotRemovedCountsOnce() {
        Trial trial = new Trial(stage.url())
                .callFault("publish-ordering-events", "CALL_AFTER", "EventBridge", "PutEvents", 3)
                .callFault("publish-payment-events", "CALL_AFTER", "EventBridge", "PutEvents", 3)
                .order(2).pay().toTheEnd(true);

        trial.assertKept();
        assertEquals(List.of("PENDING", "AWAITING_PAYMENT", "CONFIRMED"), trial.see().history());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CALL_BEFORE", "CALL_AFTER"})
    void aPaymentThatWasNotedButWhoseTokenWasNotAnsweredGoesForward(String kind) {
        Trial trial = new Trial(stage.url()).callFault("apply-notification", kind, "StepFunctions", "SendTaskSuccess", FOR_GOOD).order(2).pay().quiet();

        trial.mend().aWhileLater().toTheEnd(true).assertKept();

        assertEquals("CONFIRMED", trial.see().verdict());
    }

    @Test
    void aWebhookThatCouldNotBeStoredIsDeliveredAgainByTheProvider() {
        Trial trial = new Trial(stage.url()).order(2).callFault("payment-webhook", "CALL_BEFORE", "DynamoDB", "PutItem", 12).pay().quiet();

        trial.mend().toTheEnd(true).assertKept();

        assertEquals("CONFIRMED", trial.see().verdict());
    }

    /** The webhook is stored but not acted upon when the time is over: the provider, asked to close, says that it was paid. */
    @Test
    void moneyThatArrivedBeforeTheWindowEndedWinsAgainstTheTimeOut() {
        Trial trial = new Trial(stage.url()).fault("apply-notification", "BEFORE", FOR_GOOD).order(2).pay().afterTheWindow();

        trial.mend().toTheEnd(true).assertKept();

        assertEquals("CONFIRMED", trial.see().verdict());
    }

    @Test
    void moneyThatArrivesAfterTheWindowEndedIsGivenBack() {
        Trial trial = new Trial(stage.url()).order(2).afterTheWindow();
        assertEquals("CANCELLED (PAYMENT_TIMEOUT)", trial.see().verdict());

        trial.pay().toTheEnd(false).assertKept();
    }
}
