package commerce.local.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs every definition of {@code src/test/resources/conformance}; {@link ConformanceCase} says how a case is written. */
class ConformanceTest {

    @TestFactory
    Stream<DynamicContainer> everyDefinitionEndsAsItsRuleSays() {
        return ConformanceSuite.groups().stream().map(group -> DynamicContainer.dynamicContainer(group.name(),
                group.cases().stream().map(each -> DynamicTest.dynamicTest(each.name(), each::check))));
    }

    @TestFactory
    Stream<DynamicTest> everyDefinitionEndsTheSameWhenCancelledTimersFireAllTheSame() {
        return ConformanceSuite.groups().stream().flatMap(group -> group.cases().stream()).filter(ConformanceCase::isRun)
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> each.checkRun(new Simulation(false))));
    }

    @Test
    void thereAreAtLeast150DefinitionsAndEachCitesTheRuleItChecks() {
        List<ConformanceCase> cases = ConformanceSuite.groups().stream().flatMap(group -> group.cases().stream()).toList();
        Set<String> names = new HashSet<>();
        Set<JsonNode> definitions = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        for (ConformanceCase each : cases) {
            definitions.add(each.definition());
            if (!names.add(each.name())) {
                wrong.add("twice: " + each.name());
            }
            if (each.rule().isBlank()) {
                wrong.add("no rule: " + each.name());
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(definitions.size() >= 150, "only " + definitions.size() + " different definitions");
    }
}
