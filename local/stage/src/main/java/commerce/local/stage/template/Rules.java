package commerce.local.stage.template;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.StageModel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;

/** Reads EventBridge rules: those that match events, and those that run by the clock. */
final class Rules {

    private static final String BUS = ":event-bus/";
    private static final List<String> SUPPORTED = List.of(":sqs:", ":lambda:", BUS);
    private static final List<String> INPUTS = List.of("Input", "InputPath", "InputTransformer");
    private static final int DEFAULT_RETRIES = 185;
    private static final int DEFAULT_AGE_SECONDS = 86_400;

    private final Resolver resolver;
    private final List<Resource> enabled;

    Rules(Resolver resolver, List<Resource> rules) {
        this.resolver = resolver;
        rules.forEach(rule -> KnownProperties.refuseOthers(rule.address(), resolver.properties(rule), KnownProperties.RULE));
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
        var address = rule.address();
        KnownProperties.refuseOthers(address, target, KnownProperties.TARGET);
        var arn = target.path("Arn").asText();
        if (SUPPORTED.stream().noneMatch(arn::contains)) {
            throw new UnsupportedTemplate(address + ": the target " + arn + " is not supported");
        }
        var retries = target.path("RetryPolicy");
        return new StageModel.Target(
                target.path("Id").asText(),
                arn,
                input(address, target, arn),
                KnownProperties.queueArn(address, target.path("DeadLetterConfig").path("Arn")),
                KnownProperties.number(address, retries, "MaximumRetryAttempts", DEFAULT_RETRIES, 0, DEFAULT_RETRIES),
                Duration.ofSeconds(KnownProperties.number(address, retries, "MaximumEventAgeInSeconds", DEFAULT_AGE_SECONDS, 60, DEFAULT_AGE_SECONDS)));
    }

    private static StageModel.Input input(String address, JsonNode target, String arn) {
        var given = INPUTS.stream().filter(target::has).toList();
        if (given.size() > 1 || !given.isEmpty() && arn.contains(BUS)) {
            throw new UnsupportedTemplate(address + ": " + String.join(", ", given) + (arn.contains(BUS) ? " cannot be given for a bus" : " exclude each other"));
        }
        return switch (given.isEmpty() ? "" : given.getFirst()) {
            case "Input" -> new StageModel.Input.Constant(Data.parsed(target.path("Input")));
            case "InputPath" -> new StageModel.Input.Part(target.path("InputPath").asText());
            case "InputTransformer" -> transformed(target.path("InputTransformer"));
            default -> new StageModel.Input.Whole();
        };
    }

    private static StageModel.Input transformed(JsonNode transformer) {
        var paths = new LinkedHashMap<String, String>();
        transformer.path("InputPathsMap").properties().forEach(path -> paths.put(path.getKey(), path.getValue().asText()));
        return new StageModel.Input.Transformed(paths, transformer.path("InputTemplate").asText());
    }
}
