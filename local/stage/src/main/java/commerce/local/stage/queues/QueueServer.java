package commerce.local.stage.queues;

import java.net.URI;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;

/** ElasticMQ on a free port of 127.0.0.1, in memory. */
public final class QueueServer implements AutoCloseable {

    private final ActorSystem actors;
    private final SQSRestServer server;
    private final URI endpoint;
    private final Messages messages;

    private QueueServer(ActorSystem actors, SQSRestServer server, URI endpoint, Messages messages) {
        this.actors = actors;
        this.server = server;
        this.endpoint = endpoint;
        this.messages = messages;
    }

    /** Starts one and waits until it serves. */
    public static QueueServer start(String region, String account) {
        var actors = ActorSystem.create("elasticmq");
        var manager = actors.actorOf(Props.create(QueueManagerActor.class, new NowProvider(), StrictSQSLimits$.MODULE$, Option.empty()));
        var server = SQSRestServerBuilder.withActorSystem(actors).withQueueManagerActor(manager)
                .withInterface("127.0.0.1").withDynamicPort().withAWSRegion(region).withAWSAccountId(account).start();
        var address = server.waitUntilStarted().localAddress();
        return new QueueServer(actors, server, URI.create("http://127.0.0.1:" + address.getPort()),
                new QueueActors(manager, "arn:aws:sqs:" + region + ":" + account + ":"));
    }

    /** Where others reach the queues. */
    public URI endpoint() {
        return endpoint;
    }

    /** How this stage reaches them. */
    public Messages messages() {
        return messages;
    }

    @Override
    public void close() {
        server.stopAndWait();
        actors.terminate();
        actors.getWhenTerminated().toCompletableFuture().join();
    }
}
