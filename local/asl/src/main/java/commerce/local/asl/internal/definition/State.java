package commerce.local.asl.internal.definition;

import commerce.local.asl.internal.jsonata.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One state of a definition, validated and with its expressions parsed. */
public sealed interface State {

    String name();

    /** What the state puts into variables; empty if it has no {@code Assign}. */
    Map<String, Template> assign();

    /** The state's {@code Output}, if it has one. */
    Optional<Template> output();

    /** AWS's word for the type, as it stands in {@code Type} and in history events. */
    default String type() {
        return switch (this) {
            case Pass pass -> "Pass";
            case Task task -> "Task";
            case Choice choice -> "Choice";
            case Wait wait -> "Wait";
            case Succeed succeed -> "Succeed";
            case Fail fail -> "Fail";
            case Parallel parallel -> "Parallel";
            case MapState map -> "Map";
        };
    }

    /** A state that can be retried and caught. */
    sealed interface Recoverable extends State permits Task, Parallel, MapState {

        List<Retrier> retriers();

        List<Catcher> catchers();

        /** Where to go; empty at an end. */
        Optional<String> next();
    }

    record Pass(String name, Map<String, Template> assign, Optional<Template> output, Optional<String> next) implements State {}

    record Succeed(String name, Map<String, Template> assign, Optional<Template> output) implements State {}

    record Fail(String name, Optional<Template> error, Optional<Template> cause) implements State {
        @Override
        public Map<String, Template> assign() {
            return Map.of();
        }

        @Override
        public Optional<Template> output() {
            return Optional.empty();
        }
    }

    /** Exactly one of seconds and timestamp is given. */
    record Wait(String name, Map<String, Template> assign, Optional<Template> output, Optional<String> next, Optional<Template> seconds,
            Optional<Template> timestamp) implements State {}

    /** {@code assign} and {@code output} are used when the default is taken; each rule has its own. */
    record Choice(String name, Map<String, Template> assign, Optional<Template> output, List<Rule> rules, Optional<String> defaultNext)
            implements State {

        /** A rule whose condition is an expression or a plain boolean. */
        public record Rule(Template condition, String next, Map<String, Template> assign, Optional<Template> output) {}
    }

    record Task(String name, Map<String, Template> assign, Optional<Template> output, Optional<String> next, String resource,
            Optional<Template> arguments, Optional<Template> timeoutSeconds, Optional<Template> heartbeatSeconds, List<Retrier> retriers,
            List<Catcher> catchers) implements Recoverable {}

    record Parallel(String name, Map<String, Template> assign, Optional<Template> output, Optional<String> next, Optional<Template> arguments,
            List<Container> branches, List<Retrier> retriers, List<Catcher> catchers) implements Recoverable {}

    /** The Map state; its name avoids {@link Map}. */
    record MapState(String name, Map<String, Template> assign, Optional<Template> output, Optional<String> next, Optional<Template> items,
            Optional<Template> itemSelector, Optional<Template> maxConcurrency, Optional<Template> toleratedFailureCount,
            Optional<Template> toleratedFailurePercentage, Container processor, List<Retrier> retriers, List<Catcher> catchers)
            implements Recoverable {}

    /** States with a start: the machine itself, a branch, an item processor. */
    record Container(String startAt, Map<String, State> states) {
        public State state(String name) {
            return states.get(name);
        }
    }

    /** One entry of {@code Retry}; intervals in seconds. */
    record Retrier(List<String> errorEquals, long intervalSeconds, long maxAttempts, double backoffRate, Optional<Long> maxDelaySeconds,
            boolean fullJitter) {}

    /** One entry of {@code Catch}. */
    record Catcher(List<String> errorEquals, String next, Map<String, Template> assign, Optional<Template> output) {}
}
