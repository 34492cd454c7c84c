package commerce.local.stage.s3;

import commerce.local.s3.LocalS3;
import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsCall;
import commerce.local.stage.aws.Forwarder;
import commerce.local.stage.aws.Loopback;
import java.util.Collection;
import java.util.List;

/**
 * The template's buckets. Most sessions at the stage never look at a file, so the process behind them is started by the first call, which
 * waits for it.
 */
public final class Buckets implements AutoCloseable {

    private static final int CONNECTIONS = 16;

    private final List<String> names;
    private LocalS3 server;
    private Loopback connections;
    private Forwarder engine;
    private boolean closed;

    /** @param names of the buckets that are there from the beginning */
    public Buckets(Collection<String> names) {
        this.names = List.copyOf(names);
    }

    boolean has(String bucket) {
        return names.contains(bucket);
    }

    AwsAnswer forward(AwsCall call) {
        return engine().forward(call);
    }

    private synchronized Forwarder engine() {
        if (closed) {
            throw new IllegalStateException("the stage is being closed");
        }
        if (engine == null) {
            server = LocalS3.start();
            server.empty(names);
            connections = new Loopback(server.endpoint(), CONNECTIONS);
            engine = new Forwarder(connections);
        }
        return engine;
    }

    /** Throws away every object, and every bucket that is not the template's. */
    public synchronized void empty() {
        if (server != null) {
            server.empty(names);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (server != null) {
            connections.close();
            server.close();
        }
    }
}
