package commerce.infra;

import static commerce.infra.Access.ADMIN;
import static commerce.infra.TableAction.BATCH_GET;
import static commerce.infra.TableAction.CHECK;
import static commerce.infra.TableAction.DELETE;
import static commerce.infra.TableAction.GET;
import static commerce.infra.TableAction.PUT;
import static commerce.infra.TableAction.QUERY;
import static commerce.infra.TableAction.UPDATE;

import java.util.List;
import java.util.Map;
import software.constructs.Construct;

/** The ledger: what each event about money means in the books. */
final class SettlementStack extends ContextStack {

    /** What an entry says: its marks, which change, stay out of the indexes and cost them nothing. */
    private static final String[] ENTRY = {"entryId", "orderId", "cause", "postedAt", "postings", "movement", "reverses", "reason"};

    /** Whose midnight ends a business date. */
    private static final String BUSINESS_TIME_ZONE = "Asia/Shanghai";
    private static final String STATEMENTS = "settlement/statements";
    private static final String PAYOUTS = "settlement/payouts";
    /** A page of merchants is more than a step of checkout; the state's own time-out is 70 s. */
    private static final int CLEARING_STEP_SECONDS = 60;
    private static final String BILLS = "bills";
    /** Several tenants' days; its queue's alarm for what waits an hour allows no more. */
    private static final int BILL_SECONDS = 120;
    /** A day may be long, and the front door waits a second more. */
    private static final int RUN_SECONDS = 28;

    private final Operation readLedgerEntries;

    SettlementStack(Construct scope, Deployment deployment, PlatformStack platform) {
        super(scope, "Settlement", deployment, platform);
        var ledger = table().index("byTenant", "tenantKey", "postedKey", ENTRY).index("byProvider", "providerKey", "movedKey", ENTRY)
                .keysOnlyIndex("due", "dueShard", "dueKey");

        consumer("PostPayment", "payment", "payment.captured.v1", "payment.received_late.v1", "refund.succeeded.v1", "payment.disputed.v1", "payment.dispute_closed.v1")
                .on(ledger, GET, PUT, UPDATE).with("BUSINESS_TIME_ZONE", BUSINESS_TIME_ZONE);
        consumer("SettleOrder", "ordering", "order.confirmed.v1").on(ledger, BATCH_GET, GET, PUT, UPDATE).with("COMMISSION_BASIS_POINTS", "500").with("PROVIDER_FEE_BASIS_POINTS", "60")
                .with("VIP_FROM_LEVEL", "4").with("SHIPPING_TO", "TENANT").with("BUSINESS_TIME_ZONE", BUSINESS_TIME_ZONE);

        http("ListLedgerAccounts", "GET /admin/ledger/accounts", ADMIN).on(ledger, GET, QUERY).queries(ledger, "byTenant");
        http("GetTrialBalance", "GET /admin/ledger/trial-balance", ADMIN).on(ledger, QUERY).queries(ledger, "byTenant");
        http("VerifyLedger", "GET /admin/ledger/verification", ADMIN).on(ledger, BATCH_GET, GET, QUERY);
        http("CreateTransfer", "POST /admin/ledger/transfers", ADMIN).on(ledger, DELETE, GET, PUT, UPDATE);
        http("GetTransfer", "GET /admin/ledger/transfers/{transferId}", ADMIN).on(ledger, GET);
        http("PostTransfer", "POST /admin/ledger/transfers/{transferId}/post", ADMIN).on(ledger, DELETE, GET, PUT, UPDATE);
        http("VoidTransfer", "POST /admin/ledger/transfers/{transferId}/void", ADMIN).on(ledger, DELETE, GET, PUT, UPDATE);
        http("ReverseTransfer", "POST /admin/ledger/transfers/{transferId}/reversal", ADMIN).on(ledger, DELETE, GET, PUT, UPDATE);
        http("ListLedgerEntries", "GET /admin/ledger/entries", ADMIN).on(ledger, QUERY).queries(ledger, "byTenant");
        readLedgerEntries = lookup("ReadLedgerEntries").on(ledger, QUERY);

        http("PutCommissionRule", "PUT /admin/commission-rules/{id}", ADMIN).on(ledger, GET, PUT, UPDATE);
        http("GetCommissionRule", "GET /admin/commission-rules/{id}", ADMIN).on(ledger, GET);
        http("ListCommissionRules", "GET /admin/commission-rules", ADMIN).on(ledger, QUERY);
        http("PutSplitRule", "PUT /admin/split-rules/{id}", ADMIN).on(ledger, GET, PUT, UPDATE);
        http("GetSplitRule", "GET /admin/split-rules/{id}", ADMIN).on(ledger, GET);
        http("ListSplitRules", "GET /admin/split-rules", ADMIN).on(ledger, QUERY);
        http("PutChannel", "PUT /admin/channels/{id}", ADMIN).on(ledger, GET, UPDATE, CHECK);
        http("GetChannel", "GET /admin/channels/{id}", ADMIN).on(ledger, GET);
        http("ListChannels", "GET /admin/channels", ADMIN).on(ledger, QUERY);
        http("GetSettlement", "GET /admin/settlements/{orderId}", ADMIN).on(ledger, GET);
        alarms().on(this, "CommissionRuleFailed", Alarms.own("CommissionRuleFailed", Map.of("reason", "EVALUATION")),
                "a commission rule could not say what to take, and the platform's own rate was taken: the log of SettleOrder names rule and reason, mend the rule");

        var unswept = deadLetters("UnsweptLedger", "pending transfers could not be marked as expired, or checkpoints not be made: see the log of SweepLedger");
        everyFiveMinutes("SweepLedger", unswept).on(ledger, CHECK, GET, PUT, QUERY, UPDATE).queries(ledger, "byTenant").queriesKeys("_platform#DUE", ledger, "due");

        clears(deployment, platform.files());
        reconciles(platform.files());

        publishes("PublishSettlementEvents", "RepublishSettlementEvents").forEach(sealer -> sealer.on(ledger, GET, PUT));
    }

