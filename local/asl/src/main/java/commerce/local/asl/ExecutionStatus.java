package commerce.local.asl;

/** What an execution can be. {@link #RUNNING} can become any other; FAILED, TIMED_OUT and ABORTED can be redriven to RUNNING. */
public enum ExecutionStatus {
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    ABORTED;

    /** Whether nothing moves any more, unless it is redriven. */
    public boolean isClosed() {
        return this != RUNNING;
    }
}
