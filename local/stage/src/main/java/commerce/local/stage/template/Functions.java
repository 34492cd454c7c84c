package commerce.local.stage.template;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.StageModel;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The functions, and which of them an ARN means. */
final class Functions {

    private static final Pattern ARN = Pattern.compile("arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:/]+)");

    private final Map<String, StageModel.Function> byOperation = new LinkedHashMap<>();
    private final Map<String, String> operations = new HashMap<>();

    /** @param asyncConfigs how some of them are invoked when nobody waits; of several for one function, the last counts for all its aliases */
    Functions(Resolver resolver, List<Resource> resources, List<Resource> asyncConfigs) {
        var async = new HashMap<String, StageModel.Async>();
        asyncConfigs.forEach(config -> async.put(nameOf(resolver.property(config, "FunctionName").asText()), async(config.address(), resolver.properties(config))));
        for (var resource : resources) {
            var function = function(resolver, resource, async);
            if (byOperation.put(function.operation(), function) != null) {
                throw new UnsupportedTemplate(resource.address() + ": the operation " + function.operation() + " is there twice");
            }
            operations.put(function.name(), function.operation());
        }
    }

    private static String nameOf(String nameOrArn) {
        var match = ARN.matcher(nameOrArn);
        return match.find() ? match.group(1) : nameOrArn;
    }

    private static StageModel.Async async(String address, JsonNode properties) {
        KnownProperties.refuseOthers(address, properties, KnownProperties.ASYNC);
        var destinations = properties.path("DestinationConfig");
        var byDefault = StageModel.Async.DEFAULT;
        return new StageModel.Async(
                KnownProperties.number(address, properties, "MaximumRetryAttempts", byDefault.maximumRetries(), 0, byDefault.maximumRetries()),
                Duration.ofSeconds(KnownProperties.number(address, properties, "MaximumEventAgeInSeconds", (int) byDefault.maximumAge().toSeconds(), 60, (int) byDefault.maximumAge().toSeconds())),
                KnownProperties.queueArn(address, destinations.path("OnSuccess").path("Destination")),
                KnownProperties.queueArn(address, destinations.path("OnFailure").path("Destination")));
    }

    private static StageModel.Function function(Resolver resolver, Resource resource, Map<String, StageModel.Async> async) {
        var operation = resource.metadata().path("commerce:operation").asText();
        if (operation.isEmpty()) {
            throw new UnsupportedTemplate(resource.address() + " has no metadata commerce:operation, so its handler is unknown");
        }
        var environment = new LinkedHashMap<String, String>();
        resolver.property(resource, "Environment").path("Variables").properties().forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
        var reserved = resolver.property(resource, "ReservedConcurrentExecutions");
        return new StageModel.Function(
                operation,
                resource.metadata().path("commerce:module").asText(),
                resolver.name(resource),
                resolver.arn(resource),
                resolver.property(resource, "Handler").asText(),
                resolver.property(resource, "MemorySize").asInt(128),
                Duration.ofSeconds(resolver.property(resource, "Timeout").asInt(3)),
                reserved.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(reserved.asInt()),
                Map.copyOf(environment),
                async.getOrDefault(resolver.name(resource), StageModel.Async.DEFAULT));
    }

    Map<String, StageModel.Function> byOperation() {
        return byOperation;
    }

    /**
     * @param arn of the function, an alias or version of it, or an API Gateway integration of one of these; or the function's name
     * @param where for the message
     */
    String operation(String arn, String where) {
        var operation = operations.get(nameOf(arn));
        if (operation == null) {
            throw new UnsupportedTemplate(where + " names a function that no stack has: " + arn);
        }
        return operation;
    }
}
