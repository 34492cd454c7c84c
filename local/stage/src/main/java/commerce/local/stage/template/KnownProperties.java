package commerce.local.stage.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/** Properties this stage honours, or knows to be without effect here. Any other stops the start: it would be ignored in silence. */
final class KnownProperties {

    static final Set<String> QUEUE_MAPPING = Set.of(
            "EventSourceArn", "FunctionName", "Enabled", "BatchSize", "MaximumBatchingWindowInSeconds", "FunctionResponseTypes", "ScalingConfig", "FilterCriteria",
            // Without effect here.
            "Tags", "KmsKeyArn", "MetricsConfig", "LoggingConfig");

    static final Set<String> STREAM_MAPPING = Set.of(
            "EventSourceArn", "FunctionName", "Enabled", "StartingPosition", "BatchSize", "MaximumBatchingWindowInSeconds", "BisectBatchOnFunctionError",
            "MaximumRetryAttempts", "MaximumRecordAgeInSeconds", "ParallelizationFactor", "FunctionResponseTypes", "FilterCriteria", "DestinationConfig",
            // Without effect here.
            "Tags", "KmsKeyArn", "MetricsConfig", "LoggingConfig");

    static final Set<String> QUEUE = Set.of(
            "QueueName", "VisibilityTimeout", "DelaySeconds", "RedrivePolicy",
            // Without effect here; docs/differences.md says more.
            "FifoQueue", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "RedriveAllowPolicy", "SqsManagedSseEnabled", "KmsMasterKeyId",
            "KmsDataKeyReusePeriodSeconds", "Tags");

    /** Every bucket is versioned here. */
    static final Set<String> BUCKET = Set.of(
            "BucketName", "VersioningConfiguration",
            // Without effect here.
            "BucketEncryption", "LifecycleConfiguration", "LoggingConfiguration", "OwnershipControls", "PublicAccessBlockConfiguration", "Tags");

    static final Set<String> RULE = Set.of("Name", "Description", "EventBusName", "EventPattern", "ScheduleExpression", "State", "Targets", "RoleArn", "Tags");

    static final Set<String> TARGET = Set.of("Id", "Arn", "Input", "InputPath", "InputTransformer", "RetryPolicy", "DeadLetterConfig", "RoleArn");

    static final Set<String> ASYNC = Set.of("FunctionName", "Qualifier", "MaximumEventAgeInSeconds", "MaximumRetryAttempts", "DestinationConfig");

    private KnownProperties() {}

    /** @throws UnsupportedTemplate naming every property that is not known */
    static void refuseOthers(String address, JsonNode properties, Set<String> known) {
        var unknown = properties.properties().stream().map(property -> property.getKey()).filter(name -> !known.contains(name)).sorted()
                .map(name -> "%s: the stage does not know the property %s".formatted(address, name)).toList();
        if (!unknown.isEmpty()) {
            throw new UnsupportedTemplate(unknown);
        }
    }

    /** The ARN of a queue, or none. @throws UnsupportedTemplate if it is something else's */
    static Optional<String> queueArn(String address, JsonNode arn) {
        if (arn.isTextual() && !arn.asText().contains(":sqs:")) {
            throw new UnsupportedTemplate(address + ": only a queue can be told here, not " + arn.asText());
        }
        return arn.isTextual() ? Optional.of(arn.asText()) : Optional.empty();
    }

    /** A number within what AWS takes. */
    static int number(String address, JsonNode properties, String name, int otherwise, int lowest, int highest) {
        var value = properties.path(name).asInt(otherwise);
        if (value < lowest || value > highest) {
            throw new UnsupportedTemplate("%s: %s must be %d to %d, not %d".formatted(address, name, lowest, highest, value));
        }
        return value;
    }
}
