package commerce.local.simulators;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The payment provider {@code simulator}: the house's own small protocol, {@link SimulatorProtocol}, on a {@link ProviderServer}. Signed
 * webhooks go to {@code <front door>/webhooks/simulator}.
 */
public final class SimulatorServer implements AutoCloseable {

    private final ProviderServer server;

    private SimulatorServer(ProviderServer server) {
        this.server = server;
    }

    /** Takes a free port on 127.0.0.1 and answers 503 to everything until {@link #serve}. */
    public static SimulatorServer open() throws IOException {
        return new SimulatorServer(ProviderServer.open("simulator"));
    }

    /** {@link #open()} and {@link #serve}. */
    public static SimulatorServer start(String secret, Supplier<URI> frontDoor, Clock clock, Deliveries deliveries) throws IOException {
        var server = open();
        server.serve(secret, frontDoor, clock, deliveries);
        return server;
    }

    /**
     * Begins to serve.
     *
     * @param secret what both sides sign with
     * @param frontDoor where webhooks go; asked at every event
     * @param clock for signatures and expiry
     * @param deliveries when webhooks are sent and refunds finish; closed by whoever made it
     */
    public void serve(String secret, Supplier<URI> frontDoor, Clock clock, Deliveries deliveries) {
        server.serve(desk -> new SimulatorProtocol(desk, secret), frontDoor, clock, deliveries);
    }

    /** What every provider can do. */
    public ProviderServer server() {
        return server;
    }

    /** Without a slash at the end. */
    public URI baseUrl() {
        return server.baseUrl();
    }

    /** See {@link ProviderServer#settle}. */
    public Settlement settle(String paymentId, Outcome outcome, int deliveries, Optional<Money> amount) {
        return server.settle(paymentId, outcome, deliveries, amount);
    }

    /** From now on refunds of that payment are accepted and then fail. */
    public void failRefundsOf(String paymentId) {
        server.failRefundsOf(paymentId);
    }

    /** How many webhook deliveries were answered with 2xx since {@link #serve} or {@link #reset}. */
    public int acceptedDeliveries() {
        return server.acceptedDeliveries();
    }

    /** Forgets everything, and gives up what is on its way. */
    public void reset() {
        server.reset();
    }

    @Override
    public void close() {
        server.close();
    }
}
