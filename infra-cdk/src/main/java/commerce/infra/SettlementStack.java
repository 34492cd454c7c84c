package commerce.infra;

import static commerce.infra.Access.ADMIN;
import static commerce.infra.TableAction.BATCH_GET;
import static commerce.infra.TableAction.CHECK;
import static commerce.infra.TableAction.GET;
import static commerce.infra.TableAction.PUT;
import static commerce.infra.TableAction.QUERY;
import static commerce.infra.TableAction.UPDATE;

import java.util.Map;
import software.constructs.Construct;

/** The ledger: what each event about money means in the books. */
final class SettlementStack extends ContextStack {

    /** What an entry says: its marks, which change, stay out of the indexes and cost them nothing. */
    private static final String[] ENTRY = {"entryId", "orderId", "cause", "postedAt", "postings", "movement", "reverses", "reason"};

    private final Operation readLedgerEntries;

    SettlementStack(Construct scope, Deployment deployment, PlatformStack platform) {
        super(scope, "Settlement", deployment, platform);
        var ledger = table().index("byTenant", "tenantKey", "postedKey", ENTRY).index("byProvider", "providerKey", "movedKey", ENTRY);

        consumer("PostPayment", "payment", "payment.captured.v1", "payment.received_late.v1", "refund.succeeded.v1", "payment.disputed.v1", "payment.dispute_closed.v1")
                .on(ledger, GET, PUT, UPDATE);
        consumer("SettleOrder", "ordering", "order.confirmed.v1").on(ledger, BATCH_GET, GET, PUT, UPDATE).with("COMMISSION_BASIS_POINTS", "500").with("PROVIDER_FEE_BASIS_POINTS", "60");

        http("ListLedgerAccounts", "GET /admin/ledger/accounts", ADMIN).on(ledger, GET, QUERY);
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

        publishes("PublishSettlementEvents", "RepublishSettlementEvents").forEach(sealer -> sealer.on(ledger, GET, PUT));
    }

    /** The entries of one order. */
    Operation readLedgerEntries() {
        return readLedgerEntries;
    }
}
