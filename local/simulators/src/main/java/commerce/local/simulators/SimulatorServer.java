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
import java.util.function.Supplier;

/**
 * The payment provider {@code simulator}: a server on 127.0.0.1 that creates, shows, closes and refunds payments, and tells what happened
 * to them by signed webhooks to {@code <front door>/webhooks/simulator}.
 *
 * <p>Two steps, because the address must be known before what it serves: {@link #open()} takes a free port and answers 503,
 * {@link #serve} begins. {@link #start} is both.
 *
 * <p>The buyer is played by {@link #settle} or by whoever opens the payment's page in a browser. A refund finishes
 * {@value #REFUND_MILLIS} ms of wall-clock time after it was asked for.
 */
public final class SimulatorServer implements AutoCloseable {

    private static final int REFUND_MILLIS = 200;

    static {
        // The JDK's server otherwise lets the kernel hold back a small answer's last packet for 40 ms.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong generation = new AtomicLong();
    private volatile Serving serving;

    private record Serving(Books books, WebhookSender webhooks, Deliveries deliveries, Api api, PayPage payPage) {}

    private SimulatorServer(HttpServer http) {
        this.http = http;
    }

    /** Takes a free port on 127.0.0.1 and answers 503 to everything until {@link #serve}. */
    public static SimulatorServer open() throws IOException {
        var server = new SimulatorServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024));
        server.http.setExecutor(server.threads);
        server.http.createContext("/", server::route);
        server.http.start();
        return server;
    }

    /**
     * Begins to serve.
     *
     * @param secret what both sides sign with
     * @param frontDoor where webhooks go; asked at every delivery
     * @param clock for signatures and expiry
     * @param deliveries when webhooks are sent and refunds finish; closed by whoever made it
     */
    public void serve(String secret, Supplier<URI> frontDoor, Clock clock, Deliveries deliveries) {
        var books = new Books(clock);
        serving = new Serving(books, new WebhookSender(secret, frontDoor, clock, deliveries), deliveries,
                new Api(books, secret, clock, baseUrl(), this::finishSoon), new PayPage(books, this::settle));
    }

    private void route(HttpExchange exchange) throws IOException {
        var now = serving;
        if (now == null) {
            Exchange.answer(exchange, 503, "text/plain", "not serving yet");
        } else if (exchange.getRequestURI().getPath().startsWith("/pay/")) {
            now.payPage().handle(exchange);
        } else {
            now.api().handle(exchange);
        }
    }

    /** {@link #open()} and {@link #serve}. */
    public static SimulatorServer start(String secret, Supplier<URI> frontDoor, Clock clock, Deliveries deliveries) throws IOException {
        var server = open();
        server.serve(secret, frontDoor, clock, deliveries);
        return server;
    }

    /** Without a slash at the end. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /**
     * Plays the buyer who pays or is refused, whatever the payment's state at the provider: they may have paid just before a close
     * arrived.
     *
     * @param deliveries how often the one webhook is delivered, at least 1
     * @param amount what is paid, if not what was asked for
     */
    public Settlement settle(String paymentId, Outcome outcome, int deliveries, Optional<Money> amount) {
        if (deliveries < 1) {
            throw new IllegalArgumentException("deliveries must be at least 1: " + deliveries);
        }
        var now = serving();
        return now.books().settle(paymentId, outcome, amount)
                .<Settlement>map(event -> new Settlement.Settled(event.id(), now.webhooks().send(event, deliveries, stillWanted())))
                .orElseGet(() -> new Settlement.UnknownPayment(paymentId));
    }

    /** From now on refunds of that payment are accepted and then fail. */
    public void failRefundsOf(String paymentId) {
        serving().books().failRefundsOf(paymentId);
    }

    /** How many webhook deliveries were answered with 2xx since {@link #serve}. */
    public int acceptedDeliveries() {
        return serving().webhooks().accepted();
    }

    private void finishSoon(String refundId) {
        var now = serving();
        var wanted = stillWanted();
        now.deliveries().after(Duration.ofMillis(REFUND_MILLIS), "refund " + refundId, () -> {
            if (wanted.getAsBoolean()) {
                now.books().finish(refundId).ifPresent(event -> now.webhooks().send(event, 1, wanted));
            }
        });
    }

    /** False once the books were emptied: what was on its way is then about nothing. */
    private BooleanSupplier stillWanted() {
        var mine = generation.get();
        return () -> generation.get() == mine;
    }

    private Serving serving() {
        var now = serving;
        if (now == null) {
            throw new IllegalStateException("the simulator does not serve yet");
        }
        return now;
    }

    /** Forgets every payment and refund, and gives up what is on its way. */
    public void reset() {
        generation.incrementAndGet();
        if (serving != null) {
            serving.books().clear();
        }
    }

    @Override
    public void close() {
        reset();
        http.stop(0);
        threads.shutdownNow();
        if (serving != null) {
            serving.webhooks().close();
        }
    }
}
