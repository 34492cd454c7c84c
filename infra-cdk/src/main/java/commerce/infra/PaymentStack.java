package commerce.infra;

import static commerce.infra.Access.ADMIN;
import static commerce.infra.Access.PUBLIC;
import static commerce.infra.Access.SHOP;
import static commerce.infra.TableAction.DELETE;
import static commerce.infra.TableAction.GET;
import static commerce.infra.TableAction.PUT;
import static commerce.infra.TableAction.QUERY;
import static commerce.infra.TableAction.UPDATE;

import java.util.List;
import java.util.Map;
import software.constructs.Construct;

/** Money in and out: the payment row that judges each order, its attempts, its refunds, and the inbox of providers' webhooks. */
final class PaymentStack extends ContextStack {

    /** Large bills come slowly; a few providers' of up to three days. */
    private static final int BILLS_SECONDS = 300;

    private final Operation requestPayment;
    private final Operation closePayment;
    private final Operation readRefunds;

    PaymentStack(Construct scope, Deployment deployment, PlatformStack platform, PromotionStack promotion) {
        super(scope, "Payment", deployment, platform);
        // What was received and not yet applied, and what a provider may still have to say: read every five minutes.
        var payments = table().keysOnlyIndex("unapplied", "inboxShard", "receivedAt").keysOnlyIndex("pending", "pendingShard", "askAt");
        var providers = new PaymentProviders(this, deployment.config());
        var workflow = new WorkflowAccess(this, deployment.names(), "Checkout");
        var describeOrder = deployment.names().functionArn(this, "DescribeOrder");
        var unapplied = deadLetters("UnappliedNotifications", "a provider's notification could not be applied: it is kept in the inbox and tried again every five minutes, see the log of ReapplyNotifications");

        requestPayment = providers.reachableGivenTo(workflow.answeredBy(task("RequestPayment"))).on(payments, GET, PUT, UPDATE);
        closePayment = providers.givenTo(task("ClosePayment")).on(payments, GET, PUT, UPDATE);
        providers.reachableGivenTo(http("RetryPayment", "POST /orders/{orderId}/payments", SHOP)).on(payments, GET, PUT, UPDATE, DELETE).asks("DESCRIBE_ORDER_FUNCTION", describeOrder);
        providers.givenTo(workflow.answeredBy(consumer("CancelPayment", "ordering", "order.cancellation_requested.v1"))).on(payments, GET, PUT, UPDATE);

        providers.givenTo(http("PaymentWebhook", "POST /webhooks/{provider}", PUBLIC)).onKeys("_platform#", payments, PUT).reserves(deployment.config().capacity().reservedForWebhooks());
        workflow.answeredBy(onChanges("ApplyNotification", StreamConsumer.insertsOf("inbox"), unapplied)).on(payments, GET, PUT, UPDATE);
        workflow.answeredBy(everyFiveMinutes("ReapplyNotifications", unapplied)).queriesKeys("_platform#INBOX", payments, "unapplied").on(payments, GET, PUT, UPDATE);

        http("RefundPayment", "POST /admin/orders/{orderId}/refunds", ADMIN).on(payments, GET, PUT, UPDATE, DELETE).asks("DESCRIBE_ORDER_FUNCTION", describeOrder);
        providers.reachableGivenTo(consumer("ExecuteRefund", "payment", "refund.requested.v1")).on(payments, GET, PUT, UPDATE);

        providers.givenTo(workflow.answeredBy(http("ReplayWebhook", "POST /admin/webhooks/{provider}/{eventId}/replay", ADMIN))).on(payments, GET, PUT, UPDATE);

        var unasked = deadLetters("UnaskedProviders", "providers could not be asked after payments or refunds that are open: see the logs of QueryPendingPayments and QueryPendingRefunds");
        providers.givenTo(workflow.answeredBy(everyFiveMinutes("QueryPendingPayments", unasked))).queriesKeys("_platform#PENDING_PAYMENT", payments, "pending").on(payments, GET, PUT, UPDATE);
        providers.reachableGivenTo(everyFiveMinutes("QueryPendingRefunds", unasked)).queriesKeys("_platform#PENDING_REFUND", payments, "pending").on(payments, GET, PUT, UPDATE);
        readRefunds = lookup("ReadRefunds").on(payments, QUERY);

        var recovery = new WorkflowAccess(this, deployment.names(), "PaymentRecovery");
        recovery.startedBy(consumer("StartPaymentRecovery", "payment", "payment.failed.v1"));
        var queryPayment = providers.givenTo(workflow.answeredBy(task("QueryPayment", "PaymentRecovery"))).on(payments, GET, PUT, UPDATE);
        var offerRecovery = task("OfferRecovery", "PaymentRecovery").on(payments, UPDATE);
        new Workflow(this, "PaymentRecovery", "no money is at risk, but a buyer whose payment was refused was not looked after: repair the cause, then redrive it",
                List.of(queryPayment, promotion.issueCoupon(), offerRecovery));

        var unfetched = deadLetters("UnfetchedBills", "a provider's bill could not be fetched, understood or stored: see the log of FetchBills, which tries again every hour for three days");
        providers.givenTo(everyHour("FetchBills", unfetched)).within(BILLS_SECONDS).on(payments, GET, PUT).stores("bills", platform.files());

        publishes("PublishPaymentEvents", "RepublishPaymentEvents");
        watchMoney();
    }

    /** What no retry mends and nobody would otherwise see. */
    private void watchMoney() {
        alarms().on(this, "NotificationsQuarantined", Alarms.ownOverAll("NotificationsQuarantined", "provider"),
                "a provider's genuine notification does not fit our payment and had no effect: see the log of ApplyNotification, compare with the provider's console");
        alarms().from(10, this, "NotificationsRejected", Alarms.ownOverAll("NotificationsRejected", "provider"),
                "several notifications within five minutes bore no valid signature: if they are genuine, the secret here is not the provider's");
        alarms().on(this, "NotificationsNotStored", Alarms.ownOverAll("NotificationsNotStored", "provider"),
                "a provider's notification could not be judged or stored and will be sent again: see the log of PaymentWebhook");
        alarms().on(this, "PaymentsDisputed", Alarms.ownOverAll("PaymentsDisputed", "provider"),
                "a buyer's bank takes money back: answer at the provider's console before its date, the event payment.disputed.v1 names order and dispute");
        alarms().on(this, "RefundsFailed", Alarms.own("RefundsFinished", Map.of("status", "FAILED")),
                "a provider refused a refund: the buyer still waits for the money, see the order's refunds and the provider's console");
        alarms().on(this, "RefundsGivenUp", Alarms.ownOverAll("RefundsGivenUp", "provider"),
                "a provider did not take a refund for two days, and it is not tried any more: repair the cause, then ask for the same refund again");
        alarms().on(this, "BillsMissing", Alarms.ownOverAll("BillsMissing", "provider"),
                "a provider's bill of a day is six hours late: see the log of FetchBills and the provider's console; after three days it is no longer asked for");
    }

    Operation requestPayment() {
        return requestPayment;
    }

    /** An order's refunds, as far as they have come. */
    Operation readRefunds() {
        return readRefunds;
    }

    Operation closePayment() {
        return closePayment;
    }
}
