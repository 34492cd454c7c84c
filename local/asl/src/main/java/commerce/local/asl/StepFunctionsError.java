package commerce.local.asl;

/** An API call was refused, as AWS refuses it. {@link #code()} names AWS's exception. */
public final class StepFunctionsError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The exceptions of the Step Functions API that can happen here; the constant's {@link #awsName()} is AWS's name. */
    public enum Code {
        EXECUTION_ALREADY_EXISTS("ExecutionAlreadyExists"),
        EXECUTION_DOES_NOT_EXIST("ExecutionDoesNotExist"),
        EXECUTION_NOT_REDRIVABLE("ExecutionNotRedrivable"),
        INVALID_ARN("InvalidArn"),
        INVALID_EXECUTION_INPUT("InvalidExecutionInput"),
        INVALID_NAME("InvalidName"),
        INVALID_OUTPUT("InvalidOutput"),
        INVALID_TOKEN("InvalidToken"),
        STATE_MACHINE_ALREADY_EXISTS("StateMachineAlreadyExists"),
        STATE_MACHINE_DOES_NOT_EXIST("StateMachineDoesNotExist"),
        TASK_DOES_NOT_EXIST("TaskDoesNotExist"),
        TASK_TIMED_OUT("TaskTimedOut"),
        VALIDATION("ValidationException");

        private final String awsName;

        Code(String awsName) {
            this.awsName = awsName;
        }

        /** AWS's name, e.g. {@code ExecutionAlreadyExists}. */
        public String awsName() {
            return awsName;
        }
    }

    private final Code code;

    public StepFunctionsError(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
