package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fault planted in the templates is found by the rule that is meant for it, by name, and by no other: so no rule holds because it looks at nothing. */
class PlantedFaultsTest {

    /** What each rule finds without a fault: nothing, or {@link RulesTest} says so. */
    private static final Map<String, List<String>> BEFORE = Rules.all().stream().collect(Collectors.toMap(Rule::name, rule -> rule.findings(Templates.of("prod"))));

    static Stream<Fault> faults() {
        return Stream.of(FunctionFaults.ALL, GrantFaults.ALL, WildcardFaults.ALL, QueueFaults.ALL, WorkflowFaults.ALL, DataFaults.ALL, EdgeFaults.ALL, AlarmFaults.ALL).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isFoundByTheRuleMeantForItAndByNoOther(Fault fault) {
        var faulty = Templates.of("prod").copy();
        fault.plant().accept(faulty);

        var found = new TreeMap<String, List<String>>();
        Rules.all().forEach(rule -> found.put(rule.name(), rule.findings(faulty).stream().filter(finding -> !BEFORE.get(rule.name()).contains(finding)).toList()));
        found.values().removeIf(List::isEmpty);

        assertEquals(Set.of(fault.rule().name()), found.keySet(), found::toString);
        assertTrue(found.get(fault.rule().name()).stream().anyMatch(finding -> finding.contains(fault.offender())), found::toString);
    }

    @Test
    void everyRuleIsProvedByAFault() {
        var proved = faults().map(fault -> fault.rule().name()).collect(Collectors.toSet());
        var unproved = Rules.all().stream().map(Rule::name).filter(name -> !proved.contains(name)).collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of(), unproved);
    }
}
