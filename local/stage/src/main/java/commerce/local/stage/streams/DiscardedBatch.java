package commerce.local.stage.streams;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Failed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What Lambda sends to the destination of a stream mapping when it gives records up: where they are in the stream, not what they hold. */
final class DiscardedBatch {

    private DiscardedBatch() {}

    /** @param last what became of the last attempt; empty if there was none */
    static String message(List<StreamRecord> batch, Optional<InvocationResult> last, int attempts, String condition, String functionArn, String streamArn, Instant now) {
        var message = JsonNodeFactory.instance.objectNode();
        message.putObject("requestContext")
                .put("requestId", last.map(InvocationResult::requestId).orElseGet(() -> UUID.randomUUID().toString()))
                .put("functionArn", functionArn)
                .put("condition", condition)
                .put("approximateInvokeCount", attempts);
        last.ifPresent(result -> {
            var response = message.putObject("responseContext").put("statusCode", 200).put("executedVersion", "$LATEST");
            if (result instanceof Failed) {
                response.put("functionError", "Unhandled");
            }
        });
        message.put("version", "1.0").put("timestamp", now.toString());
        message.putObject("DDBStreamBatchInfo")
                .put("shardId", batch.getFirst().shard())
                .put("startSequenceNumber", batch.getFirst().sequenceNumber())
                .put("endSequenceNumber", batch.getLast().sequenceNumber())
                .put("approximateArrivalOfFirstRecord", batch.getFirst().arrival().toString())
                .put("approximateArrivalOfLastRecord", batch.getLast().arrival().toString())
                .put("batchSize", batch.size())
                .put("streamArn", streamArn);
        return message.toString();
    }
}
