package commerce.promotion;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * {@code GET /admin/pricing-rules/{id}?version} (scope admin): a rule as it is, or as it was in a version that an order names.
 *
 * <p>Out: 200 with {@link PricingRuleView}. Problems: 400 if the version is no number, 404 pricing-rule-not-found. Writes nothing; one
 * consistent read.
 */
@Singleton
@Named("get-pricing-rule")
public class GetPricingRule extends HttpOperation {

    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,9}");

    private final PricingTable table;

    public GetPricingRule(PricingTable table) {
        this.table = table;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var id = request.path("id", Names.CLIENT_ID);
        return request.query("version", VERSION).map(version -> table.find(tenant, id, Long.parseLong(version))).orElseGet(() -> table.find(tenant, id))
                .map(PricingRuleView::of)
                .map(HttpResponse::ok)
                .orElseThrow(() -> Problem.notFound("pricing-rule", "there is no such version of pricing rule " + id).asException());
    }
}
