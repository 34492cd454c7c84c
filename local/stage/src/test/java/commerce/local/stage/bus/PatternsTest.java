package commerce.local.stage.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.event.ruler.Machine;

class PatternsTest {

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'dynamodb':{'NewImage':{'since':{'S':[{'exists':true}]}}}} | {'dynamodb':{'NewImage':{'since':{'S':'x'},'more':{'S':'y'}}}} | true",
        "{'dynamodb':{'NewImage':{'since':{'S':[{'exists':true}]}}}} | {'dynamodb':{'NewImage':{'more':{'S':'y'}}}}                    | false",
        "{'dynamodb':{'NewImage':{'since':{'S':[{'exists':false}]}}}} | {'dynamodb':{'NewImage':{'more':{'S':'y'}}}}                   | true",
        "{'dynamodb':{'NewImage':{'since':{'S':[{'exists':false}]}}}} | {'dynamodb':{}}                                                 | true",
        "{'a':['x'],'b':['y']}                                        | {'a':'x','b':'z'}                                               | false",
        "{'$or':[{'a':['x']},{'b':['y']}]}                            | {'a':'no','b':'y','c':1}                                        | true",
        "{'a':{'b':['x']}}                                            | {'a':[{'b':'x','c':1},{'b':'y'}]}                               | true",
        "{'a':['x']}                                                  | {'a':['w','x']}                                                 | true",
        "{'a':['x']}                                                  | {'a':{'b':'x'}}                                                 | false",
        "{'a':[{'prefix':'x'}]}                                       | {'a':'xyz'}                                                     | true",
        "{'a':[{'anything-but':['x']}]}                               | {'b':'y'}                                                       | false"})
    void matchingWhatPatternsMentionGivesTheAnswerOfMatchingAll(String pattern, String event, boolean matches) throws Exception {
        var whole = new Machine();
        whole.addRule("r", json(pattern).toString());
        assertEquals(matches, !whole.rulesForJSONEvent(json(event).toString()).isEmpty(), "what AWS's matcher says itself");
        assertEquals(matches, Patterns.anyOf(List.of(json(pattern))).matches(json(event)));
    }
}
