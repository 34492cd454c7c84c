package commerce.infra;

/** What starts an operation, and how long it may then run. */
enum Trigger {

    /** The HTTP API gives up after 29 s. */
    HTTP(15),
    /** A state of a workflow, whose own time-out is 30 s. */
    TASK(20),
    /** A task that answers expected refusals by throwing a named exception, which Lambda counts as an error although nothing is wrong. */
    REFUSABLE_TASK(20),
    /** Another function that waits for the answer. */
    LOOKUP(5),
    /** A queue: six times this is the queue's visibility time-out. */
    QUEUE(30),
    /** The stream of the context's own table. */
    STREAM(60),
    /** A rule every few minutes. */
    SCHEDULE(60);

    private final int timeoutSeconds;

    Trigger(int timeoutSeconds) {
        this.timeoutSeconds = timeoutSeconds;
    }

    int timeoutSeconds() {
        return timeoutSeconds;
    }
}
