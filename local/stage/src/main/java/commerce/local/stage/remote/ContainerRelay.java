package commerce.local.stage.remote;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets functions in containers reach a server that listens on 127.0.0.1 only: takes a port at an address they can see, and passes bytes
 * on in both directions. So nothing of ours listens on all interfaces.
 */
final class ContainerRelay implements AutoCloseable {

    private final ServerSocket door;
    private final String knownAs;
    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private ContainerRelay(ServerSocket door, String knownAs, InetSocketAddress server) {
        this.door = door;
        this.knownAs = knownAs;
        this.server = server;
    }

    /** @param server on this machine */
    static ContainerRelay open(ContainerSide side, URI server) throws IOException {
        var relay = new ContainerRelay(new ServerSocket(0, 128, side.address()), side.knownAs(), new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
        Thread.ofVirtual().name("relay to " + server).start(relay::accept);
        return relay;
    }

    /** What containers call. Without a slash at the end. */
    URI url() {
        return URI.create("http://" + knownAs + ":" + door.getLocalPort());
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var caller = door.accept();
                Thread.ofVirtual().name("relay").start(() -> serve(caller));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** One connection, until both sides have said all they had to say, or one breaks off. */
    private void serve(Socket caller) {
        try (caller; var called = new Socket()) {
            open.addAll(Set.of(caller, called));
            called.connect(server);
            var answers = Thread.ofVirtual().name("relay back").start(() -> pass(called, caller));
            pass(caller, called);
            answers.join();
            open.removeAll(Set.of(caller, called));
        } catch (IOException unreachable) {
            // The caller sees its connection end, which is what it would see without a relay.
            open.remove(caller);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException brokenOff) {
            close(from);
            close(to);
        }
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        close(door);
        open.forEach(ContainerRelay::close);
    }
}
