package commerce.infra;

import static commerce.infra.Rule.ofEvery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How every function is built, whatever it does. */
final class FunctionRules {

    private static final String FUNCTION = "AWS::Lambda::Function";
    /** The HTTP API waits 30 s; one second is left for the way. */
    private static final int FRONT_DOOR_SECONDS = 29;
    /** A new account may run 1,000 at once, of which Lambda keeps 100 for functions that reserve none. */
    private static final int RESERVABLE = 900;

    static final Rule TIME_OUT = ofEvery(FUNCTION, "every function says how long it may run", (templates, function) -> within(function.property("Timeout"), 1, 900));

    static final Rule MEMORY = ofEvery(FUNCTION, "every function says how much memory it has",
            (templates, function) -> within(function.property("MemorySize"), 128, 10_240));

    static final Rule TRACED = ofEvery(FUNCTION, "every function is traced", (templates, function) -> function.property("TracingConfig/Mode").asText().equals("Active"));

    static final Rule LOG_GROUP = ofEvery(FUNCTION, "every function logs into a group of its own",
            (templates, function) -> logGroup(templates, function).isPresent() && templates.functions().stream().filter(other -> logGroup(templates, other).equals(logGroup(templates, function))).count() == 1);

    static final Rule RETENTION = ofEvery("AWS::Logs::LogGroup", "every log group forgets", (templates, group) -> group.property("RetentionInDays").asInt() > 0);

    static final Rule ROLE = ofEvery(FUNCTION, "every function has a role of its own",
            (templates, function) -> templates.functions().stream().filter(other -> role(templates, other).equals(role(templates, function))).count() == 1);

    static final Rule SNAPSHOT = ofEvery("AWS::Lambda::Alias", "no function has both a snapshot and provisioned concurrency",
            (templates, alias) -> alias.property("ProvisionedConcurrencyConfig").isMissingNode()
                    || !templates.functionBehind(alias.stack(), alias.property("FunctionName")).property("SnapStart/ApplyOn").asText().equals("PublishedVersions"));

    static final Rule RESERVED = new Rule("reserved concurrency neither stops a function nor starves the others", FunctionRules::unreasonablyReserved);

    static final Rule ALIAS = new Rule("nothing calls a function past its alias", templates -> calls(templates)
            .filter(call -> !templates.target(call.from().stack(), call.callee()).orElseThrow().type().equals("AWS::Lambda::Alias")).map(call -> call.from() + " calls " + call.callee()));

    static final Rule PATIENCE = new Rule("whoever waits for a function waits longer than it may run", FunctionRules::impatient);

    static final List<Rule> ALL = List.of(TIME_OUT, MEMORY, TRACED, LOG_GROUP, RETENTION, ROLE, SNAPSHOT, RESERVED, ALIAS, PATIENCE);

    /** @param callee a reference to a function, or to what stands for one */
    private record Call(Templates.Resource from, JsonNode callee) {}

    private FunctionRules() {}

    private static boolean within(JsonNode value, int least, int most) {
        return value.isInt() && value.asInt() >= least && value.asInt() <= most;
    }

    private static Optional<Templates.Resource> logGroup(Templates templates, Templates.Resource function) {
        return templates.target(function.stack(), function.property("LoggingConfig/LogGroup"));
    }

    private static Optional<Templates.Resource> role(Templates templates, Templates.Resource function) {
        return templates.target(function.stack(), function.property("Role"));
    }

    /** As Lambda does it: without a time-out it is 3 s. */
    static int timeout(Templates.Resource function) {
        return function.property("Timeout").asInt(3);
    }

    private static Stream<String> unreasonablyReserved(Templates templates) {
        var reserving = templates.functions().stream().filter(function -> !function.property("ReservedConcurrentExecutions").isMissingNode()).toList();
        var all = reserving.stream().mapToInt(function -> function.property("ReservedConcurrentExecutions").asInt()).sum();
        return reserving.stream().filter(function -> all > RESERVABLE || function.property("ReservedConcurrentExecutions").asInt() < 1).map(Templates.Resource::toString);
    }

    private static Stream<Call> calls(Templates templates) {
        var calls = new ArrayList<Call>();
        for (var type : List.of("AWS::Lambda::EventSourceMapping", "AWS::Lambda::Permission")) {
            templates.ofType(type).forEach(caller -> calls.add(new Call(caller, caller.property("FunctionName"))));
        }
        templates.ofType("AWS::ApiGatewayV2::Integration").forEach(integration -> calls.add(new Call(integration, integration.property("IntegrationUri"))));
        templates.ofType("AWS::Events::Rule").filter(rule -> !rule.property("ScheduleExpression").isMissingNode())
                .forEach(rule -> rule.property("Targets").forEach(target -> calls.add(new Call(rule, target.path("Arn")))));
        return calls.stream();
    }

    private static Stream<String> impatient(Templates templates) {
        var found = new ArrayList<String>();
        templates.ofType("AWS::ApiGatewayV2::Integration").map(integration -> templates.functionBehind(integration.stack(), integration.property("IntegrationUri")))
                .filter(function -> timeout(function) >= FRONT_DOOR_SECONDS).forEach(function -> found.add("the front door does not wait for " + function));
        for (var caller : templates.functions()) {
            caller.property("Environment/Variables").properties().stream().filter(variable -> variable.getKey().endsWith("_FUNCTION")).forEach(variable -> {
                var callee = templates.function(templates.text(caller.stack(), variable.getValue()).replaceAll(".*:function:" + templates.names().function("(\\w+)") + ":live", "$1").replaceAll("<\\w+\\.(\\w+)Live>", "$1"));
                if (timeout(callee) >= timeout(caller)) {
                    found.add(caller + " does not wait for " + callee);
                }
            });
        }
        Definition.all(templates).forEach(definition -> definition.steps().forEach(step -> step.function(templates).ifPresent(function -> {
            if (step.state().path("TimeoutSeconds").isInt() && timeout(function) >= step.state().path("TimeoutSeconds").asInt()) {
                found.add(step.name() + " does not wait for " + function);
            }
        })));
        return found.stream();
    }
}
