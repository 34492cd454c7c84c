package commerce.local.stage.template;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.StageModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads event source mappings. */
final class EventSources {

    private EventSources() {}

    static List<StageModel.QueueMapping> ofQueues(Resolver resolver, Functions functions, List<Resource> mappings) {
        return enabled(resolver, mappings, ":sqs:").stream().map(resource -> {
            var properties = resolver.properties(resource);
            var concurrency = properties.path("ScalingConfig").path("MaximumConcurrency");
            return new StageModel.QueueMapping(
                    resource.address(),
                    Data.lastPart(properties.path("EventSourceArn").asText()),
                    functions.operation(properties.path("FunctionName").asText(), resource.address()),
                    properties.path("BatchSize").asInt(10),
                    window(properties),
                    concurrency.isMissingNode() ? Optional.empty() : Optional.of(concurrency.asInt()),
                    partialFailures(properties),
                    filters(properties));
        }).toList();
    }

    static List<StageModel.StreamMapping> ofStreams(Resolver resolver, Functions functions, List<Resource> mappings) {
        return enabled(resolver, mappings, ":dynamodb:").stream().map(resource -> {
            var properties = resolver.properties(resource);
            var age = properties.path("MaximumRecordAgeInSeconds").asInt(-1);
            return new StageModel.StreamMapping(
                    resource.address(),
                    tableOf(properties.path("EventSourceArn").asText()),
                    functions.operation(properties.path("FunctionName").asText(), resource.address()),
                    properties.path("BatchSize").asInt(100),
                    window(properties),
                    properties.path("StartingPosition").asText().equals("TRIM_HORIZON"),
                    properties.path("BisectBatchOnFunctionError").asBoolean(),
                    properties.path("MaximumRetryAttempts").asInt(-1),
                    age < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(age)),
                    properties.path("ParallelizationFactor").asInt(1),
                    partialFailures(properties),
                    filters(properties),
                    Optional.of(properties.path("DestinationConfig").path("OnFailure").path("Destination").asText()).filter(arn -> !arn.isEmpty()));
        }).toList();
    }

    private static List<Resource> enabled(Resolver resolver, List<Resource> mappings, String service) {
        return mappings.stream()
                .filter(mapping -> resolver.property(mapping, "EventSourceArn").asText().contains(service))
                .filter(mapping -> resolver.property(mapping, "Enabled").asBoolean(true))
                .toList();
    }

    private static String tableOf(String streamArn) {
        var from = streamArn.indexOf(":table/") + ":table/".length();
        return streamArn.substring(from, streamArn.indexOf('/', from));
    }

    private static Duration window(JsonNode properties) {
        return Duration.ofSeconds(properties.path("MaximumBatchingWindowInSeconds").asInt(0));
    }

    private static boolean partialFailures(JsonNode properties) {
        return properties.path("FunctionResponseTypes").valueStream().anyMatch(type -> type.asText().equals("ReportBatchItemFailures"));
    }

    private static List<JsonNode> filters(JsonNode properties) {
        var patterns = new ArrayList<JsonNode>();
        properties.path("FilterCriteria").path("Filters").forEach(filter -> patterns.add(Data.parsed(filter.path("Pattern"))));
        return patterns;
    }
}
