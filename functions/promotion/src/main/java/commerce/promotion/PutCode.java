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
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Locale;

/**
 * {@code PUT /admin/campaigns/{id}/codes/{code}} (scope admin): takes one code of a campaign out of use, or puts it into use again.
 *
 * <p>In: {@code {"active": true | false}}. No {@code Idempotency-Key}: repeating a PUT changes nothing. Out: 200 with {@link CouponView}.
 * Problems: 400 invalid-input, 404 campaign-not-found, 404 coupon-not-found for a code that is not this campaign's, 409 code-shared for the one
 * code of a SHARED campaign, which is in use as the campaign is, 413, 503 try-again. An order that has the code keeps its discount.
 *
 * <p>Transaction boundary: one conditional write of what the code promises, its version and {@code coupon.changed.v1}.
 */
@Singleton
@Named("put-code")
public class PutCode extends HttpOperation {

    private static final int ATTEMPTS = 10;

    private final CampaignsOfCodes campaigns;
    private final PromotionTable coupons;
    private final CodesTable table;
    private final Clock clock;

    public PutCode(CampaignsOfCodes campaigns, PromotionTable coupons, CodesTable table, Clock clock) {
        this.campaigns = campaigns;
        this.coupons = coupons;
        this.table = table;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var campaign = campaigns.named(request).id();
        var code = request.path("code", Names.COUPON_CODE).toUpperCase(Locale.ROOT);
        var body = request.body();
        var active = body.optionalFlag("active").orElseThrow(() -> body.refuse("active", "is missing"));
        body.end();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var current = find(tenant, campaign, code);
            if (current.definition().active() == active) {
                return HttpResponse.ok(CouponView.of(current, clock.instant()));
            }
            var next = new Coupon(code, current.definition().inUse(active, current.definition().validUntil()), current.version() + 1, current.redeemed(), current.spent(), current.issue());
            if (write(tenant, next)) {
                return HttpResponse.ok(CouponView.of(next, clock.instant()));
            }
        }
        throw new Busy("other writers of code " + code + " kept winning", null);
    }

    private Coupon find(String tenant, String campaign, String code) {
        var coupon = coupons.find(tenant, code).filter(found -> found.issue().map(Issue::campaign).filter(campaign::equals).isPresent())
                .orElseThrow(() -> Problem.notFound("coupon", "campaign " + campaign + " has no code " + code).asException());
        if (coupon.issue().flatMap(Issue::state).isEmpty()) {
            throw Problem.conflict("code-shared", "The code is the campaign itself", code + " is the one code of campaign " + campaign + "; put the campaign out of use").asException();
        }
        return coupon;
    }

    private boolean write(String tenant, Coupon next) {
        var now = clock.instant();
        var event = Event.of("commerce.promotion", "coupon.changed.v1", tenant, next.code(), Long.toString(next.version()), now, CouponView.definition(next.code(), next.definition(), next.version()));
        return table.replaceIfVersion(tenant, next, event, now);
    }
}
