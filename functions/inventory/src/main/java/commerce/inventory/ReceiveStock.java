package commerce.inventory;

import commerce.inventory.domain.Booking.Receipt;
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
 * Goods came in. {@code POST /admin/products/{sku}/receipts} with {@code {receiptId, quantity}} and an {@code Idempotency-Key}.
 *
 * <p>201 with the receipt; the same receiptId and quantity answers the first result under any key. 400 for a malformed request, 404 for an
 * unknown product, 409 while the same request runs, 422 for a key or a receiptId used with other content.
 *
 * <p>One transaction: the receipt, guarded by its absence, and the counters, with {@code stock.received.v1}.
 */
@Singleton
@Named("receive-stock")
public class ReceiveStock extends HttpOperation {

    private static final long MAX_QUANTITY = 1_000_000;

    private record Body(String sku, String receiptId, long quantity, Instant receivedAt) {}

    private final Bookings bookings;
    private final Idempotency idempotency;

    public ReceiveStock(Bookings bookings, Idempotency idempotency) {
        this.bookings = bookings;
        this.idempotency = idempotency;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var sku = request.path("sku", Names.SKU);
        var body = request.body();
        var receipt = new Receipt(sku, body.text("receiptId", Names.CLIENT_ID), body.integer("quantity", 1, MAX_QUANTITY));
        body.end();
        return idempotency.once(request, claim -> {
            var at = bookings.book(tenant, receipt, reused());
            return HttpResponse.created(new Body(sku, receipt.receiptId(), receipt.quantity(), at));
        });
    }

    private static Problem reused() {
        return Problem.unprocessable("receipt-reused", "The receiptId was used for another receipt", "this receiptId was first booked with another quantity", "receiptId");
    }
}
