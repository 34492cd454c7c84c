package commerce.local.stage.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Busy;
import commerce.kernel.Json;
import commerce.kernel.NamedFailure;
import commerce.local.stage.StageModel;
import commerce.local.stage.contracts.Contracts;
import commerce.local.stage.contracts.OpenApi;
import commerce.local.stage.harness.TestStage;
import commerce.local.stage.host.Handlers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One thing has one name, in the code, the template, the workflow, the contracts and the documents. */
@QuarkusTest
class NamesTest {

    private static final String EVENT_TYPE = "[a-z]+(?:_[a-z]+)*\\.[a-z]+(?:_[a-z]+)*\\.v[0-9]+";

    @Inject
    TestStage stage;

    @Inject
    Handlers handlers;

    private StageModel model() {
        return stage.stage().model();
    }

    @Test
    void everyOperationHasOneHandlerOneLambdaAndOneSample() {
        assertSame(handlers.byOperation().keySet(), model().functions().keySet());
        assertSame(handlers.byOperation().keySet(), Contracts.namesIn("operations"));
    }

    @Test
    void everyErrorOfOursAWorkflowNamesIsAClassThatFunctionsThrow() throws ClassNotFoundException {
        var named = new TreeSet<String>();
        states().forEach(state -> state.findValues("ErrorEquals").forEach(names -> names.forEach(name -> named.add(name.asText()))));
        named.removeIf(name -> !name.startsWith("commerce."));

        for (var name : named) {
            var type = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
            assertTrue(NamedFailure.class.isAssignableFrom(type) || Busy.class.isAssignableFrom(type), name);
        }
        assertTrue(named.containsAll(Set.of("commerce.inventory.OutOfStock", "commerce.kernel.Busy")), named::toString);
    }

    @Test
    void everyWorkflowStepIsNamedAfterTheOperationItCalls() {
        var steps = new TreeMap<String, String>();
        states().forEach(state -> state.properties().forEach(named -> {
            if (named.getValue().path("Type").asText().equals("Task")) {
                steps.put(named.getKey(), named.getValue().path("Arguments").path("FunctionName").asText());
            }
        }));

        steps.forEach((step, arn) -> assertTrue(arn.startsWith(model().functions().get(step.toLowerCase(Locale.ROOT).replace(' ', '-')).arn()), step + " calls " + arn));
        assertFalse(steps.isEmpty());
    }

    private List<JsonNode> states() {
        return model().stateMachines().values().stream().flatMap(machine -> statesOf(Json.read(machine.definition()))).toList();
    }

    /** Those of a Map's pages too. */
    private static Stream<JsonNode> statesOf(JsonNode machine) {
        var states = machine.path("States");
        return Stream.concat(Stream.of(states), states.valueStream().filter(state -> state.has("ItemProcessor")).flatMap(state -> statesOf(state.path("ItemProcessor"))));
    }

    @Test
    void everyEventTypeThatIsWrittenHasASchemaAndTheOtherWayRound() {
        var written = Sources.ofFunctions().with("extends EventConsumer", false).strings(EVENT_TYPE);

        assertSame(Contracts.namesIn("published"), written);
    }

    @Test
    void everyEventTypeThatIsConsumedOrAskedForIsPublished() {
        var wanted = new TreeSet<>(Sources.ofFunctions().with("extends EventConsumer", true).strings(EVENT_TYPE));
        model().rules().forEach(rule -> rule.pattern().path("detail-type").forEach(type -> wanted.add(type.asText())));
        wanted.remove("Step Functions Execution Status Change");

        assertTrue(Contracts.namesIn("published").containsAll(wanted), wanted::toString);
        assertTrue(wanted.contains("order.placed.v1"), wanted::toString);
    }

    @Test
    void everyProblemIsListedWithItsStatusAndEveryListedProblemExists() {
        var sources = Sources.ofFunctions();
        var inCode = new TreeSet<String>();
        sources.find("Problem\\.notFound\\(\\s*\"([a-z-]+)\"").forEach(match -> inCode.add("404 " + match.group(1) + "-not-found"));
        sources.find("Problem\\.conflict\\(\\s*\"([a-z-]+)\"").forEach(match -> inCode.add("409 " + match.group(1)));
        sources.find("Problem\\.unprocessable\\(\\s*\"([a-z-]+)\"").forEach(match -> inCode.add("422 " + match.group(1)));
        sources.find("return of\\(\"([a-z-]+)\", \"[^\"]+\", ([0-9]{3}),").forEach(match -> inCode.add(match.group(2) + " " + match.group(1)));

        assertEquals(sources.find("Problem\\.(notFound|conflict|unprocessable)\\(").size(), sources.find("Problem\\.(notFound|conflict|unprocessable)\\(\\s*\"").size(),
                "a problem's name is a constant where it is made, so that it can be found");
        assertSame(listedProblems(), inCode);
    }

    /** Rows of the table: names in the first column, status in the second. */
    private static Set<String> listedProblems() {
        var listed = new TreeSet<String>();
        Contracts.read("docs/problems.md").lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            var cells = line.split("\\|");
            for (var name : cells[1].split(",")) {
                assertTrue(listed.add(cells[2].strip() + " " + name.strip().replace("`", "")), line);
            }
        });
        return listed;
    }

    @Test
    void everyRouteOfTheTemplateIsAnOperationOfTheContractWithTheSameNameAndScope() {
        var inTemplate = new TreeSet<String>();
        model().routes().forEach(route -> inTemplate.add(route.routeKey() + " " + route.operation() + " " + (route.authorizer().isEmpty() ? "public" : new TreeSet<>(route.scopes()))));
        var inContract = new TreeSet<String>();
        OpenApi.read().operations().forEach(operation -> inContract.add(operation.routeKey() + " " + operation.id() + " " + (operation.isPublic() ? "public" : operation.scopes())));

        assertSame(inTemplate, inContract);
    }

    /** Shows only what one of them lacks. */
    private static void assertSame(Collection<String> some, Collection<String> others) {
        assertEquals(List.of(), some.stream().filter(one -> !others.contains(one)).toList(), "only in the first");
        assertEquals(List.of(), others.stream().filter(one -> !some.contains(one)).toList(), "only in the second");
    }
}
