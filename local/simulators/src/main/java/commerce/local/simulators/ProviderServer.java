package commerce.local.simulators;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A payment provider: a server on 127.0.0.1 that speaks one {@link Protocol}, keeps {@link Books}, and tells what happened by signed
 * webhooks.
 *
 * <p>Two steps, because the address must be known before what it serves: {@link #open} takes a free port and answers 503, {@link #serve}
 * begins. {@link #start} is both.
 *
 * <p>The buyer is played by {@link #settle} or by whoever opens the payment's page in a browser. A refund finishes
 * {@link Desk#REFUND_TAKES} of wall-clock time after it was asked for.
 */
public final class ProviderServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ProviderServer.class.getName());

    static {
        // The JDK's server otherwise lets the kernel hold back a small answer's last packet for 40 ms.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final String provider;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong generation = new AtomicLong();
    private volatile Counter counter;

    private ProviderServer(String provider, HttpServer http) {
        this.provider = provider;
        this.http = http;
    }

    /**
     * Takes a free port on 127.0.0.1 and answers 503 to everything until {@link #serve}.
     *
     * @param provider its name in {@code /webhooks/{provider}}
     */
    public static ProviderServer open(String provider) throws IOException {
        var server = new ProviderServer(provider, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024));
        server.http.setExecutor(server.threads);
        server.http.createContext("/", server::route);
        server.http.start();
        return server;
    }

    /** {@link #open} and {@link #serve}. */
    public static ProviderServer start(String provider, Function<Desk, Protocol> protocol, Supplier<URI> frontDoor, Clock clock, Deliveries deliveries)
            throws IOException {
        var server = open(provider);
        server.serve(protocol, frontDoor, clock, deliveries);
        return server;
    }

    /**
     * Begins to serve.
     *
     * @param protocol made for the desk it is given
     * @param frontDoor where webhooks go that were given no other address; asked at every event
     * @param clock for signatures and expiry
     * @param deliveries when webhooks are sent and refunds finish; closed by whoever made it
     */
    public void serve(Function<Desk, Protocol> protocol, Supplier<URI> frontDoor, Clock clock, Deliveries deliveries) {
        counter = new Counter(protocol, frontDoor, clock, deliveries);
    }

    /** What is there while it serves. */
    private final class Counter implements Desk {

        private final Function<Desk, Protocol> made;
        private final Books books;
        private final Supplier<URI> frontDoor;
        private final Clock clock;
        private final Deliveries deliveries;
        private final Protocol protocol;
        private final WebhookSender webhooks;
        private final PayPage payPage;

        private Counter(Function<Desk, Protocol> made, Supplier<URI> frontDoor, Clock clock, Deliveries deliveries) {
            this.made = made;
            this.books = new Books(clock);
            this.frontDoor = frontDoor;
            this.clock = clock;
            this.deliveries = deliveries;
            this.protocol = made.apply(this);
            this.webhooks = new WebhookSender(this.protocol.delivery(), clock, deliveries);
            this.payPage = new PayPage(provider, books, this.protocol, ProviderServer.this::settle);
        }

        private Counter anew() {
            return new Counter(made, frontDoor, clock, deliveries);
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
            return ProviderServer.this.baseUrl();
        }

        @Override
        public URI webhookUrl() {
            return frontDoor.get().resolve("/webhooks/" + provider);
        }

        @Override
        public void finishSoon(Refund refund) {
            var wanted = stillWanted();
            deliveries.after(REFUND_TAKES, "refund " + refund.key(), () -> {
                if (wanted.getAsBoolean()) {
                    books.finish(refund.key()).ifPresent(change -> webhooks.send(protocol.tell(change), 1, wanted));
                }
            });
        }

        @Override
        public void expireInTime(Payment payment) {
            var wanted = stillWanted();
            deliveries.onClock(Duration.between(clock.instant(), payment.asked().expiresAt()), "expiry of " + payment.key(), () -> {
                if (wanted.getAsBoolean()) {
                    books.expire(payment.key()).ifPresent(this::tell);
                }
            });
        }

        @Override
        public void tellSoon(Change change) {
            var wanted = stillWanted();
            deliveries.after(REFUND_TAKES, "news of " + change.payment().key(), () -> webhooks.send(protocol.tell(change), 1, wanted));
        }

        @Override
        public void tell(Change change) {
            webhooks.send(protocol.tell(change), 1, stillWanted());
        }

        private Settlement told(Change change, int times) {
            var notifications = protocol.tell(change);
            var eventId = notifications.isEmpty() ? "" : notifications.getFirst().id();
            return new Settlement.Settled(eventId, webhooks.send(notifications, times, stillWanted()));
        }

        /** Whoever plays the buyer counts as ISO 4217 does. */
        private Optional<Money> inItsUnits(Optional<Money> amount) {
            return amount.map(money -> money.withDecimals(protocol.decimals(money.currency())));
        }

        private Reply answer(Call call) {
            try {
                return call.path().startsWith("/pay/") ? payPage.answer(call) : protocol.answer(call);
            } catch (RuntimeException bug) {
                LOG.log(Level.WARNING, provider + " cannot answer " + call.method() + " " + call.path(), bug);
                return Reply.text(500, "text/plain; charset=utf-8", "the simulator failed, see its log");
            }
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        var now = counter;
        var call = Exchange.read(exchange);
        Exchange.answer(exchange, now == null ? Reply.text(503, "text/plain", "not serving yet") : now.answer(call));
    }

    /** The name it was opened with. */
    public String provider() {
        return provider;
    }

    /** Without a slash at the end. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /**
     * Plays the buyer who pays or is refused, whatever the payment's state at the provider: they may have paid just before a close
     * arrived.
     *
     * @param paymentId the merchant's own id
     * @param times how often each webhook is delivered, at least 1
     * @param amount what is paid, if not what was asked for; in ISO 4217's minor units, whatever the provider's are
     */
    public Settlement settle(String paymentId, Outcome outcome, int times, Optional<Money> amount) {
        return happens(paymentId, times, "", counter -> counter.books.settle(paymentId, outcome, counter.inItsUnits(amount)));
    }

    /** Plays the buyer's bank, which takes the money back; the whole of it unless said otherwise. */
    public Settlement dispute(String paymentId, int times, Optional<Money> amount) {
        return ifDisputes(paymentId, () -> happens(paymentId, times, "nothing is paid, or a dispute is open already", counter -> counter.books.dispute(paymentId, counter.inItsUnits(amount))));
    }

    /** Ends the open dispute of that payment. */
    public Settlement endDispute(String paymentId, int times, boolean won) {
        return ifDisputes(paymentId, () -> happens(paymentId, times, "no dispute is open", counter -> counter.books.endDispute(paymentId, won)));
    }

    private Settlement ifDisputes(String paymentId, Supplier<Settlement> happening) {
        return serving().protocol.knowsDisputes() || !knows(paymentId) ? happening.get() : new Settlement.NotPossible(provider + " knows no disputes");
    }

    private Settlement happens(String paymentId, int times, String otherwise, Function<Counter, Optional<Change>> what) {
        if (times < 1) {
            throw new IllegalArgumentException("deliveries must be at least 1: " + times);
        }
        if (!knows(paymentId)) {
            return new Settlement.UnknownPayment(paymentId);
        }
        var now = serving();
        return what.apply(now).map(change -> now.told(change, times)).orElseGet(() -> new Settlement.NotPossible(otherwise));
    }

    /** Whether a payment of that merchant's id is in the books. */
    public boolean knows(String paymentId) {
        return serving().books.findByPaymentId(paymentId).isPresent();
    }

    /** From now on refunds of that payment are accepted and then fail; false if there is no such payment yet. */
    public boolean failRefundsOf(String paymentId) {
        return serving().books.failRefundsOf(paymentId);
    }

    /** How many webhook deliveries were taken since {@link #serve} or {@link #reset}. */
    public int acceptedDeliveries() {
        return serving().webhooks.accepted();
    }

    /** False once the books were emptied: what was on its way is then about nothing. */
    private BooleanSupplier stillWanted() {
        var mine = generation.get();
        return () -> generation.get() == mine;
    }

    private Counter serving() {
        var now = counter;
        if (now == null) {
            throw new IllegalStateException("the provider " + provider + " does not serve yet");
        }
        return now;
    }

    /** Forgets everything, as if it had just begun to serve, and gives up what is on its way. */
    public void reset() {
        generation.incrementAndGet();
        var before = counter;
        if (before != null) {
            counter = before.anew();
            before.webhooks.close();
        }
    }

    @Override
    public void close() {
        generation.incrementAndGet();
        http.stop(0);
        threads.shutdownNow();
        if (counter != null) {
            counter.webhooks.close();
        }
    }
}
