package commerce.local.stage.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.StageModel;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads tables, queues and state machines. */
final class Data {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SAME_IN_THE_API = List.of("KeySchema", "AttributeDefinitions");

    private Data() {}

    static StageModel.Table table(Resolver resolver, Resource resource) {
        var properties = resolver.properties(resource);
        var name = resolver.name(resource);
        var definition = JsonNodeFactory.instance.objectNode();
        definition.put("TableName", name).put("BillingMode", "PAY_PER_REQUEST");
        SAME_IN_THE_API.forEach(member -> definition.set(member, properties.path(member)));
        indexes(definition, "GlobalSecondaryIndexes", properties);
        indexes(definition, "LocalSecondaryIndexes", properties);
        var view = properties.path("StreamSpecification").path("StreamViewType");
        if (view.isTextual()) {
            definition.putObject("StreamSpecification").put("StreamEnabled", true).put("StreamViewType", view.asText());
        }
        var arn = resolver.arn(resource);
        var timeToLive = properties.path("TimeToLiveSpecification");
        return new StageModel.Table(
                name,
                arn,
                definition,
                view.isTextual() ? Optional.of(resolver.attribute(resource, "StreamArn")) : Optional.empty(),
                timeToLive.path("Enabled").asBoolean() ? Optional.of(timeToLive.path("AttributeName").asText()) : Optional.empty());
    }

    private static void indexes(ObjectNode definition, String member, JsonNode properties) {
        properties.path(member).forEach(index -> {
            var indexes = definition.withArrayProperty(member);
            var copy = indexes.addObject();
            List.of("IndexName", "KeySchema", "Projection").forEach(each -> copy.set(each, index.path(each)));
        });
    }

    /** Its name. */
    static String bucket(Resolver resolver, Resource resource) {
        KnownProperties.refuseOthers(resource.address(), resolver.properties(resource), KnownProperties.BUCKET);
        return resolver.name(resource);
    }

    static StageModel.Queue queue(Resolver resolver, Resource resource) {
        var properties = resolver.properties(resource);
        if (properties.path("FifoQueue").asBoolean()) {
            throw new UnsupportedTemplate(resource.address() + ": FIFO queues are not supported");
        }
        KnownProperties.refuseOthers(resource.address(), properties, KnownProperties.QUEUE);
        var redrive = parsed(properties.path("RedrivePolicy"));
        return new StageModel.Queue(
                resolver.name(resource),
                resolver.arn(resource),
                Duration.ofSeconds(properties.path("VisibilityTimeout").asInt(30)),
                Duration.ofSeconds(properties.path("DelaySeconds").asInt(0)),
                Duration.ofSeconds(properties.path("MessageRetentionPeriod").asInt(345_600)),
                redrive.has("deadLetterTargetArn")
                        ? Optional.of(new StageModel.Redrive(lastPart(redrive.path("deadLetterTargetArn").asText()), redrive.path("maxReceiveCount").asInt()))
                        : Optional.empty());
    }

    static StageModel.StateMachine stateMachine(Resolver resolver, Resource resource) {
        var properties = resolver.properties(resource);
        if (!properties.path("DefinitionString").isTextual()) {
            throw new UnsupportedTemplate(resource.address() + ": only DefinitionString is supported");
        }
        if (!properties.path("StateMachineType").asText("STANDARD").equals("STANDARD")) {
            throw new UnsupportedTemplate(resource.address() + ": only STANDARD workflows are supported");
        }
        var definition = properties.path("DefinitionString").asText();
        for (var substitution : properties.path("DefinitionSubstitutions").properties()) {
            definition = definition.replace("${" + substitution.getKey() + "}", substitution.getValue().asText());
        }
        return new StageModel.StateMachine(resolver.name(resource), resolver.arn(resource), definition);
    }

    /** The last part of an ARN whose parts are separated by colons: a queue's name. */
    static String lastPart(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    /** Some properties take JSON or the text of it. */
    static JsonNode parsed(JsonNode jsonOrText) {
        if (!jsonOrText.isTextual()) {
            return jsonOrText;
        }
        try {
            return JSON.readTree(jsonOrText.asText());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException("not JSON: " + jsonOrText.asText(), e);
        }
    }
}
