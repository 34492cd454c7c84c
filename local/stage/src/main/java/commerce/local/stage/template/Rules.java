package commerce.local.stage.template;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.StageModel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads EventBridge rules: those that match events, and those that run by the clock. */
final class Rules {

    private static final List<String> SUPPORTED = List.of(":sqs:", ":lambda:", ":event-bus/");
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
        return resolver.property(rule, "Targets").valueStream().map(target -> target(rule, target)).toList();
    }

    private static StageModel.Target target(Resource rule, JsonNode target) {
        for (var member : List.of("InputPath", "InputTransformer")) {
            if (target.has(member)) {
                throw new UnsupportedTemplate(rule.address() + ": " + member + " is not supported");
            }
        }
        var arn = target.path("Arn").asText();
        if (SUPPORTED.stream().noneMatch(arn::contains)) {
            throw new UnsupportedTemplate(rule.address() + ": the target " + arn + " is not supported");
        }
        var retries = target.path("RetryPolicy");
        return new StageModel.Target(
                target.path("Id").asText(),
                arn,
                target.has("Input") ? Optional.of(Data.parsed(target.path("Input"))) : Optional.empty(),
                text(target.path("DeadLetterConfig").path("Arn")),
                retries.path("MaximumRetryAttempts").asInt(DEFAULT_RETRIES),
                Duration.ofSeconds(retries.path("MaximumEventAgeInSeconds").asInt(DEFAULT_AGE_SECONDS)));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }
}
