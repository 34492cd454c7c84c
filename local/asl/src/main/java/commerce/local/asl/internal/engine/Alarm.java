package commerce.local.asl.internal.engine;

import commerce.local.asl.Cancellation;
import java.time.Instant;

/** A timer of an execution: fires at most once, under the lock, and never after it was cancelled, however late the host's timer is. */
final class Alarm {

    private boolean over;
    private Cancellation timer = () -> { };

    private Alarm() {}

    /**
     * Only under the execution's lock.
     *
     * @param what begins the timer's label: {@code "wait"}, {@code "retry"}, {@code "timeout"}, {@code "heartbeat"}, {@code "execution-timeout"}
     */
    static Alarm set(Execution execution, Instant due, String what, String state, Runnable fire) {
        Alarm alarm = new Alarm();
        String label = what + " " + execution.id().name() + (state.isEmpty() ? "" : "/" + state);
        alarm.timer = execution.host().timers().at(due, label, () -> execution.run(() -> {
            if (!alarm.over) {
                alarm.over = true;
                fire.run();
            }
        }));
        return alarm;
    }

    void cancel() {
        if (!over) {
            over = true;
            timer.cancel();
        }
    }
}
