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

    /** Makes these queues. */
    public static Queues queues(Map<String, StageModel.Queue> queues) {
        return queues(queues, messages());
    }

    /** Makes these queues, and sends and receives as it is told. */
    public static Queues queues(Map<String, StageModel.Queue> queues, Messages messages) {
        var created = new Queues(http(), messages, server().endpoint(), "000000000000", queues);
        created.create();
        return created;
    }

    /** How the server is reached without HTTP. */
    public static Messages messages() {
        return server().messages();
    }

    private static synchronized QueueServer server() {
        if (server == null) {
            server = QueueServer.start("eu-central-1", "000000000000");
            http = new Loopback(server.endpoint(), 8);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
        }
        return server;
    }

    private static JsonClient http() {
        server();
        return new JsonClient(http, "AmazonSQS");
    }

    /** The first message of a queue, as an outsider receives it. */
    public static JsonNode receive(String name) {
        var input = JsonNodeFactory.instance.objectNode().put("QueueUrl", server().endpoint() + "/000000000000/" + name).put("WaitTimeSeconds", 5);
        input.putArray("AttributeNames").add("All");
        input.putArray("MessageAttributeNames").add("All");
        return http().call("ReceiveMessage", input).path("Messages").path(0);
    }
}
