package commerce.local.stage.mappings;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Reads the answer of a function that may report single items of its batch as failed ({@code ReportBatchItemFailures}). */
public final class BatchAnswer {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private BatchAnswer() {}

    /**
     * No answer, an empty one or an empty list means success. An answer that cannot be understood, an identifier that is null, empty or
     * no text, and one that is not in the batch fail all of it: nobody knows what the function meant.
     *
     * @param batch the identifiers of its items
     * @return those that failed
     */
    public static Set<String> failed(byte[] payload, Set<String> batch) {
        try {
            var answer = JSON.readTree(payload);
            return isNothing(answer) ? Set.of() : answer.isObject() ? reported(answer.path("batchItemFailures"), batch) : batch;
        } catch (IOException malformed) {
            return batch;
        }
    }

    private static Set<String> reported(JsonNode failures, Set<String> batch) {
        if (isNothing(failures)) {
            return Set.of();
        }
        var failed = new HashSet<String>();
        for (var failure : failures) {
            var identifier = failure.path("itemIdentifier").asText();
            if (!failure.path("itemIdentifier").isTextual() || !batch.contains(identifier)) {
                return batch;
            }
            failed.add(identifier);
        }
        return failures.isArray() ? failed : batch;
    }

    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode() || node.isNull() || node.isTextual() && node.textValue().isEmpty() || node.isArray() && node.isEmpty();
    }
}
