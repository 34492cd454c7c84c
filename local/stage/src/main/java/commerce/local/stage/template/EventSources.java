package commerce.local.stage.template;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.StageModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads event source mappings. */
final class EventSources {

    private static final String QUEUES = ":sqs:";
    private static final String STREAMS = ":dynamodb:";
    private static final String PARTIAL_FAILURES = "ReportBatchItemFailures";
    private static final String FROM_THE_BEGINNING = "TRIM_HORIZON";
    private static final List<String> POSITIONS = List.of(FROM_THE_BEGINNING, "LATEST");
    private static final int LARGEST_BATCH_WITHOUT_WINDOW = 10;

    private EventSources() {}

    static List<StageModel.QueueMapping> ofQueues(Resolver resolver, Functions functions, List<Resource> mappings) {
        refuseOtherSources(resolver, mappings);
        return enabled(resolver, mappings, QUEUES).stream().map(resource -> queueMapping(resource.address(), resolver.properties(resource), functions)).toList();
    }

    private static StageModel.QueueMapping queueMapping(String address, JsonNode properties, Functions functions) {
        KnownProperties.refuseOthers(address, properties, KnownProperties.QUEUE_MAPPING);
        var mapping = new StageModel.QueueMapping(
                address,
                Data.lastPart(properties.path("EventSourceArn").asText()),
                functions.operation(properties.path("FunctionName").asText(), address),
                KnownProperties.number(address, properties, "BatchSize", 10, 1, 10_000),
                window(address, properties),
                properties.path("ScalingConfig").has("MaximumConcurrency")
                        ? Optional.of(KnownProperties.number(address, properties.path("ScalingConfig"), "MaximumConcurrency", 0, 2, 1000)) : Optional.empty(),
                partialFailures(address, properties),
                filters(properties));
        if (mapping.batchSize() > LARGEST_BATCH_WITHOUT_WINDOW && mapping.window().isZero()) {
            throw new UnsupportedTemplate(address + ": a BatchSize above 10 needs a MaximumBatchingWindowInSeconds of at least 1");
        }
        return mapping;
    }

    static List<StageModel.StreamMapping> ofStreams(Resolver resolver, Functions functions, List<Resource> mappings) {
        return enabled(resolver, mappings, STREAMS).stream().map(resource -> streamMapping(resource.address(), resolver.properties(resource), functions)).toList();
    }

    private static StageModel.StreamMapping streamMapping(String address, JsonNode properties, Functions functions) {
        KnownProperties.refuseOthers(address, properties, KnownProperties.STREAM_MAPPING);
        var position = properties.path("StartingPosition").asText();
        if (!POSITIONS.contains(position)) {
            throw new UnsupportedTemplate(address + ": StartingPosition must be one of " + POSITIONS + ", not " + position);
        }
        var age = KnownProperties.number(address, properties, "MaximumRecordAgeInSeconds", -1, -1, 604_800);
        return new StageModel.StreamMapping(
                address,
                tableOf(properties.path("EventSourceArn").asText()),
                functions.operation(properties.path("FunctionName").asText(), address),
                KnownProperties.number(address, properties, "BatchSize", 100, 1, 10_000),
                window(address, properties),
                position.equals(FROM_THE_BEGINNING),
                properties.path("BisectBatchOnFunctionError").asBoolean(),
                KnownProperties.number(address, properties, "MaximumRetryAttempts", -1, -1, 10_000),
                age < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(age)),
                KnownProperties.number(address, properties, "ParallelizationFactor", 1, 1, 10),
                partialFailures(address, properties),
                filters(properties),
                KnownProperties.queueArn(address, properties.path("DestinationConfig").path("OnFailure").path("Destination")));
    }

    private static void refuseOtherSources(Resolver resolver, List<Resource> mappings) {
        mappings.forEach(mapping -> {
            var source = resolver.property(mapping, "EventSourceArn").asText();
            if (!source.contains(QUEUES) && !source.contains(STREAMS)) {
                throw new UnsupportedTemplate(mapping.address() + ": the event source " + source + " is not supported, only queues and streams of tables are");
            }
        });
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

    private static Duration window(String address, JsonNode properties) {
        return Duration.ofSeconds(KnownProperties.number(address, properties, "MaximumBatchingWindowInSeconds", 0, 0, 300));
    }

    private static boolean partialFailures(String address, JsonNode properties) {
        var types = properties.path("FunctionResponseTypes");
        types.forEach(type -> {
            if (!type.asText().equals(PARTIAL_FAILURES)) {
                throw new UnsupportedTemplate(address + ": the function response type " + type.asText() + " is not supported");
            }
        });
        return !types.isEmpty();
    }

    private static List<JsonNode> filters(JsonNode properties) {
        var patterns = new ArrayList<JsonNode>();
        properties.path("FilterCriteria").path("Filters").forEach(filter -> patterns.add(Data.parsed(filter.path("Pattern"))));
        return patterns;
    }
}
