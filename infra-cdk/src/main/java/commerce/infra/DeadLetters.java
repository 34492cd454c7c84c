package commerce.infra;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** Where a message ends that could not be delivered or worked on: kept for 14 days, and never unnoticed. */
final class DeadLetters extends Construct {

    private final Queue queue;

    /** @param meaning what a message in it means */
    DeadLetters(Construct scope, String id, Alarms alarms, String meaning) {
        super(scope, id);
        queue = Queue.Builder.create(this, "Queue")
                .encryption(QueueEncryption.SQS_MANAGED).enforceSsl(true)
                .retentionPeriod(Duration.days(14))
                .build();
        alarms.on(this, "NotEmpty", queue.metricApproximateNumberOfMessagesVisible(MetricOptions.builder().period(Alarms.PERIOD).statistic("Maximum").build()), meaning);
    }

    Queue queue() {
        return queue;
    }
}
