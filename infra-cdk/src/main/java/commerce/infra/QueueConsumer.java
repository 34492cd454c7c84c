package commerce.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.SqsQueue;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * An operation fed with events: rule, queue, mapping, dead letters. The rule is made here, in the consumer's stack, whichever bus it
 * listens to. The body of a message is the whole EventBridge event.
 */
final class QueueConsumer extends Construct {

    private static final int BATCH = 10;
    private static final int DELIVERIES = 5;

    QueueConsumer(Operation consumer, IEventBus bus, EventPattern events, DeploymentConfig.Capacity capacity, Alarms alarms) {
        super(consumer, "Events");
        var deadLetters = new DeadLetters(this, "DeadLetters", alarms, consumer.name() + " could not work on an event: repair the cause, then move the messages back to its queue");
        // Six times the function's time-out, as Lambda asks for: a batch may be tried again before its messages come back.
        var hidden = Duration.seconds(6L * consumer.timeoutSeconds());
        var queue = Queue.Builder.create(this, "Queue")
                .encryption(QueueEncryption.SQS_MANAGED).enforceSsl(true)
                .visibilityTimeout(hidden)
                .retentionPeriod(Duration.days(14))
                .deadLetterQueue(DeadLetterQueue.builder().queue(deadLetters.queue()).maxReceiveCount(DELIVERIES).build())
                .build();
        // By then a message that fails has had all its deliveries: what is older was not even tried.
        alarms.from(DELIVERIES * hidden.toSeconds().doubleValue(), this, "Stuck", Alarms.ofAws("SQS", "ApproximateAgeOfOldestMessage", "Maximum", Map.of("QueueName", queue.getQueueName())),
                "events wait for " + consumer.name() + ", which is not called or cannot keep up: see its throttles and its event source mapping");
        Rule.Builder.create(this, "Rule")
                .eventBus(bus)
                .eventPattern(events)
                .targets(List.of(SqsQueue.Builder.create(queue).deadLetterQueue(deadLetters.queue()).maxEventAge(Duration.hours(24)).retryAttempts(185).build()))
                .build();
        consumer.may(queue.getQueueArn(), "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage");
        CfnEventSourceMapping.Builder.create(this, "Mapping")
                .functionName(consumer.arn())
                .eventSourceArn(queue.getQueueArn())
                .batchSize(BATCH)
                .maximumBatchingWindowInSeconds(1)
                .functionResponseTypes(List.of("ReportBatchItemFailures"))
                .scalingConfig(CfnEventSourceMapping.ScalingConfigProperty.builder().maximumConcurrency(capacity.batchesPerQueue()).build())
                .build();
    }
}
