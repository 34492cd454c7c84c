package commerce.local.stage.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.bus.Delivery;
import commerce.local.stage.bus.Targets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All schedules of the template. */
public final class Schedules {

    private final StageModel model;
    private final Scheduler scheduler;
    private final VirtualClock clock;
    private final Targets targets;
    private final Map<StageModel.Schedule, ScheduleExpression> expressions = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if an expression or a target is not understood */
    public Schedules(StageModel model, Scheduler scheduler, VirtualClock clock, Targets targets) {
        this.model = model;
        this.scheduler = scheduler;
        this.clock = clock;
        this.targets = targets;
        model.schedules().forEach(schedule -> {
            schedule.targets().forEach(target -> Targets.check(schedule.id(), target));
            expressions.put(schedule, ScheduleExpression.parse(schedule.expression()));
        });
    }

    /** Makes the first appointment of each, counted from now; one whose time will never come has none. */
    public void start() {
        expressions.forEach((schedule, expression) -> appoint(schedule, expression, clock.instant()));
    }

    private void appoint(StageModel.Schedule schedule, ScheduleExpression expression, Instant after) {
        expression.after(after).ifPresent(due -> scheduler.at(due, Kind.TIMER, "schedule " + schedule.name(), () -> {
            appoint(schedule, expression, due);
            var event = event(schedule, due);
            schedule.targets().forEach(target -> targets.deliver(arn(schedule), target, List.of(Delivery.of(target.input(), event, schedule.name(), arn(schedule), due))));
        }));
    }

    private String arn(StageModel.Schedule schedule) {
        return "arn:aws:events:" + model.region() + ":" + model.account() + ":rule/" + schedule.name();
    }

    private JsonNode event(StageModel.Schedule schedule, Instant due) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("version", "0").put("id", UUID.randomUUID().toString()).put("detail-type", "Scheduled Event").put("source", "aws.events");
        json.put("account", model.account()).put("time", due.truncatedTo(ChronoUnit.SECONDS).toString()).put("region", model.region());
        json.putArray("resources").add(arn(schedule));
        json.putObject("detail");
        return json;
    }
}
