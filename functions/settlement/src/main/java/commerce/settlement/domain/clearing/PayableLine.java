package commerce.settlement.domain.clearing;

import commerce.kernel.Money;
import java.time.Instant;
import java.time.LocalDate;

/**
 * What one fact about one order changed in what a merchant is owed. Written once, with the ledger entry of the same fact; later only
 * claimed, by exactly one settlement. All amounts are of one currency.
 *
 * @param merchantId whose money; the tenant's name where an order names no merchant
 * @param businessDate the day it belongs to, see {@link BusinessCalendar}
 * @param lineId {@code <orderId>/<cause>}, with {@code /<merchantId>} where one fact concerns several merchants; unique per merchant
 * @param orderId the order, or for what is carried over the settlement it comes from
 * @param gross what the customer paid or got back
 * @param commission what the platform takes of it; negative where it gives it back
 * @param fee what the provider takes of it
 * @param net what the merchant is owed by it, exactly what the entry posts to the merchant's account; negative for a refund
 * @param occurredAt when the fact happened
 */
public record PayableLine(String merchantId, LocalDate businessDate, String lineId, String orderId, Money gross, Money commission, Money fee, Money net, Instant occurredAt) {

    /** Begins the id of a line that carries over what an earlier settlement could not pay out. */
    private static final String CARRIED = "carried/";

    public PayableLine {
        if (!gross.currency().equals(net.currency()) || !commission.currency().equals(net.currency()) || !fee.currency().equals(net.currency())) {
            throw new IllegalArgumentException("two currencies in line " + lineId);
        }
    }

    /** @param cause as the ledger entry names it: {@code settlement}, {@code refund/<refundId>} */
    public static PayableLine of(BusinessCalendar calendar, String merchantId, String orderId, String cause, Money gross, Money commission, Money fee, Money net, Instant occurredAt) {
        return new PayableLine(merchantId, calendar.dateOf(occurredAt), orderId + "/" + cause, orderId, gross, commission, fee, net, occurredAt);
    }

    /** What a settlement left negative, to be taken off a later one. */
    static PayableLine carried(String merchantId, LocalDate businessDate, String settleId, Money negative, Instant sealedAt) {
        var zero = negative.zero();
        return new PayableLine(merchantId, businessDate, CARRIED + settleId + "/" + negative.currency(), settleId, zero, zero, zero, negative, sealedAt);
    }

    /** Whether it is what an earlier settlement left, not an order's. */
    public boolean isCarried() {
        return lineId.startsWith(CARRIED);
    }
}
