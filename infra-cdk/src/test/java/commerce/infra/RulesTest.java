package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be true of every template. That each rule can find what it is for is shown by {@link PlantedFaultsTest}. */
class RulesTest {

    static Stream<Arguments> rules() {
        return Templates.ENVIRONMENTS.stream().flatMap(environment -> Rules.all().stream().map(rule -> Arguments.of(rule, environment)));
    }

    @ParameterizedTest(name = "{0} ({1})")
    @MethodSource("rules")
    void holds(Rule rule, String environment) {
        assertEquals("", String.join("\n", rule.findings(Templates.of(environment))));
    }

    @Test
    void noTwoRulesHaveTheSameName() {
        assertEquals(Rules.all().size(), Rules.all().stream().map(Rule::name).distinct().count());
    }
}
