package commerce.local.stage.mappings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A host with one small function that does with its records whatever a test says. Its name is {@code consume}. */
public final class Answering implements FunctionHost {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Function<List<JsonNode>, InvocationResult> function;

    /** @param function gets the records of an event */
    public Answering(Function<List<JsonNode>, InvocationResult> function) {
        this.function = function;
    }

    /** The function took everything. */
    public static InvocationResult done() {
        return answer("{\"batchItemFailures\":[]}");
    }

    /** The function took everything but these. */
    public static InvocationResult failed(Collection<String> identifiers) {
        return answer(identifiers.stream().map("{\"itemIdentifier\":\"%s\"}"::formatted).collect(Collectors.joining(",", "{\"batchItemFailures\":[", "]}")));
    }

    /** The function answered that. */
    public static InvocationResult answer(String json) {
        return new Answered("r", json.getBytes(StandardCharsets.UTF_8));
    }

    /** The function threw. */
    public static InvocationResult broken() {
        return error("java.lang.IllegalStateException");
    }

    /** The function did not end in time. */
    public static InvocationResult timedOut() {
        return error(Failed.TIMED_OUT);
    }

    /** The invocation failed with an error of that type. */
    public static InvocationResult error(String type) {
        return new Failed("r", type, "on purpose", "{}".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InvocationResult invoke(String operation, byte[] payload) {
        try {
            return function.apply(JSON.readTree(payload).path("Records").valueStream().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Set<String> operations() {
        return Set.of("consume");
    }
}
