package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The template and the compiled functions say the same: what exists, what it may do, what it is told. */
class CodeAndTemplateTest {

    private static final Path FUNCTIONS = Path.of("..", "functions");
    private static final Pattern NAMED = Pattern.compile("@Named\\(\"([a-z-]+)\"\\)");
    /** Read by frameworks, not by our code. */
    private static final Set<String> FRAMEWORK = Set.of("QUARKUS_LAMBDA_HANDLER", "POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_LOG_LEVEL", "TABLE_NAME");
    /** What comes with the trigger, not from the code. */
    private static final Set<String> TRIGGER = Set.of(
            "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams",
            "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage");

    private static final Templates TEMPLATES = Templates.of("prod");
    private static FunctionCalls calls;

    @BeforeAll
    static void readTheCompiledFunctions() throws IOException {
        try (var modules = Files.list(FUNCTIONS)) {
            calls = new FunctionCalls(modules.filter(module -> Files.exists(module.resolve("pom.xml"))).toList());
        }
    }

    static Stream<String> functions() {
        return TEMPLATES.functions().stream().map(Templates.Resource::id).sorted();
    }

    private static FunctionCalls.Reach reachOf(Templates.Resource function) {
        return calls.of("commerce." + function.body().at("/Metadata/commerce:module").asText() + "." + function.id());
    }

    @Test
    void everyHandlerIsAFunctionAndEveryFunctionAHandler() throws IOException {
        var handlers = new TreeSet<String>();
        try (var files = Files.walk(FUNCTIONS)) {
            for (var file : files.filter(path -> path.toString().endsWith(".java") && path.toString().contains("src/main/java")).toList()) {
                var named = NAMED.matcher(Files.readString(file));
                while (named.find()) {
                    handlers.add(FUNCTIONS.relativize(file).getName(0) + ": " + file.getFileName().toString().replace(".java", "") + " is " + named.group(1));
                }
            }
        }

        assertEquals(String.join("\n", handlers), TEMPLATES.functions().stream()
                .map(function -> function.body().at("/Metadata/commerce:module").asText() + ": " + function.id() + " is " + function.operation()).sorted().collect(Collectors.joining("\n")));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void aFunctionMayDoExactlyWhatItsCodeCanCall(String name) {
        var function = TEMPLATES.function(name);
        var allowed = Policies.ofFunction(TEMPLATES, function).stream().flatMap(statement -> statement.actions().stream())
                .filter(action -> !action.matches("(logs|xray|kms):.*") && !TRIGGER.contains(action)).collect(Collectors.toCollection(TreeSet::new));

        assertEquals(reachOf(function).actions(), allowed, function::toString);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void aFunctionIsToldExactlyWhatItsCodeAsksFor(String name) {
        var function = TEMPLATES.function(name);
        var reach = reachOf(function);
        var offered = TEMPLATES.functions().stream().flatMap(any -> any.property("Environment/Variables").properties().stream()).map(Map.Entry::getKey).collect(Collectors.toSet());
        var asked = new TreeSet<>(reach.settings());
        reach.texts().stream().filter(offered::contains).forEach(asked::add);
        asked.removeAll(FRAMEWORK);
        var told = function.property("Environment/Variables").properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
        told.removeAll(FRAMEWORK);

        assertEquals(asked, told, function::toString);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void aFunctionMayQueryNoIndexesButThoseItsCodeNames(String name) {
        var function = TEMPLATES.function(name);
        var table = TEMPLATES.ofType("AWS::DynamoDB::Table").filter(candidate -> candidate.stack().equals(function.stack())).findFirst().orElseThrow();
        var indexes = new TreeSet<String>();
        table.property("GlobalSecondaryIndexes").forEach(index -> indexes.add(index.path("IndexName").asText()));
        var reach = reachOf(function);
        var named = indexes.stream().filter(index -> reach.actions().contains("dynamodb:Query") && reach.texts().contains(index)).collect(Collectors.toCollection(TreeSet::new));
        var allowed = Policies.ofFunction(TEMPLATES, function).stream().flatMap(statement -> statement.resources().stream())
                .filter(resource -> resource.contains("/index/")).map(resource -> resource.substring(resource.lastIndexOf('/') + 1)).collect(Collectors.toCollection(TreeSet::new));

        assertTrue(named.containsAll(allowed), () -> name + " may query " + allowed + " but names " + named);
        assertEquals(named.isEmpty(), allowed.isEmpty(), () -> name + " names " + named + " but may query " + allowed);
    }

    @Test
    void theAlarmOnExhaustedRepairsListensToTheReasonsThatAreCounted() {
        var alarm = TEMPLATES.ofType("AWS::CloudWatch::Alarm").filter(candidate -> candidate.id().startsWith("OrderRepairExhausted")).findFirst().orElseThrow();
        var texts = reachOf(TEMPLATES.function("RepairOrder")).texts();
        var heard = new TreeSet<String>();
        alarm.property("Metrics").forEach(metric -> metric.at("/MetricStat/Metric/Dimensions").forEach(dimension -> {
            assertEquals("reason", dimension.path("Name").asText());
            heard.add(dimension.path("Value").asText());
        }));

        assertEquals(2, heard.size());
        assertTrue(texts.contains("OrderRepairExhausted") && texts.contains("reason") && texts.containsAll(heard), () -> "RepairOrder does not count " + heard);
    }

    @Test
    void everyEventThatIsConsumedIsPublishedAndDescribed() throws IOException {
        Set<String> described;
        try (var files = Files.list(Path.of("..", "events", "published"))) {
            described = files.map(file -> file.getFileName().toString().replace(".json", "")).collect(Collectors.toSet());
        }
        TEMPLATES.ofType("AWS::Events::Rule").filter(rule -> rule.property("EventPattern/source/0").asText().startsWith("commerce.")).forEach(rule -> {
            var types = new ArrayList<String>();
            rule.property("EventPattern/detail-type").forEach(type -> types.add(type.asText()));
            assertTrue(described.containsAll(types), () -> rule + " listens to " + types + ", of which events/published describes not all");
        });
    }
}
