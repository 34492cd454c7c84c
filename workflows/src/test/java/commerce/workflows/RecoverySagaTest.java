package commerce.workflows;

import static commerce.workflows.RecoverySaga.VALID_UNTIL;
import static commerce.workflows.RecoverySaga.givenARefusal;
import static commerce.workflows.RecoverySaga.givenARefusalAgo;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The recovery's protocol: which command follows which answer, and how long after the refusal. */
class RecoverySagaTest {

    private static final String BUG = "java.lang.IllegalStateException";
    private static final String BUSY = "commerce.kernel.Busy";

    @Test
    void theProviderIsAskedTenSecondsAfterTheRefusalAndTheBuyerOfferedACouponAfterThirty() {
        givenARefusal()
                .whenSecondsPass(10)
                .expectQueryPayment().whenUnpaid()
                .whenSecondsPass(20)
                .expectQueryPayment().whenUnpaid()
                .expectIssueCoupon().whenIssued(VALID_UNTIL)
                .expectOfferRecovery(VALID_UNTIL).whenOffer("OFFERED")
                .expectTime(30)
                .expectEnd("OFFERED")
                .expectStateTransitions(9);
    }

    @Test
    void whoHasPaidAfterAllIsOfferedNothing() {
        givenARefusal().whenSecondsPass(10).expectQueryPayment().whenPayment("CAPTURED").expectEnd("CAPTURED");
        givenARefusal().whenSecondsPass(10).expectQueryPayment().whenUnpaid().whenSecondsPass(20).expectQueryPayment().whenPayment("CAPTURED").expectEnd("CAPTURED");
    }

    @Test
    void anOrderThatIsOverIsNotRecovered() {
        givenARefusal().whenSecondsPass(10).expectQueryPayment().whenPayment("CLOSED").expectEnd("CLOSED");
    }

    @Test
    void withoutACampaignOrBeyondItsCapNothingIsOffered() {
        for (var reason : new String[] {"NO_CAMPAIGN", "CAPPED"}) {
            givenARefusal()
                    .whenSecondsPass(10).expectQueryPayment().whenUnpaid()
                    .whenSecondsPass(20).expectQueryPayment().whenUnpaid()
                    .expectIssueCoupon().whenNotIssued(reason)
                    .expectEnd("NO_OFFER");
        }
    }

    @Test
    void aCouponThatDoesNotEndIsOfferedWithoutAnEnd() {
        givenARefusal()
                .whenSecondsPass(10).expectQueryPayment().whenUnpaid()
                .whenSecondsPass(20).expectQueryPayment().whenUnpaid()
                .expectIssueCoupon().whenIssued(null)
                .expectOfferRecovery(null).whenOffer("TOO_LATE")
                .expectEnd("TOO_LATE");
    }

    @Test
    void theOffsetsAreCountedFromTheRefusalHoweverLateTheRecoveryStarts() {
        givenARefusalAgo(Duration.ofSeconds(25))
                .expectQueryPayment().whenUnpaid()
                .whenSecondsPass(5)
                .expectQueryPayment().whenUnpaid()
                .expectIssueCoupon();
        givenARefusalAgo(Duration.ofMinutes(5)).expectQueryPayment().whenUnpaid().expectIssueCoupon().expectTime(0);
    }

    @Test
    void aLookThatTookUntilTheOfferIsDueIsNotRepeated() {
        givenARefusal()
                .whenSecondsPass(10)
                .expectQueryPayment().whenTimingOut()
                .expectQueryPayment().whenUnpaid()
                .expectIssueCoupon();
    }

    @Test
    void whatIsTransientIsRetried() {
        for (var transientError : new String[] {"Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException", "Lambda.Unknown", "Sandbox.Timedout", BUSY}) {
            givenARefusalAgo(Duration.ofMinutes(1))
                    .expectQueryPayment().whenFailing(transientError)
                    .expectQueryPayment().whenUnpaid()
                    .expectIssueCoupon().whenFailing(transientError)
                    .expectIssueCoupon().whenIssued(VALID_UNTIL)
                    .expectOfferRecovery(VALID_UNTIL).whenFailing(transientError)
                    .expectOfferRecovery(VALID_UNTIL).whenOffer("OFFERED")
                    .expectEnd("OFFERED");
        }
    }

    @Test
    void aProviderThatStaysSilentParksTheRecoveryAndNobodyIsOfferedAnything() {
        givenARefusal()
                .whenSecondsPass(10)
                .expectQueryPayment().whenFailingEachOf(13, BUSY)
                .expectParked("Query payment", BUSY)
                .whenRedriven()
                .expectQueryPayment().whenPayment("CLOSED")
                .expectEnd("CLOSED");
    }

    @Test
    void aStepThatKeepsFailingIsParkedAndARedriveRepeatsOnlyThatStep() {
        givenARefusalAgo(Duration.ofMinutes(1))
                .expectQueryPayment().whenUnpaid()
                .expectIssueCoupon().whenFailingEachOf(4, BUG)
                .expectParked("Issue coupon", BUG)
                .whenRedriven()
                .expectIssueCoupon().whenIssued(VALID_UNTIL)
                .expectOfferRecovery(VALID_UNTIL).whenTimingOutEachOf(13)
                .expectParked("Offer recovery", "States.Timeout")
                .whenRedriven()
                .expectOfferRecovery(VALID_UNTIL).whenOffer("OFFERED")
                .expectEnd("OFFERED");
    }
}
