package commerce.ordering;

import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.ordering.domain.Decision;
import commerce.ordering.domain.Order;
import commerce.ordering.domain.OrderEvents;
import commerce.ordering.domain.Payment;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Applies a rule to an order: read, decide, one conditional write. If somebody else was faster, the rule is asked again about what they
 * made of it; no lock is held and no update is lost.
 */
@Singleton
public class Orders {

    /** Writers of one order are few: a workflow, its events, a customer. So many lost races in a row mean something else is wrong. */
    private static final int ATTEMPTS = 10;

    private final OrderingTable table;
    private final Clock clock;

    public Orders(OrderingTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** Now, as precisely as it is stored. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Optional<Order> find(String tenant, String orderId) {
        return table.find(tenant, orderId);
    }

    /** @throws OrderUnknown if there is no such order */
    Order get(String tenant, String orderId) {
        return find(tenant, orderId).orElseThrow(() -> new OrderUnknown(tenant, orderId));
    }

    /** @throws OrderUnknown if there is no such order */
    Decision decide(String tenant, String orderId, BiFunction<Order, Instant, Decision> rule) {
        return decide(get(tenant, orderId), rule);
    }

    /**
     * @param read the order as it was read; the rule may see a newer one
     * @throws Busy if others kept changing it
     */
    Decision decide(Order read, BiFunction<Order, Instant, Decision> rule) {
        var order = read;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var now = now();
            var decision = rule.apply(order, now);
            if (!(decision instanceof Decision.Changed(var after, var event))) {
                return decision;
            }
            switch (table.saveIfUnchanged(order, after, event, now)) {
                case OrderingTable.Saving.Saved() -> {
                    return decision;
                }
                case OrderingTable.Saving.Stale(var current) -> order = orThrow(current, order);
            }
        }
        throw new Busy("others kept changing order " + read.placement().orderId(), null);
    }

    /** What the payment context tells of an order's payment. One write if it is the first of a pending order. @throws OrderUnknown if there is no such order */
    void learn(String tenant, String orderId, Payment news) {
        var now = now();
        Event awaiting = OrderEvents.awaitingPayment(tenant, orderId, news.paymentId(), now);
        switch (table.awaitFirstPayment(tenant, orderId, news, awaiting, now)) {
            case OrderingTable.Saving.Saved() -> {
                return;
            }
            case OrderingTable.Saving.Stale(var current) ->
                    decide(current.orElseThrow(() -> new OrderUnknown(tenant, orderId)), (order, at) -> order.learn(news, at));
        }
    }

    private static Order orThrow(Optional<Order> current, Order before) {
        return current.orElseThrow(() -> new IllegalStateException("order " + before.placement().orderId() + " has vanished; orders are never deleted"));
    }
}
