package commerce.local.stage.bus;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.event.ruler.Machine;

/** The buses and their rules. An event that was accepted is delivered to every target of every rule it matches. */
public final class EventBuses {

    private final StageModel model;
    private final Scheduler scheduler;
    private final VirtualClock clock;
    private final Targets targets;
    private final Map<String, Machine> machines = new HashMap<>();
    private final Map<String, Projection> projections = new HashMap<>();
    private final Map<String, StageModel.Rule> rules = new HashMap<>();
    private final List<BusListener> listeners = new CopyOnWriteArrayList<>();

    public EventBuses(StageModel model, Scheduler scheduler, VirtualClock clock, Targets targets) {
        this.model = model;
        this.scheduler = scheduler;
        this.clock = clock;
        this.targets = targets;
        for (var bus : model.buses()) {
            machines.put(bus, new Machine());
            projections.put(bus, Projection.of(List.of()));
        }
        model.rules().forEach(this::add);
    }

    private void add(StageModel.Rule rule) {
        if (!machines.containsKey(rule.bus())) {
            throw new IllegalArgumentException("the rule " + rule.id() + " is for the bus " + rule.bus() + ", which no stack has");
        }
        try {
            machines.get(rule.bus()).addRule(rule.id(), rule.pattern().toString());
        } catch (IOException e) {
            throw new IllegalArgumentException("the pattern of rule " + rule.id() + " is not valid: " + e.getMessage(), e);
        }
        rule.targets().forEach(target -> Targets.check(rule.id(), target));
        projections.get(rule.bus()).add(rule.pattern());
        rules.put(rule.id(), rule);
    }

    /** From now on it hears every event. */
    public void tell(BusListener listener) {
        listeners.add(listener);
    }

    boolean exists(String bus) {
        return machines.containsKey(bus);
    }

    Instant now() {
        return clock.instant();
    }

    /** Puts an event of an AWS service on the default bus. */
    public void putServiceEvent(String source, String detailType, Instant time, List<String> resources, JsonNode detail) {
        put(List.of(event("default", source, detailType, time, resources, detail)));
    }

    BusEvent event(String bus, String source, String detailType, Instant time, List<String> resources, JsonNode detail) {
        return BusEvent.of(bus, source, detailType, time, resources, detail, model.account(), model.region());
    }

    /** Accepts events; they are delivered soon. */
    void put(List<BusEvent> events) {
        listeners.forEach(listener -> events.forEach(event -> listener.accepted(event.bus(), event.json())));
        scheduler.run(Kind.EVENT, "events", () -> deliver(events));
    }

    private void deliver(List<BusEvent> events) {
        var deliveries = new LinkedHashMap<RuleTarget, List<Delivery>>();
        var now = clock.instant();
        for (var event : events) {
            var whole = event.json().toString();
            for (var id : Patterns.matching(machines.get(event.bus()), projections.get(event.bus()), event.json())) {
                var rule = rules.get(id);
                for (var target : rule.targets()) {
                    if (target.arn().contains(":event-bus/")) {
                        forward(event, target.arn());
                    } else {
                        deliveries.computeIfAbsent(new RuleTarget(rule, target), any -> new ArrayList<>())
                                .add(Delivery.of(target.input(), event.json(), whole, rule.name(), arn(rule), now));
                    }
                }
            }
        }
        deliveries.forEach((to, what) -> targets.deliver(arn(to.rule()), to.target(), what));
    }

    private record RuleTarget(StageModel.Rule rule, StageModel.Target target) {}

    private String arn(StageModel.Rule rule) {
        return "arn:aws:events:" + model.region() + ":" + model.account() + ":rule/" + (rule.bus().equals("default") ? "" : rule.bus() + "/") + rule.name();
    }

    private void forward(BusEvent event, String busArn) {
        var bus = busArn.substring(busArn.lastIndexOf('/') + 1);
        if (exists(bus)) {
            put(List.of(new BusEvent(bus, event.id(), event.json())));
        }
    }
}
