package commerce.ordering.domain;

import commerce.kernel.Json;
import commerce.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Orders for tests. */
public final class SomeOrders {

    public static final String TENANT = "demo-shop";
    public static final String ID = "01K9Z8Q4J0W3N5R7T9V1X3Z5B7";
    public static final Instant PLACED_AT = Instant.parse("2026-11-21T02:00:00Z");

    private SomeOrders() {}

    public static Quote quote(long total) {
        var subtotal = Money.of(8_800, "CNY");
        var discount = subtotal.minus(Money.of(total, "CNY"));
        return new Quote(
                List.of(new OrderLine("tea", "Tea", 1, subtotal, subtotal, Optional.empty(), Optional.empty())), subtotal, List.of(),
                discount.isZero() ? List.of() : List.of(new Discount("COUPON", "WELCOME", "AMOUNT_OFF", discount, Optional.empty(), Optional.empty(), List.of(new Discount.Share("tea", discount)), false)),
                List.of(), Money.of(total, "CNY"), Optional.empty(), false, false, Optional.empty());
    }

    public static Placement placement(String customer) {
        return new Placement(TENANT, ID, customer, PLACED_AT, quote(8_800), "simulator", Optional.empty(), Optional.empty());
    }

    public static Order pending() {
        return Order.place(placement("alice"));
    }

    public static Payment payment(long attempt, PaymentStatus status) {
        var id = TENANT + "_" + ID + "_" + attempt;
        return new Payment(id, attempt, "simulator", status, status == PaymentStatus.OPEN ? Json.read("{\"type\":\"REDIRECT\",\"url\":\"https://pay.example/" + id + "\"}") : Payment.noAction());
    }

    public static Order awaitingPayment() {
        return pending().learn(payment(1, PaymentStatus.OPEN), PLACED_AT.plusSeconds(1)).order();
    }

    public static Order confirmed() {
        return awaitingPayment().confirm(Optional.of(Payment.captured(payment(1, PaymentStatus.OPEN).paymentId(), "simulator")), PLACED_AT.plusSeconds(2)).order();
    }

    public static Order cancelled() {
        return awaitingPayment().cancel(CancellationReason.PAYMENT_TIMEOUT, PLACED_AT.plusSeconds(2)).order();
    }

    public static Order rejected() {
        return pending().reject(RejectionReason.OUT_OF_STOCK, PLACED_AT.plusSeconds(2)).order();
    }
}
