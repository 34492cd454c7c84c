package commerce.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping.DestinationConfigProperty;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping.FilterCriteriaProperty;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping.FilterProperty;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping.OnFailureProperty;
import software.constructs.Construct;

/**
 * An operation fed with the changes of the context's table. A record that keeps failing is cut out of its batch, tried a bounded
 * number of times and set aside, so that it never holds up the changes behind it for long; a schedule comes back for what it meant.
 */
final class StreamConsumer extends Construct {

    /** Changes that brought an event. */
    static final String CHANGES_WITH_EVENTS = "{\"dynamodb\":{\"NewImage\":{\"outboxSince\":{\"S\":[{\"exists\":true}]}}}}";

    /** Twice as long as it takes the sweeper to come by. */
    private static final Duration LATE = Duration.minutes(10);

    /** Items of that type, when they are new. */
    static String insertsOf(String type) {
        return "{\"eventName\":[\"INSERT\"],\"dynamodb\":{\"NewImage\":{\"type\":{\"S\":[\"" + type + "\"]}}}}";
    }

    StreamConsumer(Operation consumer, ContextTable table, String changes, DeadLetters deadLetters) {
        super(consumer, "Changes");
        consumer.readsStream(table).may(deadLetters.queue().getQueueArn(), "sqs:SendMessage");
        consumer.context().alarms().from(LATE.toMilliseconds().doubleValue(), this, "Late", Alarms.ofAws("Lambda", "IteratorAge", "Maximum", Map.of("FunctionName", consumer.function().getFunctionName())),
                consumer.name() + " sees changes minutes after they were made: it keeps failing or cannot keep up, see its log");
        CfnEventSourceMapping.Builder.create(this, "Mapping")
                .functionName(consumer.arn())
                .eventSourceArn(table.streamArn())
                .startingPosition("TRIM_HORIZON")
                .batchSize(100)
                .bisectBatchOnFunctionError(true)
                .maximumRetryAttempts(10)
                .maximumRecordAgeInSeconds(3600)
                .functionResponseTypes(List.of("ReportBatchItemFailures"))
                .filterCriteria(FilterCriteriaProperty.builder().filters(List.of(FilterProperty.builder().pattern(changes).build())).build())
                .destinationConfig(DestinationConfigProperty.builder().onFailure(OnFailureProperty.builder().destination(deadLetters.queue().getQueueArn()).build()).build())
                .build();
    }
}
