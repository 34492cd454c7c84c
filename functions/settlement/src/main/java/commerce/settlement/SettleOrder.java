package commerce.settlement;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.settlement.domain.Cause;
import commerce.settlement.domain.Rates;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Settles a confirmed order: its money becomes the merchant's, less commission and provider fee at the configured rates.
 *
 * <p>In: {@code order.confirmed.v1}. Out: the entry {@code <orderId>/settlement} and the order's commission state, in one transaction. An order
 * that was free moves no money and posts nothing. Settings: {@code COMMISSION_BASIS_POINTS}, {@code PROVIDER_FEE_BASIS_POINTS}.
 */
@Singleton
@Named("settle-order")
public class SettleOrder extends EventConsumer {

    private final Ledger ledger;

    public SettleOrder(Ledger ledger) {
        this.ledger = ledger;
    }

    record Confirmed(String orderId, Money total, String provider) {}

    @Override
    protected void consume(Event event) {
        var order = event.data(Confirmed.class);
        if (order.total().isZero()) {
            return;
        }
        var rates = new Rates(Math.toIntExact(Settings.requireLong("COMMISSION_BASIS_POINTS")), Math.toIntExact(Settings.requireLong("PROVIDER_FEE_BASIS_POINTS")));
        ledger.advance(event.tenant(), Cause.ofOrder(order.orderId(), "settlement", order.total(), order.provider()), order.total(), settlement -> settlement.settle(order.total(), order.provider(), rates));
    }
}
