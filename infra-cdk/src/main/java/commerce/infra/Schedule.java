package commerce.infra;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig.DestinationConfigProperty;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig.OnFailureProperty;
import software.constructs.Construct;

/** An operation that runs every few minutes. A run that could not start or kept failing is set aside; the next one is never far. */
final class Schedule extends Construct {

    private static final int RETRIES = 2;

    Schedule(Operation operation, Duration every, DeadLetters deadLetters) {
        super(operation, "Schedule");
        Rule.Builder.create(this, "Rule")
                .schedule(software.amazon.awscdk.services.events.Schedule.rate(every))
                .targets(List.of(LambdaFunction.Builder.create(operation.alias()).deadLetterQueue(deadLetters.queue()).maxEventAge(every).retryAttempts(RETRIES).build()))
                .build();
        operation.may(deadLetters.queue().getQueueArn(), "sqs:SendMessage");
        CfnEventInvokeConfig.Builder.create(this, "Failures")
                .functionName(operation.function().getFunctionName())
                .qualifier(operation.alias().getAliasName())
                .maximumEventAgeInSeconds(every.toSeconds())
                .maximumRetryAttempts(RETRIES)
                .destinationConfig(DestinationConfigProperty.builder().onFailure(OnFailureProperty.builder().destination(deadLetters.queue().getQueueArn()).build()).build())
                .build();
    }
}