    /** The T+1 clearing: a workflow over pages of merchants, started every night at 02:00 in Shanghai, and by operators. */
    private void clears(Deployment deployment, FilesBucket files) {
        var ledger = table();
        var workflow = new WorkflowAccess(this, deployment.names(), "Clearing");
        var unstarted = deadLetters("UnstartedClearings", "the night's clearings could not be started: see the log of StartDueClearings, then POST /admin/clearings/{date} for each tenant");

        workflow.startedBy(everyNight("StartDueClearings", 18, unstarted)).on(ledger, GET, PUT, UPDATE).queriesKeys("_platform#DUE", ledger, "due").with("BUSINESS_TIME_ZONE", BUSINESS_TIME_ZONE);
        workflow.startedBy(http("StartClearing", "POST /admin/clearings/{date}", ADMIN)).on(ledger, GET, PUT, UPDATE).with("BUSINESS_TIME_ZONE", BUSINESS_TIME_ZONE);
        http("GetClearing", "GET /admin/clearings/{date}", ADMIN).on(ledger, GET, QUERY);
        http("GetStatement", "GET /admin/clearings/{date}/statements/{merchantId}", ADMIN).on(ledger, QUERY).reads(STATEMENTS, files);
        http("ListPayouts", "GET /admin/clearings/{date}/payouts", ADMIN).on(ledger, GET).reads(PAYOUTS, files);

        var steps = List.of(
                task("PlanClearing", "Clearing").on(ledger, PUT, QUERY).queriesKeys("_platform#DUE", ledger, "due"),
                task("ClaimLines", "Clearing").on(ledger, GET, PUT, QUERY, UPDATE),
                task("SealSettlements", "Clearing").on(ledger, GET, PUT, QUERY, UPDATE),
                task("PayMerchants", "Clearing").on(ledger, GET, PUT, QUERY, UPDATE),
                task("WriteStatements", "Clearing").on(ledger, GET, QUERY, UPDATE).stores(STATEMENTS, files).with("BUSINESS_TIME_ZONE", BUSINESS_TIME_ZONE),
                workflow.startedBy(task("FinishClearing", "Clearing")).on(ledger, GET, PUT, QUERY, UPDATE).stores(PAYOUTS, files));
        steps.forEach(step -> step.within(CLEARING_STEP_SECONDS));
        new Workflow(this, "Clearing", "what is settled stays settled; GET /admin/clearings/{date} says what is left, POST /admin/clearings/{date} goes on, and so does the next night", steps);
    }

    /** Providers' bills against the ledger: as they come, and again when operators ask. */
    private void reconciles(FilesBucket files) {
        var ledger = table();
        slowConsumer("ReconcileBill", BILL_SECONDS, "payment", "bill.fetched.v1").on(ledger, GET, PUT, QUERY, UPDATE).queries(ledger, "byProvider").reads(BILLS, files)
                .with("BUSINESS_TIME_ZONE", BUSINESS_TIME_ZONE);
        http("RunReconciliation", "POST /admin/reconciliations/{date}", ADMIN).within(RUN_SECONDS).on(ledger, GET, PUT, QUERY, UPDATE).queries(ledger, "byProvider").reads(BILLS, files)
                .with("BUSINESS_TIME_ZONE", BUSINESS_TIME_ZONE);
        http("GetReconciliation", "GET /admin/reconciliations/{date}", ADMIN).on(ledger, QUERY);
        http("ResolveDifference", "POST /admin/reconciliations/{date}/differences/{id}/resolution", ADMIN).on(ledger, UPDATE);
        alarms().on(this, "DifferencesOpen", Alarms.ownOverAll("DifferencesOpen", "source"),
                "a provider's bill and the ledger do not agree: GET /admin/reconciliations/{date} lists what differs with its evidence; find the cause of each, then resolve it");
    }

    /** The entries of one order. */
    Operation readLedgerEntries() {
        return readLedgerEntries;
    }
}
