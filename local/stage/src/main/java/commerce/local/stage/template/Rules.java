package commerce.local.stage.template;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.StageModel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads EventBridge rules: those that match events, and those that run by the clock. */
final class Rules {

    private static final int DEFAULT_RETRIES = 185;
    private static final int DEFAULT_AGE_SECONDS = 86_400;

    private final Resolver resolver;
    private final List<Resource> enabled;

    Rules(Resolver resolver, List<Resource> rules) {
        this.resolver = resolver;
        this.enabled = rules.stream().filter(rule -> !resolver.property(rule, "State").asText().equals("DISABLED")).toList();
    }

    List<StageModel.Rule> withPattern() {
        return enabled.stream().filter(rule -> rule.properties().has("EventPattern")).map(rule -> new StageModel.Rule(
                rule.address(),
                resolver.name(rule),
                busName(resolver.property(rule, "EventBusName").asText("default")),
                Data.parsed(resolver.property(rule, "EventPattern")),
                targets(rule))).toList();
    }

    List<StageModel.Schedule> withSchedule() {
        return enabled.stream().filter(rule -> rule.properties().has("ScheduleExpression")).map(rule -> new StageModel.Schedule(
                rule.address(), resolver.name(rule), resolver.property(rule, "ScheduleExpression").asText(), targets(rule))).toList();
    }

    private static String busName(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    private List<StageModel.Target> targets(Resource rule) {
        return StreamSupport.stream(resolver.property(rule, "Targets").spliterator(), false).map(target -> new StageModel.Target(
                target.path("Id").asText(),
                target.path("Arn").asText(),
                target.has("Input") ? Optional.of(Data.parsed(target.path("Input"))) : Optional.empty(),
                text(target.path("InputPath")),
                target.has("InputTransformer") ? Optional.of(transformer(target.path("InputTransformer"))) : Optional.empty(),
                text(target.path("DeadLetterConfig").path("Arn")),
                target.path("RetryPolicy").path("MaximumRetryAttempts").asInt(DEFAULT_RETRIES),
                Duration.ofSeconds(target.path("RetryPolicy").path("MaximumEventAgeInSeconds").asInt(DEFAULT_AGE_SECONDS)))).toList();
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    private static StageModel.InputTransformer transformer(JsonNode node) {
        Map<String, String> paths = new HashMap<>();
        node.path("InputPathsMap").properties().forEach(path -> paths.put(path.getKey(), path.getValue().asText()));
        return new StageModel.InputTransformer(Map.copyOf(paths), node.path("InputTemplate").asText());
    }
}
