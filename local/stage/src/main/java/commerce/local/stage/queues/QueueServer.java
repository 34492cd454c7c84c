package commerce.local.stage.queues;

import java.net.URI;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** ElasticMQ on a free port of 127.0.0.1, in memory. */
public final class QueueServer implements AutoCloseable {

    private final SQSRestServer server;
    private final URI endpoint;

    private QueueServer(SQSRestServer server, URI endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    /** Starts one and waits until it serves. */
    public static QueueServer start(String region, String account) {
        var server = SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().withAWSRegion(region).withAWSAccountId(account).start();
        var address = server.waitUntilStarted().localAddress();
        return new QueueServer(server, URI.create("http://127.0.0.1:" + address.getPort()));
    }

    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        server.stopAndWait();
    }
}
