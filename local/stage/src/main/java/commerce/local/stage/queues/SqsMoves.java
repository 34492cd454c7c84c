package commerce.local.stage.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsCall;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.Forwarder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Whether messages can be moved out of a queue: asked before, because the queue server does not answer for one that is nobody's dead-letter queue. */
final class SqsMoves {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Forwarder server;
    private final String serverUrl;

    SqsMoves(Forwarder server, String serverUrl) {
        this.server = server;
        this.serverUrl = serverUrl;
    }

    /** @throws AwsError if the source does not exist or is no dead-letter queue */
    void check(JsonNode input) {
        var arn = input.path("SourceArn").asText().split(":", -1);
        if (arn.length != 6 || !arn[2].equals("sqs")) {
            throw AwsError.badRequest("InvalidParameterValue", "You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
        }
        if (!ask("GetQueueUrl", "QueueName", arn[5]).isSuccess()) {
            throw AwsError.badRequest("ResourceNotFoundException", "The resource that you specified for the SourceArn parameter doesn't exist.");
        }
        if (sources(ask("ListDeadLetterSourceQueues", "QueueUrl", serverUrl + "/" + arn[4] + "/" + arn[5]).body()).isEmpty()) {
            throw AwsError.badRequest("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.");
        }
    }

    private AwsAnswer ask(String action, String member, String value) {
        var headers = Map.of("x-amz-target", "AmazonSQS." + action, "content-type", "application/x-amz-json-1.0");
        var input = JsonNodeFactory.instance.objectNode().put(member, value).toString();
        return server.forward(new AwsCall(Optional.empty(), "POST", "/", headers, input.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode sources(byte[] body) {
        try {
            return JSON.readTree(body).path("queueUrls");
        } catch (IOException e) {
            throw new UncheckedIOException("the queue server does not answer in JSON", e);
        }
    }
}
