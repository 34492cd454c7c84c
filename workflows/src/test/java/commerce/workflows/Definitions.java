package commerce.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Looks at definitions as text. */
final class Definitions {

    /** What may be gone a moment later. */
    static final Set<String> TRANSIENT = Set.of("Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.Unknown", "Sandbox.Timedout", "Runtime.ExitError", "commerce.kernel.Busy");

    private Definitions() {}

    /** Every task with its name, those inside loops and branches too. */
    static void tasks(Workflow workflow, BiConsumer<String, JsonNode> check) {
        workflow.states().forEach((name, state) -> tasks(name, state, check));
    }

    private static void tasks(String name, JsonNode state, BiConsumer<String, JsonNode> check) {
        if (state.path("Type").asText().equals("Task")) {
            check.accept(name, state);
        }
        state.path("ItemProcessor").path("States").properties().forEach(inner -> tasks(inner.getKey(), inner.getValue(), check));
        state.path("Branches").forEach(branch -> branch.path("States").properties().forEach(inner -> tasks(inner.getKey(), inner.getValue(), check)));
    }

    /** What a retrier or catcher names. */
    static Set<String> errors(JsonNode rule) {
        return rule.path("ErrorEquals").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
    }
}
