package commerce.local.simulators;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

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

    static {
        // The JDK's server otherwise lets the kernel hold back a small answer's last packet for 40 ms.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final String provider;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
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
        counter = new Counter(provider, baseUrl(), protocol, frontDoor, clock, deliveries);
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
     * @param times how often each webhook is delivered; 0 if it gets lost
     * @param amount what is paid, if not what was asked for; in ISO 4217's minor units, whatever the provider's are
     */
    public Settlement settle(String paymentId, Outcome outcome, int times, Optional<Money> amount) {
        if (outcome == Outcome.PROCESSING && knows(paymentId) && !serving().knowsDelayedPayments()) {
            return new Settlement.NotPossible(provider + " is paid at once or not at all");
        }
        return happens(paymentId, times, "", counter -> counter.books().settle(paymentId, outcome, counter.inItsUnits(amount)));
    }

    /** Plays the buyer's bank, which takes the money back; the whole of it unless said otherwise. */
    public Settlement dispute(String paymentId, int times, Optional<Money> amount) {
        return ifDisputes(paymentId, () -> happens(paymentId, times, "nothing is paid, or a dispute is open already", counter -> counter.books().dispute(paymentId, counter.inItsUnits(amount))));
    }

    /** Ends the open dispute of that payment. */
    public Settlement endDispute(String paymentId, int times, boolean won) {
        return ifDisputes(paymentId, () -> happens(paymentId, times, "no dispute is open", counter -> counter.books().endDispute(paymentId, won)));
    }

    /** Plays the buyer's bank, which sends back the newest refund that had succeeded. */
    public Settlement returnRefund(String paymentId, int times) {
        if (knows(paymentId) && !serving().tellsReturnedRefunds()) {
            return new Settlement.NotPossible(provider + " does not tell of refunds that come back");
        }
        return happens(paymentId, times, "no refund has succeeded", counter -> counter.books().returnRefund(paymentId));
    }

    private Settlement ifDisputes(String paymentId, Supplier<Settlement> happening) {
        return serving().knowsDisputes() || !knows(paymentId) ? happening.get() : new Settlement.NotPossible(provider + " knows no disputes");
    }

    private Settlement happens(String paymentId, int times, String otherwise, Function<Counter, Optional<Change>> what) {
        if (times < 0) {
            throw new IllegalArgumentException("deliveries must be at least 0: " + times);
        }
        if (!knows(paymentId)) {
            return new Settlement.UnknownPayment(paymentId);
        }
        var now = serving();
        return what.apply(now).map(change -> now.told(change, times)).orElseGet(() -> new Settlement.NotPossible(otherwise));
    }

    /** Whether a payment of that merchant's id is in the books. */
    public boolean knows(String paymentId) {
        return serving().books().findByPaymentId(paymentId).isPresent();
    }

    /**
     * What the books say of a payment, in ISO 4217's minor units.
     *
     * @param received all money that came in for it
     * @param givenBack all money that went out again and stayed out
     */
    public record Account(String provider, Payment.Status status, Money asked, Money received, Money givenBack, List<Repaid> refunds) {

        /** A refund. */
        public record Repaid(String providerReference, Refund.Status status, Money amount) {}
    }

    /** Empty if no such payment was ever asked for here. */
    public Optional<Account> account(String paymentId) {
        var now = serving();
        return now.books().balance(paymentId).map(balance -> {
            var asked = balance.payment().amount();
            return new Account(provider, balance.payment().status(), now.inIsoUnits(asked), now.inIsoUnits(new Money(balance.received(), asked.currency())),
                    now.inIsoUnits(new Money(balance.givenBack(), asked.currency())),
                    balance.refunds().stream().map(refund -> new Account.Repaid(refund.providerReference(), refund.status(), now.inIsoUnits(refund.amount()))).toList());
        });
    }

    /** From now on refunds of that payment are accepted and then fail; false if there is no such payment yet. */
    public boolean failRefundsOf(String paymentId) {
        return serving().books().failRefundsOf(paymentId);
    }

    /** From now on the bills are wrong about that payment; false if there is no such payment yet. */
    public boolean misbill(String paymentId, BillMistake mistake) {
        return serving().books().misbill(paymentId, mistake);
    }

    /** How many webhook deliveries were taken since {@link #serve} or {@link #reset}. */
    public int acceptedDeliveries() {
        return serving().acceptedDeliveries();
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
        var before = counter;
        if (before != null) {
            counter = before.anew();
            before.close();
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        if (counter != null) {
            counter.close();
        }
    }
}
