package commerce.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The template and the compiled functions say the same: what exists, what it may do, what it is told. */
final class CodeRules {

    private static final Pattern NAMED = Pattern.compile("@Named\\(\"([a-z-]+)\"\\)");
    /** Read by frameworks, not by our code. */
    private static final Set<String> FRAMEWORK = Set.of("QUARKUS_LAMBDA_HANDLER", "POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_LOG_LEVEL", "TABLE_NAME");

    static final Rule HANDLERS = new Rule("every handler is a function and every function a handler", templates -> difference(handlers(), functions(templates)));

    static final Rule ACTIONS = ofEveryFunction("every function may do exactly what its code can call", (templates, function) -> wronglyGranted(function, Policies.ofFunction(templates, function)));

    static final Rule SETTINGS = new Rule("every function is told exactly what its code asks for", templates -> {
        var offered = templates.functions().stream().flatMap(function -> told(function).stream()).collect(Collectors.toSet());
        return withCode(templates).flatMap(function -> wronglyTold(function, offered).map(finding -> function + ": " + finding));
    });

    static final Rule INDEXES = ofEveryFunction("every function may query no index but those its code names", CodeRules::wronglyQueried);

    static final Rule INVOKES = ofEveryFunction("every function may invoke exactly the functions it is told of", CodeRules::wronglyInvoked);

    static final Rule COUNTED = new Rule("every metric of ours that an alarm listens to is counted", templates -> templates.ofType("AWS::CloudWatch::Alarm")
            .flatMap(alarm -> OwnMetric.of(alarm).filter(metric -> !counted(templates, alarm.stack(), metric)).map(metric -> alarm + " listens to " + metric)));

    static final List<Rule> ALL = List.of(HANDLERS, ACTIONS, SETTINGS, INDEXES, INVOKES, COUNTED);

    private CodeRules() {}

    private static Rule ofEveryFunction(String name, BiFunction<Templates, Templates.Resource, Stream<String>> check) {
        return new Rule(name, templates -> withCode(templates).flatMap(function -> check.apply(templates, function).map(finding -> function + ": " + finding)));
    }

    /** Whether there is code for a function at all is the first rule's. */
    private static Stream<Templates.Resource> withCode(Templates templates) {
        return templates.functions().stream().filter(function -> handlers().contains(line(function)));
    }

    private static Stream<String> difference(Set<String> expected, Set<String> actual) {
        return Stream.concat(
                expected.stream().filter(one -> !actual.contains(one)).map(one -> one + " is missing"),
                actual.stream().filter(one -> !expected.contains(one)).map(one -> one + " is too much"));
    }

    private static String line(Templates.Resource function) {
        return function.module() + "/" + function.id() + " " + function.operation();
    }

    private static Set<String> functions(Templates templates) {
        return templates.functions().stream().map(CodeRules::line).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> handlers() {
        return Sources.HANDLERS;
    }

    private static Stream<String> wronglyGranted(Templates.Resource function, List<Policies.Allowed> statements) {
        var called = FunctionCalls.compiled().of(function).actions();
        var allowed = statements.stream().flatMap(statement -> statement.actions().stream())
                .filter(action -> !action.matches("(logs|xray|kms):.*") && !DeliveryRules.BY_TRIGGER.contains(action)).collect(Collectors.toCollection(TreeSet::new));
        // What a star allows too much is another rule's.
        var patterns = allowed.stream().filter(action -> action.contains("*")).map(action -> action.replace("*", ".*")).toList();
        return difference(called, allowed.stream().filter(action -> !action.contains("*")).collect(Collectors.toSet()))
                .filter(finding -> patterns.stream().noneMatch(pattern -> finding.matches(pattern + " is missing")));
    }

    /** @param offered what any function is told */
    private static Stream<String> wronglyTold(Templates.Resource function, Set<String> offered) {
        var reach = FunctionCalls.compiled().of(function);
        var asked = new TreeSet<>(reach.settings());
        reach.texts().stream().filter(offered::contains).forEach(asked::add);
        asked.removeAll(FRAMEWORK);
        var told = told(function);
        told.removeAll(FRAMEWORK);
        return difference(asked, told);
    }

    private static Set<String> told(Templates.Resource function) {
        return function.property("Environment/Variables").properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> wronglyQueried(Templates templates, Templates.Resource function) {
        var reach = FunctionCalls.compiled().of(function);
        var indexes = templates.ofType("AWS::DynamoDB::Table").filter(table -> table.stack().equals(function.stack()))
                .flatMap(table -> table.property("GlobalSecondaryIndexes").findValuesAsText("IndexName").stream());
        var named = indexes.filter(index -> reach.actions().contains("dynamodb:Query") && reach.texts().contains(index)).collect(Collectors.toCollection(TreeSet::new));
        var allowed = Policies.ofFunction(templates, function).stream().flatMap(statement -> statement.resources().stream())
                .filter(resource -> resource.matches(".*/index/\\w+")).map(resource -> resource.substring(resource.lastIndexOf('/') + 1)).collect(Collectors.toCollection(TreeSet::new));
        var found = new ArrayList<>(allowed.stream().filter(index -> !named.contains(index)).map(index -> "may query " + index + ", which it does not name").toList());
        if (allowed.isEmpty() && !named.isEmpty()) {
            found.add("names " + named + " and may query none");
        }
        return found.stream();
    }

    private static Stream<String> wronglyInvoked(Templates templates, Templates.Resource function) {
        var named = function.property("Environment/Variables").properties().stream().filter(variable -> variable.getKey().endsWith("_FUNCTION"))
                .map(variable -> templates.text(function.stack(), variable.getValue())).collect(Collectors.toCollection(TreeSet::new));
        var allowed = Policies.ofFunction(templates, function).stream().filter(statement -> statement.actions().contains("lambda:InvokeFunction"))
                .flatMap(statement -> statement.resources().stream()).collect(Collectors.toCollection(TreeSet::new));
        return difference(named, allowed);
    }

    private static boolean counted(Templates templates, String stack, OwnMetric metric) {
        return templates.ofType("AWS::Logs::MetricFilter").anyMatch(filter -> filter.stack().equals(stack) && filter.property("MetricTransformations/0/MetricName").asText().equals(metric.name()))
                || templates.functions().stream().filter(function -> function.stack().equals(stack)).map(function -> FunctionCalls.compiled().of(function).texts())
                        .anyMatch(texts -> texts.contains(metric.name()) && texts.containsAll(metric.dimensions()));
    }

    /** Read once, when first needed. */
    private static final class Sources {

        static final Set<String> HANDLERS = read();

        private static Set<String> read() {
            var handlers = new TreeSet<String>();
            try (var files = Files.walk(FunctionCalls.FUNCTIONS)) {
                for (var file : files.filter(path -> path.toString().endsWith(".java") && path.toString().contains("src/main/java")).toList()) {
                    NAMED.matcher(Files.readString(file)).results()
                            .forEach(named -> handlers.add(FunctionCalls.FUNCTIONS.relativize(file).getName(0) + "/" + file.getFileName().toString().replace(".java", "") + " " + named.group(1)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return handlers;
        }
    }
}
