package commerce.local.stage.queues;

import commerce.local.stage.StageModel;
import commerce.local.stage.aws.JsonClient;
import commerce.local.stage.aws.Loopback;
import java.util.Map;

/** One queue server for all tests of this JVM: starting one takes seconds. Tests keep apart by queue name. */
public final class QueueServers {

    private static QueueServer server;
    private static Loopback http;

    private QueueServers() {}

    public static synchronized Queues queues(Map<String, StageModel.Queue> queues) {
        if (server == null) {
            server = QueueServer.start("eu-central-1", "000000000000");
            http = new Loopback(server.endpoint(), 8);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
        }
        var created = new Queues(new JsonClient(http, "AmazonSQS"), server.endpoint(), "000000000000", queues);
        created.create();
        return created;
    }
}
