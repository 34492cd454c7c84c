package commerce.local.stage.tables;

import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsCall;
import commerce.local.stage.aws.AwsService;
import commerce.local.stage.aws.Forwarder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** DynamoDB and its streams: every call goes to the engine as it is. */
public final class DynamoDbApi implements AwsService {

    private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem", "ExecuteStatement", "ExecuteTransaction");
    /** Text inside JSON strings has its quotes escaped, so this finds members only. */
    private static final Pattern TABLE = Pattern.compile("\"TableName\":\"([^\"]+)\"");

    private final Forwarder engine;
    private final BiConsumer<String, String> called;
    private final Consumer<String> written;

    /**
     * @param called hears the calling operation and the action of each call a function makes
     * @param written hears the table after each write
     */
    public DynamoDbApi(Forwarder engine, BiConsumer<String, String> called, Consumer<String> written) {
        this.engine = engine;
        this.called = called;
        this.written = written;
    }

    @Override
    public String name() {
        return "DynamoDB";
    }

    @Override
    public boolean serves(AwsCall call) {
        return call.target().startsWith("DynamoDB_") || call.target().startsWith("DynamoDBStreams_");
    }

    @Override
    public String action(AwsCall call) {
        return call.target().substring(call.target().indexOf('.') + 1);
    }

    @Override
    public AwsAnswer answer(AwsCall call) {
        var action = action(call);
        call.caller().ifPresent(operation -> called.accept(operation, action));
        var answer = engine.forward(call);
        if (WRITES.contains(action) && answer.isSuccess()) {
            TABLE.matcher(new String(call.body(), StandardCharsets.UTF_8)).results().map(match -> match.group(1)).distinct().forEach(written);
        }
        return answer;
    }
}
