package commerce.local.asl;

/** Whether RedriveExecution would accept an execution now. */
public enum RedriveStatus {
    REDRIVABLE,
    NOT_REDRIVABLE
}
