package commerce.local.stage.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import commerce.local.stage.aws.JsonClient;
import commerce.local.stage.aws.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a stream does once in hours, or on engines other than DynamoDB Local: shards that split, pages of shards, iterators that expire.
 * The engine here is a few lines behind a real socket that answer as DynamoDB Streams does, so that these moments come when they are due.
 */
@Timeout(30)
class StreamReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A shard: its parent, the numbers in it, and whether it has ended. */
    private static final class Shard {
        private String parent = "";
        private final List<Integer> numbers = new ArrayList<>();
        private boolean ended;
    }

    private final Map<String, Shard> shards = new LinkedHashMap<>();
    private final Set<String> expired = new HashSet<>();
    private final List<Integer> read = new ArrayList<>();
    private boolean trimmed;
    private HttpServer engine;
    private Loopback http;
    private StreamReader reader;

    @BeforeEach
    void start() throws IOException {
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.createContext("/", this::answer);
        engine.start();
        http = new Loopback(URI.create("http://127.0.0.1:" + engine.getAddress().getPort()), 2);
        reader = new StreamReader(new JsonClient(http, "DynamoDBStreams_20120810"), "engine-arn", "eu-central-1", "arn", "pk",
                records -> records.forEach(record -> read.add(Integer.valueOf(record.sequenceNumber()))));
    }

    @AfterEach
    void stop() {
        http.close();
        engine.stop(0);
    }

    private Shard shard(String id, String parent, int... numbers) {
        var shard = shards.computeIfAbsent(id, any -> new Shard());
        shard.parent = parent;
        for (var number : numbers) {
            shard.numbers.add(number);
        }
        return shard;
    }

    private void answer(HttpExchange exchange) throws IOException {
        var input = JSON.readTree(exchange.getRequestBody());
        var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        var answer = switch (target.substring(target.indexOf('.') + 1)) {
            case "DescribeStream" -> describe(input);
            case "GetShardIterator" -> iterator(input);
            default -> records(input);
        };
        var bytes = answer.toString().getBytes();
        exchange.sendResponseHeaders(answer.has("__type") ? 400 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** One shard a page. */
    private ObjectNode describe(JsonNode input) {
        var ids = List.copyOf(shards.keySet());
        var index = ids.indexOf(input.path("ExclusiveStartShardId").asText()) + 1;
        var answer = object();
        var description = answer.putObject("StreamDescription");
        var page = description.putArray("Shards").addObject().put("ShardId", ids.get(index));
        if (!shards.get(ids.get(index)).parent.isEmpty()) {
            page.put("ParentShardId", shards.get(ids.get(index)).parent);
        }
        if (index + 1 < ids.size()) {
            description.put("LastEvaluatedShardId", ids.get(index));
        }
        return answer;
    }

    /** An iterator is the shard and how many of its records have been read. */
    private ObjectNode iterator(JsonNode input) {
        var after = input.path("ShardIteratorType").asText().equals("AFTER_SEQUENCE_NUMBER");
        if (after && trimmed) {
            return object().put("__type", "com.amazonaws#TrimmedDataAccessException");
        }
        var shard = input.path("ShardId").asText();
        var from = after ? shards.get(shard).numbers.indexOf(input.path("SequenceNumber").asInt()) + 1 : 0;
        return object().put("ShardIterator", shard + "/" + from + "/" + expired.size());
    }

    private ObjectNode records(JsonNode input) {
        var iterator = input.path("ShardIterator").asText();
        if (expired.contains(iterator)) {
            return object().put("__type", "com.amazonaws#ExpiredIteratorException");
        }
        var parts = iterator.split("/");
        var shard = shards.get(parts[0]);
        var answer = object();
        var records = answer.putArray("Records");
        shard.numbers.subList(Integer.parseInt(parts[1]), shard.numbers.size()).forEach(number ->
                records.addObject().putObject("dynamodb").put("SequenceNumber", String.valueOf(number)).putObject("Keys").putObject("pk").put("S", "k"));
        if (!shard.ended) {
            answer.put("NextShardIterator", parts[0] + "/" + shard.numbers.size() + "/" + expired.size());
        }
        return answer;
    }

    private void readAll() {
        while (reader.read()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aShardIsReadOnFromWhereItStopped() {
        var shard = shard("a", "", 1, 2);
        readAll();
        shard.numbers.add(3);
        readAll();
        assertEquals(List.of(1, 2, 3), read);
    }

    @Test
    void whenAShardSplitsNothingIsLostAndParentsComeFirst() {
        var parent = shard("a", "", 1, 2);
        readAll();
        parent.numbers.add(3);
        parent.ended = true;
        shard("b", "a", 4);
        shard("c", "a", 5);
        readAll();
        shard("b", "a", 6);
        readAll();
        assertEquals(List.of(1, 2, 3, 4, 5, 6), read);
    }

    @Test
    void aSplitIsNoticedWhileOtherShardsStayOpen() {
        shard("a", "", 1);
        shard("b", "", 2);
        readAll();
        shards.get("a").ended = true;
        shard("c", "a", 3);
        readAll();
        assertEquals(List.of(1, 2, 3), read);
    }

    @Test
    void aChildThatIsListedWithItsOpenParentWaitsForIt() {
        shard("child", "parent", 2);
        shard("parent", "", 1);
        shards.get("parent").ended = true;
        readAll();
        assertEquals(List.of(1, 2), read);
    }

    @Test
    void anIteratorThatExpiredIsReplacedAndNoRecordComesTwice() {
        shard("a", "", 1, 2);
        readAll();
        expired.add("a/2/0");
        shard("a", "", 3);
        readAll();
        assertEquals(List.of(1, 2, 3), read);
    }

    @Test
    void whatIsLeftIsReadWhenTheLastRecordSeenHasBeenTrimmed() {
        var shard = shard("a", "", 1, 2);
        readAll();
        expired.add("a/2/0");
        trimmed = true;
        shard.numbers.clear();
        shard.numbers.add(3);
        readAll();
        assertEquals(List.of(1, 2, 3), read);
    }
}
