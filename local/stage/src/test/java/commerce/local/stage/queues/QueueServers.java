package commerce.local.stage.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.StageModel;
import commerce.local.stage.aws.JsonClient;
import commerce.local.stage.aws.Loopback;
import java.util.Map;

/** One queue server for all tests of this JVM: starting one takes seconds. Tests keep apart by queue name. */
public final class QueueServers {

    private static QueueServer server;
    private static Loopback http;

    private QueueServers() {}

    /** Makes these queues, and reaches them directly. */
    public static Queues queues(Map<String, StageModel.Queue> queues) {
        return queues(queues, http());
    }

    /** Makes these queues, and reaches them through that connection. */
    public static Queues queues(Map<String, StageModel.Queue> queues, Loopback through) {
        http();
        var created = new Queues(new JsonClient(through, "AmazonSQS"), server.endpoint(), "000000000000", queues);
        created.create();
        return created;
    }

    /** A connection to the server. */
    public static synchronized Loopback http() {
        if (server == null) {
            server = QueueServer.start("eu-central-1", "000000000000");
            http = new Loopback(server.endpoint(), 8);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
        }
        return http;
    }

    /** The first message of a queue, as ReceiveMessage writes it. */
    public static JsonNode receive(String name) {
        var input = JsonNodeFactory.instance.objectNode().put("QueueUrl", server.endpoint() + "/000000000000/" + name).put("WaitTimeSeconds", 5);
        input.putArray("AttributeNames").add("All");
        input.putArray("MessageAttributeNames").add("All");
        return new JsonClient(http(), "AmazonSQS").call("ReceiveMessage", input).path("Messages").path(0);
    }
}
