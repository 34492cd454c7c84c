package commerce.promotion;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Page;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * {@code GET /admin/coupons?limit&cursor} (scope admin): the shop's coupons by code, with what has been used of them. Codes that belong to a campaign are
 * listed there.
 *
 * <p>Out: 200 with a {@link Page} of {@link CouponView}s. Problems: 400 on a bad limit or cursor. Writes nothing; one query of an index and
 * one batch read, whatever the page.
 */
@Singleton
@Named("list-coupons")
public class ListCoupons extends HttpOperation {

    private final PromotionTable table;
    private final Clock clock;

    public ListCoupons(PromotionTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var ask = Page.ask(request);
        if (ask.after().filter(code -> !Names.COUPON_CODE.matcher(code).matches()).isPresent()) {
            throw Page.badCursor();
        }
        var page = table.list(tenant, ask.limit(), ask.after());
        var now = clock.instant();
        return HttpResponse.ok(new Page<>(page.items().stream().map(coupon -> CouponView.of(coupon, now)).toList(), page.nextCursor()));
    }
}
