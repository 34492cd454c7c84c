package commerce.local.stage.queues;

import commerce.local.stage.FunctionHost;
import commerce.local.stage.Scheduler;
import commerce.local.stage.StageModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All queue mappings of the template. */
public final class QueueConsumers {

    private final List<QueueConsumer> consumers = new ArrayList<>();

    /**
     * @param longestWindow the template's batch windows are cut to this
     * @param handedOver hears how many messages a function is given
     * @throws IllegalArgumentException if a mapping reads a queue that is not there, or one whose messages come back too early
     */
    public QueueConsumers(StageModel model, Queues queues, FunctionHost functions, Scheduler scheduler, Duration longestWindow, Consumer<Integer> handedOver) {
        for (var mapping : model.queueMappings()) {
            var queue = model.queues().get(mapping.queue());
            if (queue == null) {
                throw new IllegalArgumentException("the mapping " + mapping.id() + " reads the queue " + mapping.queue() + ", which no stack has");
            }
            refuseTooShortVisibility(model, mapping, queue);
            var window = mapping.window().compareTo(longestWindow) < 0 ? mapping.window() : longestWindow;
            var consumer = new QueueConsumer(mapping, window, queue, model.region(), queues, functions, scheduler, handedOver);
            queues.onArrival(queue.name(), consumer::arrived);
            consumers.add(consumer);
        }
    }

    /** A message must not become visible again while the function may still be at work on it; AWS does not make such a mapping either. */
    private static void refuseTooShortVisibility(StageModel model, StageModel.QueueMapping mapping, StageModel.Queue queue) {
        var function = model.functions().get(mapping.operation());
        if (function != null && queue.visibilityTimeout().compareTo(function.timeout()) < 0) {
            throw new IllegalArgumentException("the mapping %s is not possible: the visibility time-out of %s (%d s) is less than the time-out of %s (%d s)".formatted(
                    mapping.id(), queue.name(), queue.visibilityTimeout().toSeconds(), mapping.operation(), function.timeout().toSeconds()));
        }
    }

    /** Somebody else may have sent, past this stage. */
    public void wakeAll() {
        consumers.forEach(QueueConsumer::lookAnyway);
    }

    /** Messages that were not taken come again now, not when their visibility time-out ends; how many. */
    public int hurry() {
        return consumers.stream().mapToInt(QueueConsumer::hurry).sum();
    }

    /** Receives nothing more. */
    public void stop() {
        consumers.forEach(QueueConsumer::stop);
    }
}
