package commerce.local.stage.queues;

import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsCall;
import commerce.local.stage.aws.AwsService;
import commerce.local.stage.aws.Forwarder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** SQS: every call goes to the queue server as it is, and sending wakes the consumer. */
public final class SqsApi implements AwsService {

    private static final String PREFIX = "AmazonSQS.";
    private static final Pattern QUEUE = Pattern.compile("\"QueueUrl\":\"[^\"]*/([^\"/]+)\"");

    private final Forwarder server;
    private final Queues queues;

    public SqsApi(Forwarder server, Queues queues) {
        this.server = server;
        this.queues = queues;
    }

    @Override
    public String name() {
        return "SQS";
    }

    @Override
    public boolean serves(AwsCall call) {
        return call.target().startsWith(PREFIX);
    }

    @Override
    public String action(AwsCall call) {
        return call.target().substring(PREFIX.length());
    }

    @Override
    public AwsAnswer answer(AwsCall call) {
        var answer = server.forward(call);
        if (action(call).startsWith("SendMessage")) {
            QUEUE.matcher(new String(call.body(), StandardCharsets.UTF_8)).results().forEach(match -> queues.arrived(match.group(1), 1));
        }
        return answer;
    }
}
