package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.definition.ErrorNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a state failed with.
 *
 * @param error the error name; empty for a Fail state without one
 * @param cause a description; absent for time-outs
 * @param heartbeat whether it is a missed heartbeat, which AWS reports as {@code States.Timeout} but matches as {@code States.HeartbeatTimeout} too
 */
record StateError(Optional<String> error, Optional<String> cause, boolean heartbeat) {

    static StateError of(String error, String cause) {
        return new StateError(Optional.of(error), Optional.ofNullable(cause), false);
    }

    static StateError timeout() {
        return new StateError(Optional.of(ErrorNames.TIMEOUT), Optional.empty(), false);
    }

    static StateError missedHeartbeat() {
        return new StateError(Optional.of(ErrorNames.TIMEOUT), Optional.empty(), true);
    }

    String name() {
        return error.orElse("");
    }

    /** An error that nothing catches and nothing retries. */
    boolean isFatal() {
        return name().equals(ErrorNames.RUNTIME);
    }

    /** The Error Output: the value of {@code $states.errorOutput} and a catcher's default output. */
    Map<String, Object> output() {
        Map<String, Object> output = new LinkedHashMap<>();
        error.ifPresent(text -> output.put("Error", text));
        cause.ifPresent(text -> output.put("Cause", text));
        return output;
    }

    /** The details of the history events that report it. */
    Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        error.ifPresent(text -> details.put("error", text));
        cause.ifPresent(text -> details.put("cause", text));
        return details;
    }
}
