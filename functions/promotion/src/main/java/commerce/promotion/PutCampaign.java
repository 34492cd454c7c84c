package commerce.promotion;

import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.Issue;
import commerce.promotion.domain.campaign.Campaign;
import commerce.promotion.domain.campaign.CampaignDefinition;
import commerce.promotion.domain.campaign.CodeRun;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * {@code PUT /admin/campaigns/{id}} (scope admin): makes a campaign or replaces its definition.
 *
 * <p>In: the fields of a coupon, see {@link PutCoupon}, and {@code {"codes": "SHARED" | "UNIQUE" | "PERSONAL", "trigger"?, "code"?, "quantity"?,
 * "amountOffByLevel"?: {"1".."5": Money}, "validSeconds"?, "issueLimit"?: {"count", "seconds"}, "maxIssued"?, "graceSeconds"?}}, see
 * {@link CampaignDefinition}. No {@code Idempotency-Key}: repeating a PUT changes nothing. Out: 201 or 200 with {@link CampaignView}.
 * Problems: 400 invalid-input, 409 budget-below-spent, campaign-kind-fixed, coupon-code-taken, quantity-below-issued, 413, 503 try-again.
 *
 * <p>Limits and budget are those of all its codes together, and a change of them, as {@code "active": false}, is felt by every code.
 * Discount, products and window of a code are those it was issued with: what a customer was promised does not change. Only a shared code always
 * is what its campaign says.
 *
 * <p>Transaction boundary: the definition, its version and {@code campaign.changed.v1}; its entry in the list; the shared code.
 */
@Singleton
@Named("put-campaign")
public class PutCampaign extends HttpOperation {

    private static final int ATTEMPTS = 10;

    private final CampaignTable table;
    private final Clock clock;

    public PutCampaign(CampaignTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var id = request.newKey("id", Names.CLIENT_ID);
        var definition = CampaignBody.read(request.body());
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var current = table.find(tenant, id);
            if (current.filter(campaign -> campaign.definition().equals(definition)).isPresent()) {
                return HttpResponse.ok(CampaignView.of(current.get()));
            }
            current.ifPresent(campaign -> refuse(campaign, definition));
            var next = next(id, definition, current);
            switch (write(tenant, next)) {
                case CampaignTable.Put.Done() -> {
                    return HttpResponse.json(next.version() == 1 ? 201 : 200, CampaignView.of(next));
                }
                case CampaignTable.Put.CodeTaken() -> throw Problem.conflict("coupon-code-taken", "The code is in use already",
                        "there is a coupon " + definition.code().orElseThrow() + "; choose another code").with("field", "code").asException();
                case CampaignTable.Put.Overtaken() -> { }
            }
        }
        throw new Busy("other writers of campaign " + id + " kept winning", null);
    }

    private static void refuse(Campaign current, CampaignDefinition wanted) {
        var is = current.definition();
        if (is.codes() != wanted.codes() || is.trigger() != wanted.trigger() || !is.code().equals(wanted.code())) {
            throw Problem.conflict("campaign-kind-fixed", "What a campaign issues cannot be changed",
                    "codes, trigger and code of campaign " + current.id() + " stay what they are; make another campaign").asException();
        }
        current.codeRun().map(CodeRun::wanted).filter(asked -> wanted.quantity().orElseThrow() < asked).ifPresent(asked -> {
            throw Problem.conflict("quantity-below-issued", "More codes than that are made or being made",
                    asked + " codes of campaign " + current.id() + " were asked for; deactivate single ones instead").with("field", "quantity").with("wanted", asked).asException();
        });
        PutCoupon.refuseIfSpent("campaign " + current.id(), current.purse(), wanted.terms());
    }

    private static Campaign next(String id, CampaignDefinition definition, Optional<Campaign> current) {
        var purse = current.map(Campaign::purse).map(before -> new Coupon(id, definition.terms(), before.version() + 1, before.redeemed(), before.spent()))
                .orElseGet(() -> new Coupon(id, definition.terms(), 1, 0, Map.of()));
        return new Campaign(id, definition, purse, current.map(Campaign::issued).orElse(0L), current.flatMap(Campaign::codeRun));
    }

    private CampaignTable.Put write(String tenant, Campaign next) {
        var now = clock.instant();
        var event = Event.of("commerce.promotion", "campaign.changed.v1", tenant, next.id(), Long.toString(next.version()), now, CampaignView.definition(next.id(), next.definition(), next.version()));
        return table.replaceIfVersion(tenant, next.id(), next.definition(), next.definition().code().map(code -> shared(code, next, now)), next.version(), event, now);
    }

    private static Coupon shared(String code, Campaign campaign, Instant now) {
        return new Coupon(code, campaign.definition().sharedPromise(), campaign.version(), 0, Map.of(),
                Optional.of(new Issue(campaign.id(), Optional.empty(), Optional.empty(), Optional.empty(), now, Optional.empty())));
    }
}
