package commerce.local.asl;

import java.time.Instant;
import java.util.Optional;

/**
 * An execution at one moment, with the fields of DescribeExecution.
 *
 * @param executionArn the ARN, {@code arn:aws:states:<region>:<account>:execution:<machine>:<name>}
 * @param stateMachineArn the machine it runs
 * @param name unique within the machine
 * @param status see {@link ExecutionStatus}
 * @param startDate when it was started; a redrive does not change it
 * @param stopDate when it closed; empty while RUNNING
 * @param input JSON text
 * @param output JSON text, present only when SUCCEEDED
 * @param error error name, present only when FAILED (or ABORTED with one)
 * @param cause error description, likewise
 * @param redriveCount how often it was redriven
 * @param redriveDate when it was last redriven
 * @param redriveStatus whether it can be redriven now
 * @param redriveStatusReason why not, when it cannot
 * @param stateTransitions billed state transitions so far: every state entered, every retry, every redrive
 */
public record ExecutionDescription(
        String executionArn,
        String stateMachineArn,
        String name,
        ExecutionStatus status,
        Instant startDate,
        Optional<Instant> stopDate,
        String input,
        Optional<String> output,
        Optional<String> error,
        Optional<String> cause,
        int redriveCount,
        Optional<Instant> redriveDate,
        RedriveStatus redriveStatus,
        Optional<String> redriveStatusReason,
        long stateTransitions) {}
