package commerce.infra;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.lambda.Code;
import software.constructs.Construct;

/**
 * One context: its table, its operations, what triggers them. A subclass is the list of them; this class knows how each kind is
 * built.
 */
abstract class ContextStack extends Stack {

    private static final Duration SWEEP = Duration.minutes(5);
    private static final Duration HOUR = Duration.hours(1);

    private final Deployment deployment;
    private final PlatformStack platform;
    private final Alarms alarms;
    private final Code code;
    private final ContextTable table;
    private final List<Route> routes = new ArrayList<>();

    /** @param name of the context: {@code Inventory} is the stack, its module {@code inventory} */
    ContextStack(Construct scope, String name, Deployment deployment, PlatformStack platform) {
        super(scope, name, PlatformStack.props(deployment, name, "The " + name.toLowerCase() + " context of Commerce Functions"));
        Annotations.of(this).acknowledgeWarning("@aws-cdk/aws-lambda:snapStartRequirePublish", "every function is called through an alias of its newest published version");
        this.deployment = deployment;
        this.platform = platform;
        this.alarms = Alarms.to(platform.alarmTopic());
        this.code = deployment.code().of(module());
        this.table = new ContextTable(this, name, deployment.config().data(), platform.dataKey());
    }

    /** Answers a route of the HTTP API. @param route for example {@code POST /orders} */
    final Operation http(String name, String route, Access access) {
        var operation = new Operation(this, name, Trigger.HTTP, route);
        routes.add(Route.of(route, access, operation));
        return operation;
    }

    /** Is a state of the checkout workflow. */
    final Operation task(String name) {
        return task(name, "Checkout");
    }

    /** Is a state of that workflow. */
    final Operation task(String name, String workflow) {
        return new Operation(this, name, Trigger.TASK, "a step of " + Operation.kebab(workflow));
    }

    /** Is a state of the checkout workflow, and refuses by throwing what the workflow catches by name. */
    final Operation refusableTask(String name) {
        return new Operation(this, name, Trigger.REFUSABLE_TASK, "a step of checkout");
    }

    /** Is asked by functions of other contexts, which wait for the answer. */
    final Operation lookup(String name) {
        return new Operation(this, name, Trigger.LOOKUP, "asked by other contexts");
    }

    /** Consumes events of another (or its own) context from a queue of its own. */
    final Operation consumer(String name, String source, String... types) {
        return consumer(name, List.of(source), types);
    }

    /** Consumes events of several contexts. */
    final Operation consumer(String name, List<String> sources, String... types) {
        return consumer(name, of(sources, types));
    }

    private static EventPattern of(List<String> sources, String... types) {
        return EventPattern.builder().source(sources.stream().map(source -> "commerce." + source).toList()).detailType(List.of(types)).build();
    }

    /** Consumes events of another context, of which each is much work. */
    final Operation slowConsumer(String name, int seconds, String source, String... types) {
        return consumer(name, seconds, of(List.of(source), types));
    }

    /** Consumes what matches on our bus. */
    final Operation consumer(String name, EventPattern events) {
        return consumer(name, Trigger.QUEUE.timeoutSeconds(), events);
    }

    /** Consumes what matches on our bus, and may take that long for it. */
    private Operation consumer(String name, int seconds, EventPattern events) {
        var operation = new Operation(this, name, Trigger.QUEUE, String.join(", ", events.getDetailType())).within(seconds);
        new QueueConsumer(operation, platform.bus(), events, deployment.config().capacity(), alarms);
        return operation;
    }

    /** Consumes events that AWS itself publishes, on the account's default bus. */
    final Operation awsConsumer(String name, EventPattern events) {
        var operation = new Operation(this, name, Trigger.QUEUE, String.join(", ", events.getDetailType()));
        new QueueConsumer(operation, platform.defaultBus(), events, deployment.config().capacity(), alarms);
        return operation;
    }

    /** Sees those changes of the table. */
    final Operation onChanges(String name, String changes, DeadLetters deadLetters) {
        var operation = new Operation(this, name, Trigger.STREAM, "changes of the table");
        new StreamConsumer(operation, table, changes, deadLetters);
        return operation;
    }

    /** Runs every five minutes. */
    final Operation everyFiveMinutes(String name, DeadLetters deadLetters) {
        var operation = new Operation(this, name, Trigger.SCHEDULE, "every " + SWEEP.toMinutes() + " minutes");
        Schedule.rate(operation, SWEEP, deadLetters);
        return operation;
    }

    /** Runs every hour. */
    final Operation everyHour(String name, DeadLetters deadLetters) {
        var operation = new Operation(this, name, Trigger.SCHEDULE, "every hour");
        Schedule.rate(operation, HOUR, deadLetters);
        return operation;
    }

    /** Runs once a day, at that full hour in UTC. */
    final Operation everyNight(String name, int hour, DeadLetters deadLetters) {
        var operation = new Operation(this, name, Trigger.SCHEDULE, "every day at %02d:00 UTC".formatted(hour));
        Schedule.nightly(operation, hour, deadLetters);
        return operation;
    }

    /**
     * Publishes the events of this context: from the table's stream, and what stayed unpublished every five minutes.
     *
     * @param publisher the operation fed by the stream
     * @param republisher the operation run by the schedule
     * @return both, for a context whose marks are part of a larger write
     */
    final List<Operation> publishes(String publisher, String republisher) {
        var deadLetters = deadLetters("UnpublishedChanges", "events of a change could not be published from the stream: the sweeper goes on trying, see its log");
        var published = onChanges(publisher, StreamConsumer.CHANGES_WITH_EVENTS, deadLetters)
                .on(table, TableAction.UPDATE)
                .may(platform.bus().getEventBusArn(), "events:PutEvents")
                .with("EVENT_BUS_NAME", platform.bus().getEventBusName());
        var republished = everyFiveMinutes(republisher, deadLetters)
                .queriesKeys("_platform#OUTBOX", table, ContextTable.UNPUBLISHED)
                .on(table, TableAction.GET, TableAction.UPDATE)
                .may(platform.bus().getEventBusArn(), "events:PutEvents")
                .with("EVENT_BUS_NAME", platform.bus().getEventBusName());
        return List.of(published, republished);
    }

    final DeadLetters deadLetters(String id, String meaning) {
        return new DeadLetters(this, id, alarms, meaning);
    }

    /** {@code inventory}: the folder below {@code functions/}. */
    final String module() {
        return getNode().getId().toLowerCase();
    }

    final Deployment deployment() {
        return deployment;
    }

    final Alarms alarms() {
        return alarms;
    }

    final Code code() {
        return code;
    }

    final ContextTable table() {
        return table;
    }

    final List<Route> routes() {
        return List.copyOf(routes);
    }
}
