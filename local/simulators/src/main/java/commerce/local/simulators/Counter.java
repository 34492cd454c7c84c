package commerce.local.simulators;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a provider has while it serves: its books, its protocol, its webhooks and its page. {@link #close} gives up what is on its way. */
final class Counter implements Desk, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Counter.class.getName());

    private final String provider;
    private final URI baseUrl;
    private final Function<Desk, Protocol> made;
    private final Supplier<URI> frontDoor;
    private final Clock clock;
    private final Deliveries deliveries;
    private final Books books;
    private final Protocol protocol;
    private final WebhookSender webhooks;
    private final PayPage payPage;
    private volatile boolean open = true;

    /** @param made makes the protocol for this desk */
    Counter(String provider, URI baseUrl, Function<Desk, Protocol> made, Supplier<URI> frontDoor, Clock clock, Deliveries deliveries) {
        this.provider = provider;
        this.baseUrl = baseUrl;
        this.made = made;
        this.frontDoor = frontDoor;
        this.clock = clock;
        this.deliveries = deliveries;
        this.books = new Books(clock);
        this.protocol = made.apply(this);
        this.webhooks = new WebhookSender(protocol.delivery(), clock, deliveries);
        this.payPage = new PayPage(provider, books, protocol, (paymentId, outcome) -> books.settle(paymentId, outcome, Optional.empty()).ifPresent(this::tell));
    }

    /** The same with empty books. */
    Counter anew() {
        return new Counter(provider, baseUrl, made, frontDoor, clock, deliveries);
    }

    Reply answer(Call call) {
        try {
            return call.path().startsWith("/pay/") ? payPage.answer(call) : protocol.answer(call);
        } catch (RuntimeException bug) {
            LOG.log(Level.WARNING, provider + " cannot answer " + call.method() + " " + call.path(), bug);
            return Reply.text(500, "text/plain; charset=utf-8", "the simulator failed, see its log");
        }
    }

    Settlement told(Change change, int times) {
        var notifications = protocol.tell(change);
        var eventId = notifications.isEmpty() ? "" : notifications.getFirst().id();
        CompletableFuture<Integer> delivered = webhooks.send(notifications, times, stillWanted());
        return new Settlement.Settled(eventId, delivered);
    }

    /** Whoever plays the buyer counts as ISO 4217 does. */
    Optional<Money> inItsUnits(Optional<Money> amount) {
        return amount.map(money -> money.withDecimals(protocol.decimals(money.currency())));
    }

    /** The other way round. */
    Money inIsoUnits(Money amount) {
        return amount.fromDecimals(protocol.decimals(amount.currency()));
    }

    boolean knowsDisputes() {
        return protocol.knowsDisputes();
    }

    boolean knowsDelayedPayments() {
        return protocol.knowsDelayedPayments();
    }

    boolean tellsReturnedRefunds() {
        return protocol.tellsReturnedRefunds();
    }

    int acceptedDeliveries() {
        return webhooks.accepted();
    }

    @Override
    public Books books() {
        return books;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public URI baseUrl() {
        return baseUrl;
    }

    @Override
    public URI webhookUrl() {
        return frontDoor.get().resolve("/webhooks/" + provider);
    }

    @Override
    public void finishSoon(Refund refund) {
        deliveries.after(REFUND_TAKES, "refund " + refund.key(), whileOpen(() -> books.finish(refund.key()).ifPresent(this::tell)));
    }

    @Override
    public void expireInTime(Payment payment) {
        deliveries.onClock(Duration.between(clock.instant(), payment.asked().expiresAt()), "expiry of " + payment.key(),
                whileOpen(() -> books.expire(payment.key()).ifPresent(this::tell)));
    }

    @Override
    public void tellSoon(Change change) {
        deliveries.after(REFUND_TAKES, "news of " + change.payment().key(), whileOpen(() -> tell(change)));
    }

    @Override
    public void tell(Change change) {
        told(change, 1);
    }

    private Runnable whileOpen(Runnable work) {
        return () -> {
            if (open) {
                work.run();
            }
        };
    }

    /** False once this is over: what was on its way is then about nothing. */
    private BooleanSupplier stillWanted() {
        return () -> open;
    }

    @Override
    public void close() {
        open = false;
        webhooks.close();
    }
}
