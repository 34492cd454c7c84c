package commerce.local.stage.streams;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One change. Its bytes are made when they are first asked for: most records match no filter. */
final class StreamRecord {

    private final JsonNode json;
    private final JsonNode partitionKey;
    private final String shard;
    private final long readNanos;
    private byte[] bytes;

    /**
     * @param json the record as a function receives it
     * @param partitionKey the item's hash key, as DynamoDB writes attribute values
     * @param readNanos when it was read, on this JVM's own scale
     */
    StreamRecord(JsonNode json, JsonNode partitionKey, String shard, long readNanos) {
        this.json = json;
        this.partitionKey = partitionKey;
        this.shard = shard;
        this.readNanos = readNanos;
    }

    JsonNode json() {
        return json;
    }

    JsonNode partitionKey() {
        return partitionKey;
    }

    String shard() {
        return shard;
    }

    long readNanos() {
        return readNanos;
    }

    String sequenceNumber() {
        return json.path("dynamodb").path("SequenceNumber").asText();
    }

    /** When the change was made, to the second, as the engine says. */
    Instant arrival() {
        return Instant.ofEpochSecond(json.path("dynamodb").path("ApproximateCreationDateTime").asLong());
    }

    /** The JSON in UTF-8. */
    synchronized byte[] bytes() {
        if (bytes == null) {
            bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        }
        return bytes;
    }
}
