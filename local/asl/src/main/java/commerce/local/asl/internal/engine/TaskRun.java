package commerce.local.asl.internal.engine;

import commerce.local.asl.TaskRequest;
import commerce.local.asl.internal.definition.ErrorNames;
import commerce.local.asl.internal.definition.State;
import commerce.local.asl.internal.json.Values;
import commerce.local.asl.internal.jsonata.EvaluationFailure;
import commerce.local.asl.internal.jsonata.Scope;
import commerce.local.asl.internal.jsonata.Template;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Has the host run its Resource and waits for the result or, with a token, for whoever holds the token. */
final class TaskRun extends RecoverableRun {

    private static final long LONGEST_SECONDS = 99_999_999;

    private final State.Task task;
    private final TaskEvents events;
    private Optional<TaskAttempt> attempt = Optional.empty();
    private boolean taskFailed;

    TaskRun(Flow flow, State.Task task, Payload input) {
        super(flow, task, input);
        this.task = task;
        this.events = new TaskEvents(flow, task);
    }

    boolean waitsForToken() {
        return events.waitsForToken();
    }

    @Override
    void begin() {
        taskFailed = false;
        Optional<Long> timeoutSeconds;
        Optional<Long> heartbeatSeconds;
        Payload arguments;
        Optional<String> token;
        TaskAttempt next;
        try {
            Scope plain = scope(Map.of());
            timeoutSeconds = seconds(task.timeoutSeconds(), "TimeoutSeconds", plain);
            heartbeatSeconds = seconds(task.heartbeatSeconds(), "HeartbeatSeconds", plain);
            next = new TaskAttempt(this, waitsForToken() ? heartbeatSeconds : Optional.empty());
            token = waitsForToken() ? Optional.of(next.issueToken()) : Optional.empty();
            Scope scope = token.isPresent() ? scope(Map.of(), Map.of("Task", Map.of("Token", token.get()))) : plain;
            arguments = task.arguments().isPresent() ? Payload.of(task.arguments().get().evaluate(scope)) : input();
        } catch (EvaluationFailure failure) {
            failed(evaluationFailed(failure));
            return;
        }
        if (arguments.isTooLarge()) {
            failed(tooLarge());
        } else if (timeoutSeconds.isPresent() && heartbeatSeconds.isPresent() && heartbeatSeconds.get() >= timeoutSeconds.get()) {
            failed(raised(ErrorNames.RUNTIME, "The value of HeartbeatSeconds must be smaller than the value of TimeoutSeconds."));
        } else {
            attempt = Optional.of(next);
            start(next, arguments, token, timeoutSeconds, heartbeatSeconds);
        }
    }

    private void start(TaskAttempt next, Payload arguments, Optional<String> token, Optional<Long> timeoutSeconds, Optional<Long> heartbeatSeconds) {
        events.scheduled(arguments, timeoutSeconds, heartbeatSeconds);
        Optional<Instant> deadline = timeoutSeconds.map(execution().now()::plusSeconds);
        next.limitTime(deadline);
        TaskRequest request = new TaskRequest(task.resource(), Values.toNode(arguments.value()), token, execution().id().arn(),
                execution().id().stateMachineArn(), name(), retryCount(), deadline);
        execution().host().executor().execute(() -> {
            try {
                execution().host().resources().start(request, next);
            } catch (RuntimeException refused) {
                next.fail(ErrorNames.TASK_FAILED, String.valueOf(refused));
            }
        });
    }

    private Optional<Long> seconds(Optional<Template> template, String field, Scope scope) throws EvaluationFailure {
        return template.isEmpty() ? Optional.empty() : Optional.of(Expected.number(template.get(), scope, field, 1, LONGEST_SECONDS));
    }

    void submitted(Payload answer) {
        events.submitted(answer);
    }

    void resultArrived(Payload result) {
        attempt = Optional.empty();
        if (result.isTooLarge()) {
            failureArrived(StateError.of(ErrorNames.DATA_LIMIT_EXCEEDED, "The state/task '" + events.nameInCause()
                    + "' returned a result with a size exceeding the maximum number of bytes service limit."));
            return;
        }
        events.succeeded(result);
        succeeded(result);
    }

    void failureArrived(StateError error) {
        attempt = Optional.empty();
        taskFailed = true;
        events.failed(error);
        failed(error);
    }

    void timedOut(StateError error) {
        attempt = Optional.empty();
        taskFailed = true;
        events.timedOut(error);
        failed(error);
    }

    @Override
    void silence() {
        super.silence();
        attempt.ifPresent(TaskAttempt::close);
        attempt = Optional.empty();
    }

    /** AWS calls a Task aborted when the task's own failure ends its branch. */
    @Override
    void recordFailureInBranch(long failureEventId) {
        if (taskFailed) {
            recordAborted(failureEventId);
        }
    }
}
