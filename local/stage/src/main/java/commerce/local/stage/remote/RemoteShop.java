package commerce.local.stage.remote;

import commerce.local.simulators.Deliveries;
import commerce.local.simulators.SimulatorServer;
import commerce.local.stage.StageModel;
import commerce.local.stage.controls.ServedSimulator;
import commerce.local.stage.edge.FrontDoor;
import commerce.local.stage.edge.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * A shop whose functions are deployed elsewhere: its front door on 127.0.0.1, its payment simulator, its controls.
 *
 * <p>Three steps, because the simulator's address goes into the deployment and the deployment's names into the front door: {@link #open}
 * takes the sockets, {@link #simulatorSeenFrom} says where the simulator is, {@link #serve} begins.
 */
public final class RemoteShop implements AutoCloseable {

    private final Clock clock = Clock.systemUTC();
    private final Deliveries deliveries = Deliveries.onThreads();
    private final SimulatorServer simulator;
    private final RemoteControls controls;
    private final FrontDoor door;
    private final int port;
    private ContainerRelay relay;

    private RemoteShop(SimulatorServer simulator, RemoteControls controls, FrontDoor door, int port) {
        this.simulator = simulator;
        this.controls = controls;
        this.door = door;
        this.port = port;
    }

    /**
     * Takes the sockets; requests are answered 503.
     *
     * @param port of the front door on 127.0.0.1; 0 takes a free one
     * @throws java.net.BindException if the port is taken
     */
    public static RemoteShop open(int port) throws IOException {
        var issuer = new TokenIssuer();
        var simulator = new AtomicReference<SimulatorServer>();
        var controls = new RemoteControls(issuer, new ServedSimulator(simulator::get), Clock.systemUTC());
        var door = new FrontDoor(issuer, controls);
        // Before anything else opens a socket, so that a taken port is the first thing to be said.
        var taken = door.open(port);
        try {
            simulator.set(SimulatorServer.open());
            return new RemoteShop(simulator.get(), controls, door, taken);
        } catch (IOException failure) {
            door.close();
            throw failure;
        }
    }

    /** Of the front door. */
    public int port() {
        return port;
    }

    /** Of the front door. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Where the deployed functions find the payment simulator: the templates' parameter {@code SimulatorBaseUrl}.
     *
     * @param side from where they call it
     */
    public synchronized URI simulatorSeenFrom(ContainerSide side) throws IOException {
        if (relay != null) {
            throw new IllegalStateException("the simulator is already seen from elsewhere");
        }
        relay = ContainerRelay.open(side, simulator.baseUrl());
        return relay.url();
    }

    /**
     * Begins to serve.
     *
     * @param target what messages call the place where the functions are
     * @param model of the templates that were deployed: routes, and the functions' names
     * @param aws how to reach them
     * @param simulatorSecret what the deployed functions sign and check the simulator's messages with
     * @param settling how long {@code POST /local/clock} with 0 waits, where a stage would wait until it is quiet
     */
    public void serve(String target, StageModel model, RemoteConnection aws, String simulatorSecret, Duration settling) {
        var functions = new RemoteFunctions(model.functions(), aws.configure(LambdaClient.builder())
                .overrideConfiguration(calls -> calls.retryStrategy(AwsRetryStrategy.doNotRetry())).build());
        simulator.serve(simulatorSecret, this::url, clock, deliveries);
        controls.serve(target, port, aws.endpoint(), model, functions, new RemoteExecutions(model, aws.configure(SfnClient.builder()).build()), settling);
        door.serve(model, functions, clock);
    }

    @Override
    public synchronized void close() {
        door.close();
        if (relay != null) {
            relay.close();
        }
        simulator.close();
        deliveries.close();
    }
}
