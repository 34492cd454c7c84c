package commerce.local.asl;

/** The host's side of Task states: runs what a {@code Resource} names. */
@FunctionalInterface
public interface TaskResources {

    /**
     * Starts a task and returns without waiting for it. Called on the injected executor. The host reports the resource's own answer
     * through {@code callback}, once, at any time and on any thread; the answer of a task that has timed out or was aborted is ignored.
     * For a resource ending in {@code .waitForTaskToken} the answer only means "submitted" (its value is recorded, not used), and a failure
     * fails the task; the result comes through {@link StepFunctions#sendTaskSuccess}.
     *
     * <p>An exception thrown here fails the task with {@code States.TaskFailed}.
     */
    void start(TaskRequest request, TaskCallback callback);
}
