package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.definition.State;
import commerce.local.asl.internal.jsonata.EvaluationFailure;
import commerce.local.asl.internal.jsonata.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs its processor for each item, so many at once as MaxConcurrency allows; its result is the array of outputs in the items' order. */
final class MapRun extends BranchedRun {

    /** How many iterations of an inline Map AWS runs at once when nothing else is said. */
    private static final int CONCURRENCY_CEILING = 40;

    private final State.MapState map;
    private List<?> items = List.of();
    private int concurrency = CONCURRENCY_CEILING;

    MapRun(Flow flow, State.MapState map, Payload input) {
        super(flow, map, input);
        this.map = map;
    }

    @Override
    void begin() {
        try {
            items = items();
            long asked = number(map.maxConcurrency(), "MaxConcurrency", Long.MAX_VALUE);
            concurrency = asked == 0 ? CONCURRENCY_CEILING : (int) Math.min(asked, CONCURRENCY_CEILING);
            // Tolerated failures only mean something to distributed maps; AWS evaluates the fields all the same.
            number(map.toleratedFailureCount(), "ToleratedFailureCount", Integer.MAX_VALUE);
            number(map.toleratedFailurePercentage(), "ToleratedFailurePercentage", 100);
        } catch (EvaluationFailure failure) {
            failed(evaluationFailed(failure));
            return;
        }
        List<Flow> iterations = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            iterations.add(Flow.inside(this, map.processor(), i, Optional.of(Map.of("Item", Map.of("Index", i, "Value", items.get(i))))));
        }
        startFlows(iterations, "mapStateStartedEventDetails", Map.of("length", items.size()));
    }

    private List<?> items() throws EvaluationFailure {
        Object value = map.items().isPresent() ? map.items().get().evaluate(scope(Map.of())) : input().value();
        return switch (value) {
            case List<?> list -> list;
            case Map<?, ?> members -> entries(members);
            default -> throw Expected.unexpected(map.items().orElse(new Template.Constant(value)), "Items", "array", value);
        };
    }

    private static List<Object> entries(Map<?, ?> members) {
        List<Object> entries = new ArrayList<>(members.size());
        members.forEach((key, value) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("Key", key);
            entry.put("Value", value);
            entries.add(entry);
        });
        return entries;
    }

    private long number(Optional<Template> template, String field, long most) throws EvaluationFailure {
        return template.isEmpty() ? 0 : Expected.number(template.get(), scope(Map.of()), field, 0, most);
    }

    @Override
    void startMore(long previousEventId) {
        long running = flows().stream().filter(Flow::isRunning).count();
        for (Flow iteration : flows()) {
            if (running >= concurrency) {
                return;
            }
            if (iteration.isNew()) {
                running++;
                if (!start(iteration, previousEventId)) {
                    return;
                }
            }
        }
    }

    /** @return false if the iteration's input could not be made, which fails the state */
    private boolean start(Flow iteration, long previousEventId) {
        Payload iterationInput;
        try {
            iterationInput = map.itemSelector().isPresent()
                    ? Payload.of(map.itemSelector().get().evaluate(scope(Map.of(), Map.of("Map", iteration.mapItem().orElseThrow()))))
                    : Payload.of(items.get(iteration.index()));
        } catch (EvaluationFailure failure) {
            settleFailed(evaluationFailed(failure));
            return false;
        }
        if (iterationInput.isTooLarge()) {
            settleFailed(tooLarge());
            return false;
        }
        iteration.continueFrom(previousEventId);
        long started = iteration.record("MapIterationStarted", "mapIterationStartedEventDetails", details(iteration));
        iteration.start(iterationInput, started);
        return true;
    }

    @Override
    void recordFlowSucceeded(Flow finished) {
        flow().continueFrom(finished.recordAside("MapIterationSucceeded", "mapIterationSucceededEventDetails", details(finished)));
    }

    @Override
    void recordFlowEnded(Flow ended, String outcome, long failureEventId) {
        execution().record(failureEventId, "MapIteration" + outcome, "mapIteration" + outcome + "EventDetails", details(ended));
    }

    private Map<String, Object> details(Flow iteration) {
        return Map.of("name", name(), "index", iteration.index());
    }
}
