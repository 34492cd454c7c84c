package commerce.local.stage.mappings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAnswerTest {

    private static final Set<String> BATCH = Set.of("1", "2", "3");

    private static Set<String> failed(String answer) {
        return BatchAnswer.failed(answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8), BATCH);
    }

    @Test
    void whatIsReportedFailed() {
        assertEquals(Set.of("1", "3"), failed("{'batchItemFailures':[{'itemIdentifier':'3'},{'itemIdentifier':'1'},{'itemIdentifier':'3'}]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "''", "{'batchItemFailures':null}", "{'batchItemFailures':[]}"})
    void anAnswerThatReportsNothingIsASuccess(String answer) {
        assertEquals(Set.of(), failed(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'batchItemFailures':[{'itemIdentifier':null}]}",
        "{'batchItemFailures':[{'itemIdentifier':''}]}",
        "{'batchItemFailures':[{'itemIdentifier':1}]}",
        "{'batchItemFailures':[{'itemIdentifier':'4'}]}",
        "{'batchItemFailures':[{'itemIdentifier':'1'},{'itemIdentifier':'4'}]}",
        "{'batchItemFailures':[{'id':'1'}]}",
        "{'batchItemFailures':['1']}",
        "{'batchItemFailures':'1'}",
        "{'batchItemFailures':[",
        "{} {}",
        "'done'"})
    void anAnswerThatCannotBeUnderstoodFailsTheWholeBatch(String answer) {
        assertEquals(BATCH, failed(answer));
    }
}
