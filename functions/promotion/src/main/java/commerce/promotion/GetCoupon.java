package commerce.promotion;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Locale;

/**
 * {@code GET /admin/coupons/{code}} (scope admin): a coupon's definition and what has been used of it.
 *
 * <p>Out: 200 with {@link CouponView}. Problems: 404 coupon-not-found. Writes nothing; one consistent read.
 */
@Singleton
@Named("get-coupon")
public class GetCoupon extends HttpOperation {

    private final PromotionTable table;
    private final Clock clock;

    public GetCoupon(PromotionTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var code = request.path("code", Names.COUPON_CODE).toUpperCase(Locale.ROOT);
        return table.find(tenant, code)
                .map(coupon -> CouponView.of(coupon, clock.instant()))
                .map(HttpResponse::ok)
                .orElseThrow(() -> Problem.notFound("coupon", "there is no coupon " + code).asException());
    }
}
