package commerce.infra;

import static commerce.infra.Access.ADMIN;
import static commerce.infra.TableAction.GET;
import static commerce.infra.TableAction.PUT;
import static commerce.infra.TableAction.QUERY;
import static commerce.infra.TableAction.UPDATE;

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
        consumer("SettleOrder", "ordering", "order.confirmed.v1").on(ledger, GET, PUT, UPDATE).with("COMMISSION_BASIS_POINTS", "500").with("PROVIDER_FEE_BASIS_POINTS", "60");

        http("ListLedgerAccounts", "GET /admin/ledger/accounts", ADMIN).on(ledger, GET, QUERY);
        http("ListLedgerEntries", "GET /admin/ledger/entries", ADMIN).on(ledger, QUERY).queries(ledger, "byTenant");
        readLedgerEntries = lookup("ReadLedgerEntries").on(ledger, QUERY);

        publishes("PublishSettlementEvents", "RepublishSettlementEvents").forEach(sealer -> sealer.on(ledger, GET, PUT));
    }

    /** The entries of one order. */
    Operation readLedgerEntries() {
        return readLedgerEntries;
    }
}
