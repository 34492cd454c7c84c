package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Money;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import commerce.settlement.domain.split.Division;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /admin/settlements/{orderId}} (scope admin): how an order's money was divided when it was settled, by which version of which
 * rules, and how much of it has been refunded since.
 *
 * <p>Out: 200 with {@link View}. Problems: 404 settlement-not-found, also for an order that is not settled yet. Writes nothing; one
 * consistent read.
 */
@Singleton
@Named("get-settlement")
public class GetSettlement extends HttpOperation {

    private final SettlementTable table;

    public GetSettlement(SettlementTable table) {
        this.table = table;
    }

    /**
     * @param division as it was frozen
     * @param refunded how much has gone back since; what everybody gave of it is in the ledger's entries
     */
    record View(String orderId, Division division, Money refunded) {}

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var orderId = request.path("orderId", Names.ORDER_ID);
        return table.find(request.tenant(), orderId)
                .flatMap(stored -> stored.settlement().division().map(division -> new View(orderId, division, stored.settlement().refunded())))
                .map(HttpResponse::ok)
                .orElseThrow(() -> Problem.notFound("settlement", "order " + orderId + " is not settled").asException());
    }
}
