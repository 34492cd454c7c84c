package commerce.local.stage.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsCall;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.AwsService;
import commerce.local.stage.aws.Forwarder;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * SQS, by the JSON protocol and, for older clients, by the query protocol. Calls go to the queue server as they are; sending wakes the
 * consumer; the queue URLs that clients outside get lead back here.
 */
public final class SqsApi implements AwsService {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "AmazonSQS.";
    private static final String QUERY_VERSION = "Version=2012-11-05";
    private static final Pattern QUERY_ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");
    private static final Pattern QUEUE = Pattern.compile("\"QueueUrl\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern QUERY_QUEUE = Pattern.compile("(?:^|&)QueueUrl=([^&]+)");
    private static final Pattern ENTRY = Pattern.compile("\"MessageBody\"\\s*:|(?:^|&)SendMessageBatchRequestEntry\\.\\d+\\.MessageBody=");
    private static final Set<String> URLS_INSIDE = Set.of("GetQueueUrl", "ListQueues", "CreateQueue", "ListDeadLetterSourceQueues");

    private final Forwarder server;
    private final Queues queues;
    private final String serverUrl;
    private final SqsMoves moves;

    /** @param serverUrl how the queue server names itself */
    public SqsApi(Forwarder server, Queues queues, URI serverUrl) {
        this.server = server;
        this.queues = queues;
        this.serverUrl = serverUrl.toString();
        this.moves = new SqsMoves(server, this.serverUrl);
    }

    @Override
    public String name() {
        return "SQS";
    }

    @Override
    public boolean serves(AwsCall call) {
        return call.target().startsWith(PREFIX) || isQuery(call) && text(call).contains(QUERY_VERSION);
    }

    private static boolean isQuery(AwsCall call) {
        return call.target().isEmpty() && call.headers().getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded");
    }

    @Override
    public String action(AwsCall call) {
        if (!call.target().isEmpty()) {
            return call.target().substring(PREFIX.length());
        }
        var action = QUERY_ACTION.matcher(text(call));
        return action.find() ? action.group(1) : "";
    }

    @Override
    public AwsAnswer answer(AwsCall call) {
        return isQuery(call) ? forwarded(call) : json(call);
    }

    private AwsAnswer json(AwsCall call) {
        try {
            var input = parsed(call);
            SqsRules.check(action(call), input);
            if (action(call).equals("StartMessageMoveTask")) {
                moves.check(input);
            }
            var answer = forwarded(call);
            return answer.isSuccess() ? answer : SqsErrors.withOldCode(answer);
        } catch (AwsError refused) {
            return SqsErrors.withOldCode(refused.answer());
        }
    }

    private static JsonNode parsed(AwsCall call) {
        try {
            return JSON.readTree(call.body());
        } catch (IOException e) {
            throw AwsError.badRequest("SerializationException", "The body is not JSON: " + e.getMessage());
        }
    }

    private AwsAnswer forwarded(AwsCall call) {
        var action = action(call);
        var answer = server.forward(call);
        if (action.startsWith("SendMessage") && answer.isSuccess()) {
            arrived(call);
        }
        return URLS_INSIDE.contains(action) && call.caller().isEmpty() ? leadingHere(call, answer) : answer;
    }

    private void arrived(AwsCall call) {
        var request = text(call);
        queues.arrived(Queues.nameOf(queueUrl(call, request)), (int) Math.max(1, ENTRY.matcher(request).results().count()));
    }

    /** In the query protocol the URL may also be where the request goes. */
    private static String queueUrl(AwsCall call, String request) {
        var queue = (isQuery(call) ? QUERY_QUEUE : QUEUE).matcher(request);
        return queue.find() ? URLDecoder.decode(queue.group(1), StandardCharsets.UTF_8) : call.path();
    }

    /** The queue server names itself in the URLs of queues; clients shall stay with the stage. */
    private AwsAnswer leadingHere(AwsCall call, AwsAnswer answer) {
        var host = call.headers().get("host");
        if (host == null || !answer.isSuccess()) {
            return answer;
        }
        var body = new String(answer.body(), StandardCharsets.UTF_8).replace(serverUrl, "http://" + host);
        return new AwsAnswer(answer.status(), answer.headers(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(AwsCall call) {
        return new String(call.body(), StandardCharsets.UTF_8);
    }
}
