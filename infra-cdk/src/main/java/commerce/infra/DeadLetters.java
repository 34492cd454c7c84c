package commerce.infra;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** Where a message ends that could not be delivered or worked on: kept for 14 days, never unnoticed, and not forgotten before it is lost. */
final class DeadLetters extends Construct {

    private static final Duration KEPT = Duration.days(14);
    /** Late enough to mean that nobody looked, early enough to look. */
    private static final Duration FORGOTTEN = Duration.days(10);

    private final Queue queue;

    /** @param meaning what a message in it means */
    DeadLetters(Construct scope, String id, Alarms alarms, String meaning) {
        super(scope, id);
        queue = Queue.Builder.create(this, "Queue")
                .encryption(QueueEncryption.SQS_MANAGED).enforceSsl(true)
                .retentionPeriod(KEPT)
                .build();
        alarms.on(this, "NotEmpty", queue.metricApproximateNumberOfMessagesVisible(MetricOptions.builder().period(Alarms.PERIOD).statistic("Maximum").build()), meaning);
        alarms.from(FORGOTTEN.toSeconds().doubleValue(), this, "Expiring", Alarms.ofAws("SQS", "ApproximateAgeOfOldestMessage", "Maximum", Map.of("QueueName", queue.getQueueName())),
                "nobody has looked for " + FORGOTTEN.toDays() + " days, and after " + KEPT.toDays() + " it is lost: " + meaning);
    }

    Queue queue() {
        return queue;
    }
}
