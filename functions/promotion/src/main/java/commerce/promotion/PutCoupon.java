package commerce.promotion;

import commerce.kernel.Body;
import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.CouponDefinition;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/**
 * {@code PUT /admin/coupons/{code}} (scope admin): defines a coupon or replaces its definition.
 *
 * <p>In: {@code {"amountOff": Money | "percentOff": basis points, "minimumSpend"?, "validFrom"?, "validUntil"?, "maxRedemptions"?,
 * "maxPerCustomer"?, "budget"?, "skus"?, "categories"?, "active"?, "stackingGroup"?, "restoredByRefund"?}}. Codes are case-insensitive and kept in upper case. No {@code Idempotency-Key}: repeating a PUT changes
 * nothing. Out: 201 or 200 with {@link CouponView}. Problems: 400 invalid-input, 409 budget-below-spent, 409 coupon-of-campaign, 413, 503 try-again.
 *
 * <p>What was redeemed and spent stays, whatever the new definition says: limits of a number below it only refuse further redemptions, a
 * budget below it is refused. {@code "active": false} takes a code out of use; orders placed with it before keep their discount.
 *
 * <p>Transaction boundary: one conditional write of the definition, its version and {@code coupon.changed.v1}.
 */
@Singleton
@Named("put-coupon")
public class PutCoupon extends HttpOperation {

    private static final int ATTEMPTS = 10;

    private final PromotionTable table;
    private final Clock clock;

    public PutCoupon(PromotionTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var code = request.newKey("code", Names.COUPON_CODE).toUpperCase(Locale.ROOT);
        var definition = read(request.body());
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var current = table.find(tenant, code);
            current.flatMap(Coupon::issue).ifPresent(issue -> {
                throw Problem.conflict("coupon-of-campaign", "The code belongs to a campaign", code + " is a code of campaign " + issue.campaign() + "; change that one").asException();
            });
            if (current.isPresent() && current.get().definition().equals(definition)) {
                return HttpResponse.ok(CouponView.of(current.get(), clock.instant()));
            }
            current.ifPresent(coupon -> refuseIfSpent("coupon " + coupon.code(), coupon, definition));
            var next = current.map(coupon -> new Coupon(code, definition, coupon.version() + 1, coupon.redeemed(), coupon.spent()))
                    .orElseGet(() -> new Coupon(code, definition, 1, 0, Map.of()));
            if (write(tenant, next)) {
                return HttpResponse.json(next.version() == 1 ? 201 : 200, CouponView.of(next, clock.instant()));
            }
        }
        throw new Busy("other writers of coupon " + code + " kept winning", null);
    }

    /** For a coupon and for the purse of a campaign alike. */
    static void refuseIfSpent(String what, Coupon coupon, CouponDefinition wanted) {
        wanted.budget().filter(budget -> coupon.spentIn(budget.currency()).compareTo(budget) > 0).ifPresent(budget -> {
            var spent = coupon.spentIn(budget.currency());
            throw Problem.conflict("budget-below-spent", "More than that is spent already", what + " has given away " + spent + ", more than a budget of " + budget)
                    .with("spent", spent).asException();
        });
    }

    private boolean write(String tenant, Coupon next) {
        var now = clock.instant();
        var data = CouponView.definition(next.code(), next.definition(), next.version());
        var event = Event.of("commerce.promotion", "coupon.changed.v1", tenant, next.code(), Long.toString(next.version()), now, data);
        return table.replaceIfVersion(tenant, next.code(), next.definition(), next.version(), event, now);
    }

    private static CouponDefinition read(Body body) {
        var definition = CouponBody.read(body);
        body.end();
        definition.fault().ifPresent(fault -> {
            throw body.refuse(fault.field(), fault.must());
        });
        return definition;
    }
}
