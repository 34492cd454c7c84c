package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import commerce.kernel.Money;
import commerce.kernel.testing.Lambda;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.Settlement;
import commerce.payment.domain.Payment;
import commerce.payment.domain.Refund;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Orders on their way through one provider that speaks its own protocol. */
final class Journey implements AutoCloseable {

    final Till till = new Till();
    final RealProviders providers = new RealProviders(till);
    private final String provider;

    Journey(String provider) {
        this.provider = provider;
    }

    /** An order that waits for its money. */
    String open() {
        var orderId = till.newOrder();
        request(orderId, Till.PRICE);
        return orderId;
    }

    /** @return how the payment stands then */
    String request(String orderId, Money amount) {
        return Lambda.invoke(till.requestPayment, Map.of("tenant", Till.TENANT, "orderId", orderId, "taskToken", "token-of-" + orderId, "customer", Till.CUSTOMER, "provider", provider,
                "amount", amount, "expiresAt", till.clock.instant().plus(Till.WINDOW).getEpochSecond(), "returnUrl", "https://shop.example/thanks"), till.environment).path("status").asText();
    }

    /** The buyer's bank answers; returns when the webhook has been taken and had its effect. */
    void settle(String orderId, Outcome outcome, int times, Optional<Money> amount) {
        var money = amount.map(paid -> new commerce.local.simulators.Money(paid.minor(), paid.currency().getCurrencyCode()));
        assertInstanceOf(Settlement.Settled.class, providers.of(provider).settle(Till.id(orderId, 1).toString(), outcome, times, money)).delivered().orTimeout(10, TimeUnit.SECONDS).join();
        till.applyInbox();
    }

    void pay(String orderId) {
        settle(orderId, Outcome.SUCCEEDED, 1, Optional.empty());
    }

    /** The same, whether or not anybody takes the webhook. */
    void settle(String orderId, Outcome outcome) {
        providers.of(provider).settle(Till.id(orderId, 1).toString(), outcome, 1, Optional.empty());
    }

    /** The provider has taken the money, but its word of that was lost. */
    void payUnheard(String orderId) {
        providers.of(provider).settle(Till.id(orderId, 1).toString(), Outcome.SUCCEEDED, 0, Optional.empty());
    }

    Payment row(String orderId) {
        return till.row(orderId);
    }

    /** What the bus and the queue do until the refund stands there: the message comes again while the provider does not say. */
    void awaitRefund(String orderId, String refundId, Refund.Status status) {
        till.door.await(() -> {
            till.table.outbox().stream()
                    .filter(event -> event.type().equals("refund.requested.v1") && event.subject().equals(orderId) && event.data().path("refundId").asText().equals(refundId))
                    .forEach(event -> till.deliver(till.executeRefund, event));
            till.applyInbox();
            return till.refund(orderId, refundId).status() == status;
        });
    }

    @Override
    public void close() {
        providers.close();
        till.close();
    }
}
