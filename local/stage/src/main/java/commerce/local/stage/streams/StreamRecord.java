package commerce.local.stage.streams;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One change.
 *
 * @param json the record as a function receives it
 * @param partitionKey the item's hash key, as DynamoDB writes attribute values
 * @param readNanos when it was read, on this JVM's own scale
 */
record StreamRecord(JsonNode json, JsonNode partitionKey, String shard, long readNanos) {

    String sequenceNumber() {
        return json.path("dynamodb").path("SequenceNumber").asText();
    }
}
