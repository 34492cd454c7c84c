package commerce.local.stage.host.isolated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsCall;
import commerce.local.stage.aws.AwsPort;
import commerce.local.stage.aws.Killed;
import commerce.local.stage.host.CapacityMeter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Calls to AWS that come over HTTP: finds out which function makes them, and what those to DynamoDB consume. */
public final class IsolatedCalls implements AwsPort {

    /** The function whose call this thread answers. */
    static final ScopedValue<String> CALLER = ScopedValue.newInstance();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DYNAMODB = "DynamoDB_20120810.";
    private static final Set<String> READS = Set.of("GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems");
    private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems");
    private static final String ASKED = "\"ReturnConsumedCapacity\"";
    private static final String CONSUMED = "\"ConsumedCapacity\"";

    private final AwsPort aws;
    private final CapacityMeter capacity;
    private final Consumer<String> processes;

    /** @param processes kills the process of an environment, by its id */
    public IsolatedCalls(AwsPort aws, CapacityMeter capacity, Consumer<String> processes) {
        this.aws = aws;
        this.capacity = capacity;
        this.processes = processes;
    }

    @Override
    public AwsAnswer call(AwsCall call) {
        var caller = Credentials.of(call.headers().getOrDefault("authorization", ""));
        return caller.isEmpty() ? aws.call(call) : ScopedValue.where(CALLER, caller.get().operation()).call(() -> byMortal(caller.get(), call));
    }

    /** What a dead process is answered does not matter. */
    private AwsAnswer byMortal(Credentials caller, AwsCall call) {
        try {
            return byFunction(caller.operation(), call);
        } catch (Killed death) {
            processes.accept(caller.environmentId());
            return AwsAnswer.error(500, "InternalFailure", death.getMessage());
        }
    }

    private AwsAnswer byFunction(String caller, AwsCall call) {
        var action = call.target().startsWith(DYNAMODB) ? call.target().substring(DYNAMODB.length()) : "";
        var consumes = READS.contains(action) || WRITES.contains(action);
        var answer = aws.call(new AwsCall(Optional.of(caller), call.method(), call.path(), call.headers(), consumes ? askingForCapacity(call.body()) : call.body()));
        if (consumes && answer.isSuccess()) {
            measure(WRITES.contains(action), new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer;
    }

    /** What is consumed is said only to those who ask. */
    private static byte[] askingForCapacity(byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        var brace = text.indexOf('{');
        if (brace < 0 || text.contains(ASKED)) {
            return body;
        }
        var rest = text.substring(brace + 1);
        return ("{" + ASKED + ":\"TOTAL\"" + (rest.strip().equals("}") ? "" : ",") + rest).getBytes(StandardCharsets.UTF_8);
    }

    private void measure(boolean write, String answer) {
        if (!answer.contains(CONSUMED)) {
            return;
        }
        try {
            var consumed = JSON.readTree(answer).path("ConsumedCapacity");
            if (consumed.isArray()) {
                consumed.forEach(each -> add(write, each));
            } else {
                add(write, consumed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the engine's answer is no JSON", e);
        }
    }

    private void add(boolean write, JsonNode consumed) {
        capacity.consumed(write, consumed.path("CapacityUnits").asDouble());
    }
}
