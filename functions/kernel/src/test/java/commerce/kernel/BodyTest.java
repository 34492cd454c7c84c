package commerce.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    private static Problem refusal(String json) {
        return assertThrows(ProblemException.class, () -> {
            var body = Body.parse(json);
            body.lines();
            body.optionalMoney("expectedTotal", 0);
            body.end();
        }).problem();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "[]", "1", "null", "{", "{\"lines\":[]} x", "{\"lines\":1,\"lines\":2}"})
    void whatIsNotOneJsonObjectIsRefused(String json) {
        assertEquals(400, refusal(json).status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "{}                                                                  | lines",
        "{'lines':{}}                                                        | lines",
        "{'lines':[]}                                                        | lines",
        "{'lines':[1]}                                                       | lines[0]",
        "{'lines':[{'quantity':1}]}                                          | lines[0].sku",
        "{'lines':[{'sku':7,'quantity':1}]}                                  | lines[0].sku",
        "{'lines':[{'sku':'a#b','quantity':1}]}                              | lines[0].sku",
        "{'lines':[{'sku':'a'}]}                                             | lines[0].quantity",
        "{'lines':[{'sku':'a','quantity':null}]}                             | lines[0].quantity",
        "{'lines':[{'sku':'a','quantity':0}]}                                | lines[0].quantity",
        "{'lines':[{'sku':'a','quantity':-1}]}                               | lines[0].quantity",
        "{'lines':[{'sku':'a','quantity':1.5}]}                              | lines[0].quantity",
        "{'lines':[{'sku':'a','quantity':1.0}]}                              | lines[0].quantity",
        "{'lines':[{'sku':'a','quantity':'1'}]}                              | lines[0].quantity",
        "{'lines':[{'sku':'a','quantity':10000}]}                            | lines[0].quantity",
        "{'lines':[{'sku':'a','quantity':99999999999999999999}]}             | lines[0].quantity",
        "{'lines':[{'sku':'a','quantity':1},{'sku':'b','quantity':1,'x':1}]} | lines[1].x",
        "{'lines':[{'sku':'a','quantity':1}],'expectedTotal':5}              | expectedTotal",
        "{'lines':[{'sku':'a','quantity':1}],'expectedTotal':{'amount':1}}   | expectedTotal.currency",
        "{'lines':[{'sku':'a','quantity':1}],'expectedTotal':{'amount':1,'currency':'XXZ'}} | expectedTotal.currency",
        "{'lines':[{'sku':'a','quantity':1}],'expectedTotal':{'amount':0.5,'currency':'CNY'}} | expectedTotal.amount",
        "{'lines':[{'sku':'a','quantity':1}],'cuponCode':'X'}                | cuponCode"
    })
    void theOffendingFieldIsNamed(String json, String field) {
        var problem = refusal(json.replace('\'', '"'));
        assertEquals(400, problem.status());
        assertEquals(field, problem.field());
        assertTrue(problem.detail().startsWith(field), problem.detail());
    }

    @Test
    void equalSkusAreMergedBeforeTheyAreCounted() {
        var body = Body.parse("{\"lines\":[{\"sku\":\"b\",\"quantity\":2},{\"sku\":\"a\",\"quantity\":1},{\"sku\":\"b\",\"quantity\":3}]}");
        assertEquals(List.of(new Line("a", 1), new Line("b", 5)), body.lines());
    }

    @Test
    void fiftyDistinctSkusAreAnOrderAndFiftyOneAreNot() {
        assertEquals(50, Body.parse(lines(50)).lines().size());
        assertEquals("lines", refusal(lines(51)).field());
    }

    @Test
    void mergedQuantitiesStayWithinTheLimitOfOneSku() {
        assertEquals("lines", refusal("{\"lines\":[{\"sku\":\"a\",\"quantity\":9999},{\"sku\":\"a\",\"quantity\":1}]}").field());
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{\"sku\":\"sku-" + i + "\",\"quantity\":1}").collect(Collectors.joining(",", "{\"lines\":[", "]}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {"{'names':'a'} | names", "{'names':['a','b','c']} | names", "{'names':['a',1]} | names[1]", "{'names':['#']} | names[0]"})
    void aListOfTextsIsReadOrRefusedByItsEntry(String json, String field) {
        assertEquals(List.of("b", "a"), Body.parse("{\"names\":[\"b\",\"a\"]}").optionalTexts("names", 2, Names.SKU));
        assertEquals(List.of(), Body.parse("{}").optionalTexts("names", 2, Names.SKU));

        var refusal = assertThrows(ProblemException.class, () -> Body.parse(json.replace('\'', '"')).optionalTexts("names", 2, Names.SKU));
        assertEquals(field, refusal.problem().field());
    }
}
