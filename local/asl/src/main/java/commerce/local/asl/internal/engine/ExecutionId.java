package commerce.local.asl.internal.engine;

/** Names of an execution, derived from its state machine's ARN: {@code arn:aws:states:<region>:<account>:stateMachine:<machine>}. */
public record ExecutionId(String stateMachineArn, String name) {

    private static final int PARTITION = 1;
    private static final int REGION = 3;
    private static final int ACCOUNT = 4;
    private static final int RESOURCE_NAME = 6;

    String arn() {
        return String.join(":", "arn", part(PARTITION), "states", region(), part(ACCOUNT), "execution", stateMachineName(), name);
    }

    String region() {
        return part(REGION);
    }

    String stateMachineName() {
        return part(RESOURCE_NAME);
    }

    String roleArn() {
        return "arn:" + part(PARTITION) + ":iam::" + part(ACCOUNT) + ":role/" + stateMachineName();
    }

    /** The execution's ARN. */
    public String executionArn() {
        return arn();
    }

    private String part(int index) {
        return stateMachineArn.split(":", -1)[index];
    }
}
