package commerce.local.stage.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.stage.StageModel.Input;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected texts follow what has been recorded from AWS (LocalStack's tests of input transformers) and EventBridge's user guide. */
class TargetInputTest {

    private static final Instant ACCEPTED = Instant.parse("2026-11-21T10:00:00Z");
    private static final String EVENT = """
            {"detail-type":"paid","source":"shop","time":"2026-11-21T09:59:59Z","resources":["r0","r1"],
             "detail":{"id":"o \\"1\\"","count":2,"ok":true,"to":{"city":"Kunming"}}}""";

    private static JsonNode event() {
        try {
            return new ObjectMapper().readTree(EVENT);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String of(Input input) {
        TargetInput.check(input);
        return TargetInput.of(input, event(), "the-rule", "arn:rule", ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "$.detail.to      | {'city':'Kunming'}",
        "$.detail.to.city | 'Kunming'",
        "$.detail.count   | 2",
        "$.resources[1]   | 'r1'",
        "$.detail-type    | 'paid'",
        "$.nothing        | null"})
    void aPathLeadsToAPartOfTheEvent(String path, String part) {
        assertEquals(part.replace('\'', '"'), of(new Input.Part(path)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'type':<type>,'count':<count>,'to':<to>}      | {'type':'paid','count':2,'to':{'city':'Kunming'}}",
        "'Event of type <type>, <count> pieces'         | 'Event of type paid, 2 pieces'",
        "{'text':'to <to>'}                             | {'text':'to {city:Kunming}'}",
        "'without <nothing>.'                           | 'without .'",
        "{'missing':<nothing>}                          | {'missing':''}",
        "'<aws.events.rule-name> <aws.events.rule-arn>' | 'the-rule arn:rule'",
        "{'at':<aws.events.event.ingestion-time>}       | {'at':'2026-11-21T10:00:00Z'}",
        "'{[/ kept as it is'                            | '{[/ kept as it is'"})
    void aTemplateIsFilled(String template, String text) {
        var paths = Map.of("type", "$.detail-type", "count", "$.detail.count", "to", "$.detail.to", "nothing", "$.detail.nothing");
        assertEquals(text.replace('\'', '"'), of(new Input.Transformed(paths, template.replace('\'', '"'))));
    }

    @Test
    void aTextWithQuotesStaysOneText() {
        assertEquals("{\"id\":\"o \\\"1\\\"\",\"text\":\"order o \\\"1\\\"\"}", of(new Input.Transformed(Map.of("id", "$.detail.id"), "{\"id\":<id>,\"text\":\"order <id>\"}")));
    }

    @Test
    void theWholeEventIsThereWithAndWithoutItsDetail() {
        var withoutDetail = (com.fasterxml.jackson.databind.node.ObjectNode) event();
        withoutDetail.remove("detail");
        assertEquals("{\"a\":" + event() + ",\"b\":" + withoutDetail + "}", of(new Input.Transformed(Map.of(), "{\"a\":<aws.events.event.json>,\"b\":<aws.events.event>}")));
    }

    @Test
    void aVariableThatNoPathDefinesIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> of(new Input.Transformed(Map.of(), "\"<unknown>\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"detail", "$.detail[*]", "$..id", "$.detail[?(@.id)]", "$['detail']"})
    void aPathThatIsNotUnderstoodIsRefused(String path) {
        assertThrows(IllegalArgumentException.class, () -> of(new Input.Part(path)));
    }
}
