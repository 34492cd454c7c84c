package commerce.infra;

import static commerce.infra.Rule.ofEvery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What AWS would find out only when an execution gets there. */
final class WorkflowRules {

    /** Error names that Step Functions itself, Lambda, or the integration between them report. */
    private static final Set<String> REPORTED_BY_AWS = Set.of(
            "States.ALL", "States.BranchFailed", "States.DataLimitExceeded", "States.ExceedToleratedFailureThreshold", "States.HeartbeatTimeout", "States.ItemReaderFailed",
            "States.NoChoiceMatched", "States.Permissions", "States.QueryEvaluationError", "States.ResultWriterFailed", "States.Runtime", "States.TaskFailed", "States.Timeout",
            "Lambda.AWSLambdaException", "Lambda.ClientExecutionTimeoutException", "Lambda.SdkClientException", "Lambda.ServiceException", "Lambda.TooManyRequestsException", "Lambda.Unknown",
            "Sandbox.Timedout", "Runtime.ExitError");

    static final Rule TRANSITIONS = inEveryScope("every transition of a workflow leads to a state", WorkflowRules::dangling);

    static final Rule REACHED = inEveryScope("every state of a workflow can be reached", WorkflowRules::unreached);

    static final Rule CONTINUED = inEveryScope("every state of a workflow says what follows", WorkflowRules::withoutEnd);

    static final Rule ERRORS = new Rule("every error a workflow names is one that can be thrown", templates -> Definition.all(templates).stream()
            .flatMap(definition -> definition.json().findValues("ErrorEquals").stream()).flatMap(JsonNode::valueStream).map(JsonNode::asText).distinct()
            .filter(error -> !REPORTED_BY_AWS.contains(error) && !FunctionCalls.compiled().isThrowable(error)));

    static final Rule CAUGHT = new Rule("every error a step catches by its name is one that its function throws",
            templates -> steps(templates).flatMap(step -> step.function(templates).stream()
            .flatMap(function -> step.state().path("Catch").findValues("ErrorEquals").stream().flatMap(JsonNode::valueStream).map(JsonNode::asText)
                    .filter(error -> !REPORTED_BY_AWS.contains(error) && FunctionCalls.compiled().isThrowable(error) && !FunctionCalls.compiled().of(function).made().contains(error))
                    .map(error -> function + " never throws " + error + ", which " + step.name() + " catches"))));

    static final Rule SUBSTITUTIONS = new Rule("every substitution of a workflow is given, and none in vain",
            templates -> Definition.all(templates).stream().flatMap(WorkflowRules::substitutedWrongly));

    static final Rule STEPS = new Rule("every step of a workflow is the function of its name", templates -> steps(templates)
            .filter(step -> step.function(templates).filter(function -> !(function.id() + "Arn").equals(step.placeholder())).isPresent()).map(Definition.Step::name));

    static final Rule GRANTED = new Rule("a workflow may invoke exactly its steps",
            templates -> Definition.all(templates).stream().flatMap(definition -> grantedWrongly(templates, definition)));

    static final Rule TIME_OUTS = inEveryScope("every task of a workflow gives up some time", scope -> scope.states().entrySet().stream()
            .filter(state -> state.getValue().path("Type").asText().equals("Task") && !state.getValue().has("TimeoutSeconds")).map(Map.Entry::getKey).toList());

    static final Rule WATCHED = ofEvery("AWS::StepFunctions::StateMachine", "every execution of a workflow is logged without its data, and traced",
            (templates, machine) -> machine.property("LoggingConfiguration/Level").asText().equals("ALL") && !machine.property("LoggingConfiguration/IncludeExecutionData").asBoolean(true)
                    && machine.property("TracingConfiguration/Enabled").asBoolean());

    static final List<Rule> ALL = List.of(TRANSITIONS, REACHED, CONTINUED, ERRORS, CAUGHT, SUBSTITUTIONS, STEPS, GRANTED, TIME_OUTS, WATCHED);

    private WorkflowRules() {}

    private static Rule inEveryScope(String name, Function<Definition.Scope, List<String>> check) {
        return new Rule(name, templates -> Definition.all(templates).stream().flatMap(definition -> definition.scopes().stream()).flatMap(scope -> check.apply(scope).stream()));
    }

    private static Stream<Definition.Step> steps(Templates templates) {
        return Definition.all(templates).stream().flatMap(Definition::steps);
    }

    private static List<String> targets(JsonNode state) {
        var targets = new ArrayList<String>();
        state.path("Catch").forEach(catcher -> targets.add(catcher.path("Next").asText()));
        state.path("Choices").forEach(choice -> targets.add(choice.path("Next").asText()));
        for (var field : List.of("Next", "Default")) {
            if (state.has(field)) {
                targets.add(state.path(field).asText());
            }
        }
        return targets;
    }

    private static List<String> dangling(Definition.Scope scope) {
        var found = new ArrayList<String>();
        if (!scope.states().containsKey(scope.startAt())) {
            found.add(scope.name() + " starts at '" + scope.startAt() + "', which is no state");
        }
        scope.states().forEach((name, state) -> targets(state).stream().filter(target -> !scope.states().containsKey(target))
                .forEach(target -> found.add(name + " leads to '" + target + "', which is no state")));
        return found;
    }

    /** Says nothing while a transition leads nowhere: what it was meant to reach is not known. */
    private static List<String> unreached(Definition.Scope scope) {
        if (!dangling(scope).isEmpty()) {
            return List.of();
        }
        var reached = new HashSet<String>();
        var todo = new ArrayDeque<>(List.of(scope.startAt()));
        while (!todo.isEmpty()) {
            var name = todo.poll();
            if (reached.add(name)) {
                todo.addAll(targets(scope.states().get(name)));
            }
        }
        return scope.states().keySet().stream().filter(name -> !reached.contains(name)).toList();
    }

    private static List<String> withoutEnd(Definition.Scope scope) {
        return scope.states().entrySet().stream().filter(state -> switch (state.getValue().path("Type").asText()) {
            case "Succeed", "Fail" -> false;
            case "Choice" -> state.getValue().path("Choices").isEmpty();
            default -> state.getValue().has("Next") == state.getValue().path("End").asBoolean();
        }).map(Map.Entry::getKey).toList();
    }

    private static Stream<String> substitutedWrongly(Definition definition) {
        var used = definition.placeholders();
        var given = given(definition);
        return Stream.concat(
                used.stream().filter(name -> !given.contains(name)).map(name -> "${" + name + "} is not given"),
                given.stream().filter(name -> !used.contains(name)).map(name -> name + " is given in vain"));
    }

    private static Set<String> given(Definition definition) {
        return definition.machine().property("DefinitionSubstitutions").properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> grantedWrongly(Templates templates, Definition definition) {
        var machine = definition.machine();
        var role = templates.target(machine.stack(), machine.property("RoleArn")).orElseThrow();
        var granted = Policies.ofRole(templates, role).stream().filter(statement -> statement.actions().contains("lambda:InvokeFunction"))
                .flatMap(statement -> statement.resources().stream()).map(resource -> resource.replaceAll("^<\\w+\\.(\\w+)Live>$", "$1Arn")).collect(Collectors.toCollection(TreeSet::new));
        var used = definition.placeholders();
        var given = given(definition);
        return Stream.concat(
                given.stream().filter(used::contains).filter(name -> !granted.contains(name)).map(name -> machine + " may not invoke " + name),
                granted.stream().filter(name -> !used.contains(name) && !given.contains(name)).map(name -> machine + " may invoke " + name + ", which is no step"));
    }
}
