package commerce.local.dynamodb;

import java.io.IOException;

/**
 * The separate process: runs DynamoDB Local on 127.0.0.1 and ends with its parent.
 *
 * <p>In: one argument, the port. Out: one line {@code READY <port>} on standard output once it serves. It stops when its
 * standard input ends, which the operating system sees to even when the parent is killed.
 *
 * <p>Everything is reached by reflection because DynamoDB Local's licence does not let other programs be built with it, and
 * because its own command line listens on every interface.
 */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        try {
            var port = arguments[0];
            var runner = Class.forName("com.amazonaws.services.dynamodbv2.local.main.ServerRunner");
            var proxy = runner.getMethod("createServerFromCommandLineArgs", String[].class)
                    .invoke(null, (Object) new String[] {"-inMemory", "-port", port, "-sharedDb", "-disableTelemetry"});
            bindToLoopback(proxy);
            StreamIndex.create(proxy);
            proxy.getClass().getMethod("start").invoke(proxy);
            System.out.println("READY " + port);
            waitForEndOfInput();
            System.exit(0);
        } catch (Throwable failure) {
            // Threads of the server would keep a failed process alive.
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private static void waitForEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is ever written: the end of the stream is the message.
        }
    }

    private static void bindToLoopback(Object proxy) throws ReflectiveOperationException {
        var server = Fields.of(proxy, "server");
        var connectors = (Object[]) server.getClass().getMethod("getConnectors").invoke(server);
        if (connectors.length == 0) {
            throw new IllegalStateException("found no listener to bind to 127.0.0.1; refusing to listen on every interface");
        }
        for (var connector : connectors) {
            connector.getClass().getMethod("setHost", String.class).invoke(connector, "127.0.0.1");
        }
    }
}
