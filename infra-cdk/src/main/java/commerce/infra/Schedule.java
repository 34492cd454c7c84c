package commerce.infra;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig.DestinationConfigProperty;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig.OnFailureProperty;
import software.constructs.Construct;

/** An operation that runs by the clock. A run that could not start or kept failing is set aside. */
final class Schedule extends Construct {

    private static final int RETRIES = 2;

    private Schedule(Operation operation, software.amazon.awscdk.services.events.Schedule when, Duration worthwhile, DeadLetters deadLetters) {
        super(operation, "Schedule");
        Rule.Builder.create(this, "Rule")
                .schedule(when)
                .targets(List.of(LambdaFunction.Builder.create(operation.alias()).deadLetterQueue(deadLetters.queue()).maxEventAge(worthwhile).retryAttempts(RETRIES).build()))
                .build();
        operation.may(deadLetters.queue().getQueueArn(), "sqs:SendMessage");
        CfnEventInvokeConfig.Builder.create(this, "Failures")
                .functionName(operation.function().getFunctionName())
                .qualifier(operation.alias().getAliasName())
                .maximumEventAgeInSeconds(worthwhile.toSeconds())
                .maximumRetryAttempts(RETRIES)
                .destinationConfig(DestinationConfigProperty.builder().onFailure(OnFailureProperty.builder().destination(deadLetters.queue().getQueueArn()).build()).build())
                .build();
    }

    /** Every few minutes, every hour: the next run is never far. */
    static void rate(Operation operation, Duration every, DeadLetters deadLetters) {
        new Schedule(operation, software.amazon.awscdk.services.events.Schedule.rate(every), every, deadLetters);
    }

    /** Once a day, at that full hour in UTC; a run that could not start is worth starting for some hours. */
    static void nightly(Operation operation, int hour, DeadLetters deadLetters) {
        new Schedule(operation, software.amazon.awscdk.services.events.Schedule.expression("cron(0 " + hour + " * * ? *)"), Duration.hours(6), deadLetters);
    }
}
