package commerce.inventory;

import commerce.inventory.domain.Booking.Adjustment;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Idempotency;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Instant;

/**
 * Somebody counted and found more or fewer. {@code POST /admin/products/{sku}/adjustments} with {@code {adjustmentId, quantity, reason}} and
 * an {@code Idempotency-Key}; a negative quantity takes away, but never what is reserved.
 *
 * <p>201 with the adjustment; the same content under the same adjustmentId answers the first result under any key. 400 for a malformed
 * request, 404 for an unknown product, 409 if fewer are available or while the same request runs, 422 for a key or an adjustmentId used with
 * other content.
 *
 * <p>One transaction: the adjustment, guarded by its absence, and the counters, with {@code stock.adjusted.v1}.
 */
@Singleton
@Named("adjust-stock")
public class AdjustStock extends HttpOperation {

    private static final long MAX_QUANTITY = 1_000_000;
    private static final int MAX_REASON = 200;

    private record Body(String sku, String adjustmentId, long quantity, String reason, Instant adjustedAt) {}

    private final Bookings bookings;
    private final Idempotency idempotency;

    public AdjustStock(Bookings bookings, Idempotency idempotency) {
        this.bookings = bookings;
        this.idempotency = idempotency;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var sku = request.path("sku", Names.SKU);
        var body = request.body();
        var adjustment = new Adjustment(sku, body.text("adjustmentId", Names.CLIENT_ID), body.integer("quantity", -MAX_QUANTITY, MAX_QUANTITY), body.label("reason", MAX_REASON));
        if (adjustment.quantity() == 0) {
            throw body.refuse("quantity", "must not be 0");
        }
        body.end();
        return idempotency.once(request, claim -> {
            var at = bookings.book(tenant, adjustment, reused());
            return HttpResponse.created(new Body(sku, adjustment.adjustmentId(), adjustment.quantity(), adjustment.reason(), at));
        });
    }

    private static Problem reused() {
        return Problem.unprocessable("adjustment-reused", "The adjustmentId was used for another adjustment",
                "this adjustmentId was first booked with another quantity or reason", "adjustmentId");
    }
}
