package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How functions are named and started. What must be true of every one is in {@link FunctionRules}. */
class FunctionsTest {

    private final Templates templates = Templates.of("prod");

    @Test
    void anOperationHasOneNameEverywhere() {
        for (var function : templates.functions()) {
            assertEquals(function.stack().toLowerCase(), function.module());
            assertEquals(Operation.kebab(function.id()), function.operation());
            assertEquals(function.operation(), function.property("Environment/Variables/QUARKUS_LAMBDA_HANDLER").asText());
            assertEquals("commerce-prod-" + function.id(), function.property("FunctionName").asText());
        }
    }

    @ParameterizedTest
    @CsvSource({"ReserveStock,reserve-stock", "GetProduct,get-product", "PublishCatalogEvents,publish-catalog-events"})
    void aClassNameIsAKebabNameInPascalCase(String name, String kebab) {
        assertEquals(kebab, Operation.kebab(name));
    }

    @Test
    void everyFunctionIsCalledThroughTheAliasOfAPublishedVersionThatStartsFromASnapshot() {
        for (var function : templates.functions()) {
            assertEquals("PublishedVersions", function.property("SnapStart/ApplyOn").asText(), function::toString);
            var alias = templates.ofType("AWS::Lambda::Alias").filter(candidate -> templates.functionBehind(candidate.stack(), candidate.property("FunctionName")).equals(function)).toList();
            assertEquals(1, alias.size(), function::toString);
            assertEquals("live", alias.getFirst().property("Name").asText());
            assertEquals("AWS::Lambda::Version", templates.target(alias.getFirst().stack(), alias.getFirst().property("FunctionVersion")).orElseThrow().type());
        }
    }
}
