package commerce.local.stage.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.JsonClient;
import commerce.local.stage.tables.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads one table's stream from its beginning, each record once. A shard is read after the one it was split from has been read to its
 * end, so the changes of an item stay in order. Not safe for use by several threads at once: its poller looks one look at a time.
 */
final class StreamReader {

    private static final int PAGE = 1000;
    private static final int BUSY = 5;
    /** DynamoDB Local calls an iterator that was made before the stream's first record trimmed. */
    private static final String TRIMMED = "TrimmedDataAccessException";
    private static final Set<String> STALE = Set.of("ExpiredIteratorException", TRIMMED);

    private final JsonClient streams;
    private final String engineArn;
    private final String region;
    private final String arn;
    private final String hashKey;
    private final Consumer<List<StreamRecord>> sink;
    private final Map<String, Position> open = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> done = new HashSet<>();
    private boolean complete;
    private volatile int lastLook;

    /** Where reading a shard goes on. */
    private record Position(String iterator, String lastSequenceNumber) {}

    /**
     * @param engineArn the stream's ARN in the engine
     * @param arn the stream's ARN in the template, which functions get to see
     * @param hashKey the name of the table's hash key attribute
     * @param sink takes each page, in order
     */
    StreamReader(JsonClient streams, String engineArn, String region, String arn, String hashKey, Consumer<List<StreamRecord>> sink) {
        this.streams = streams;
        this.engineArn = engineArn;
        this.region = region;
        this.arn = arn;
        this.hashKey = hashKey;
        this.sink = sink;
    }

    /** Reads what is there. @return whether there may be more */
    boolean read() {
        if (!complete) {
            discover();
        }
        lastLook = 0;
        var more = false;
        for (var shard : List.copyOf(open.keySet())) {
            more |= read(shard);
        }
        return more;
    }

    /** Whether the last look found so much that more is surely on its way. */
    boolean isBusy() {
        return lastLook >= BUSY;
    }

    /** Opens the shards whose parents are done or gone. From then on there are others only when one of these has ended. */
    private void discover() {
        var listed = shards();
        var ids = listed.stream().map(shard -> shard.path("ShardId").asText()).collect(Collectors.toSet());
        for (var shard : listed) {
            var id = shard.path("ShardId").asText();
            var parent = shard.path("ParentShardId").asText();
            if ((done.contains(parent) || !ids.contains(parent)) && known.add(id)) {
                open.put(id, new Position(iterator(id, "TRIM_HORIZON", ""), ""));
            }
        }
        complete = !open.isEmpty();
    }

    private List<JsonNode> shards() {
        var shards = new ArrayList<JsonNode>();
        var input = object().put("StreamArn", engineArn);
        while (true) {
            var page = streams.call("DescribeStream", input).path("StreamDescription");
            page.path("Shards").forEach(shards::add);
            if (!page.path("LastEvaluatedShardId").isTextual()) {
                return shards;
            }
            input.put("ExclusiveStartShardId", page.path("LastEvaluatedShardId").asText());
        }
    }

    private String iterator(String shard, String type, String sequenceNumber) {
        var input = object().put("StreamArn", engineArn).put("ShardId", shard).put("ShardIteratorType", type);
        if (!sequenceNumber.isEmpty()) {
            input.put("SequenceNumber", sequenceNumber);
        }
        return streams.call("GetShardIterator", input).path("ShardIterator").asText();
    }

    private boolean read(String shard) {
        var position = open.get(shard);
        ObjectNode page;
        try {
            page = (ObjectNode) streams.call("GetRecords", object().put("ShardIterator", position.iterator()).put("Limit", PAGE));
        } catch (AwsError error) {
            if (!STALE.contains(error.code())) {
                throw error;
            }
            open.put(shard, renewed(shard, position));
            return true;
        }
        var records = records(shard, page);
        var next = page.path("NextShardIterator").asText("");
        if (next.isEmpty()) {
            open.remove(shard);
            done.add(shard);
            complete = false;
        } else {
            open.put(shard, new Position(next, records.isEmpty() ? position.lastSequenceNumber() : records.getLast().sequenceNumber()));
        }
        lastLook += records.size();
        if (!records.isEmpty()) {
            sink.accept(records);
        }
        return next.isEmpty() || page.path("Records").size() >= PAGE;
    }

    private Position renewed(String shard, Position position) {
        if (!position.lastSequenceNumber().isEmpty()) {
            try {
                return new Position(iterator(shard, "AFTER_SEQUENCE_NUMBER", position.lastSequenceNumber()), position.lastSequenceNumber());
            } catch (AwsError error) {
                if (!error.code().equals(TRIMMED)) {
                    throw error;
                }
                // The last record we saw has expired; the oldest that has not is the next.
            }
        }
        return new Position(iterator(shard, "TRIM_HORIZON", ""), position.lastSequenceNumber());
    }

    private List<StreamRecord> records(String shard, ObjectNode page) {
        var records = new ArrayList<StreamRecord>();
        var now = System.nanoTime();
        page.path("Records").forEach(record -> {
            var json = ((ObjectNode) record).put("awsRegion", region).put("eventSource", "aws:dynamodb").put("eventSourceARN", arn);
            var partitionKey = json.path("dynamodb").path("Keys").path(hashKey);
            if (!Tables.isOurs(partitionKey)) {
                records.add(new StreamRecord(json, partitionKey, shard, now));
            }
        });
        return records;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
