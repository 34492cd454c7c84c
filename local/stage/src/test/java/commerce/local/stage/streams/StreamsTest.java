package commerce.local.stage.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.dynamodb.DynamoDbLocal;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.Models;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.aws.JsonClient;
import commerce.local.stage.aws.Loopback;
import commerce.local.stage.clock.LiveScheduler;
import commerce.local.stage.mappings.Answering;
import commerce.local.stage.tables.Tables;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** What Lambda does with streams, against the real engine. */
@Timeout(120)
class StreamsTest {

    private static final String ARN = "arn:aws:dynamodb:eu-central-1:000000000000:table/";
    private static final String FUNCTION_ARN = "arn:aws:lambda:eu-central-1:000000000000:function:Consume";

    private final VirtualClock clock = new VirtualClock();
    private final LiveScheduler scheduler = new LiveScheduler(clock);
    private final Loopback http = new Loopback(DynamoDbLocal.shared().endpoint(), 8);
    private final JsonClient dynamoDb = new JsonClient(http, "DynamoDB_20120810");
    private final List<JsonNode> taken = Collections.synchronizedList(new ArrayList<>());
    private final List<JsonNode> reported = Collections.synchronizedList(new ArrayList<>());
    private String table;
    private boolean bisect = true;
    private int retries = -1;
    private int parallelization = 1;
    private Streams streams;

    @BeforeEach
    void name(TestInfo test) {
        table = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void close() {
        streams.stop();
        scheduler.close();
        http.close();
    }

    private void consume(Function<List<JsonNode>, InvocationResult> function) {
        var definition = JsonNodeFactory.instance.objectNode().put("TableName", table).put("BillingMode", "PAY_PER_REQUEST");
        definition.putArray("KeySchema").addObject().put("AttributeName", "pk").put("KeyType", "HASH");
        definition.putArray("AttributeDefinitions").addObject().put("AttributeName", "pk").put("AttributeType", "S");
        definition.putObject("StreamSpecification").put("StreamEnabled", true).put("StreamViewType", "NEW_AND_OLD_IMAGES");
        var description = new StageModel.Table(table, ARN + table, definition, Optional.of(ARN + table + "/stream/s"), Optional.empty());
        var tables = new Tables(dynamoDb, List.of(description));
        tables.createEmpty();
        var mapping = new StageModel.StreamMapping("m", table, "consume", 10, Duration.ZERO, true, bisect, retries, Optional.empty(), parallelization, true, List.of(),
                Optional.of("arn:aws:sqs:eu-central-1:000000000000:dead"));
        var operation = new StageModel.Function("consume", "shop", "Consume", FUNCTION_ARN, 128, Duration.ofSeconds(3), Map.of());
        var model = Models.empty().functions(Map.of("consume", operation)).tables(Map.of(table, description)).streamMappings(List.of(mapping)).build();
        streams = new Streams(model, new JsonClient(http, "DynamoDBStreams_20120810"), tables, new Answering(function), scheduler, clock,
                (queue, message) -> reported.add(json(message)), count -> { });
        streams.start();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void put(String key, int number) {
        var input = JsonNodeFactory.instance.objectNode().put("TableName", table);
        var item = input.putObject("Item");
        item.putObject("pk").put("S", key);
        item.putObject("number").put("N", String.valueOf(number));
        dynamoDb.call("PutItem", input);
        streams.written(table);
    }

    private void quiet(long seed) throws InterruptedException {
        assertTrue(scheduler.awaitQuiet(Duration.ofSeconds(100)), () -> "seed " + seed + ": " + scheduler.inFlight());
    }

    private static String sequenceNumber(JsonNode record) {
        return record.path("dynamodb").path("SequenceNumber").asText();
    }

    private static int number(JsonNode record) {
        return record.path("dynamodb").path("NewImage").path("number").path("N").asInt();
    }

    private static String key(JsonNode record) {
        return record.path("dynamodb").path("Keys").path("pk").path("S").asText();
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aRecordHasEveryMemberThatLambdaWrites() throws InterruptedException {
        consume(records -> {
            taken.addAll(records);
            return Answering.done();
        });
        put("k", 1);
        put("k", 2);
        quiet(0);
        var record = taken.getLast();
        assertEquals(Set.of("eventID", "eventName", "eventVersion", "eventSource", "awsRegion", "dynamodb", "eventSourceARN"), names(record));
        assertEquals(Set.of("ApproximateCreationDateTime", "Keys", "NewImage", "OldImage", "SequenceNumber", "SizeBytes", "StreamViewType"), names(record.path("dynamodb")));
        assertEquals(List.of("INSERT", "MODIFY"), taken.stream().map(each -> each.path("eventName").asText()).toList());
        assertEquals(ARN + table + "/stream/s", record.path("eventSourceARN").asText());
        assertTrue(record.path("dynamodb").path("ApproximateCreationDateTime").isNumber());
    }

    @Test
    void aStreamBeginsWithARecordOfTheStagesThatNoFunctionSees() throws InterruptedException {
        consume(records -> {
            taken.addAll(records);
            return Answering.done();
        });
        streams.written(table);
        quiet(0);
        var engine = new JsonClient(http, "DynamoDBStreams_20120810");
        var arn = dynamoDb.call("DescribeTable", JsonNodeFactory.instance.objectNode().put("TableName", table)).path("Table").path("LatestStreamArn").asText();
        var shard = engine.call("DescribeStream", JsonNodeFactory.instance.objectNode().put("StreamArn", arn)).path("StreamDescription").path("Shards").path(0).path("ShardId").asText();
        var iterator = engine.call("GetShardIterator", JsonNodeFactory.instance.objectNode().put("StreamArn", arn).put("ShardId", shard).put("ShardIteratorType", "TRIM_HORIZON"));
        var records = engine.call("GetRecords", JsonNodeFactory.instance.objectNode().put("ShardIterator", iterator.path("ShardIterator").asText())).path("Records");
        assertEquals(List.of("INSERT", "REMOVE"), records.valueStream().map(record -> record.path("eventName").asText()).toList());
        assertEquals(List.of(), taken);
        assertEquals(0, dynamoDb.call("Scan", JsonNodeFactory.instance.objectNode().put("TableName", table)).path("Count").asInt());
    }

    @Test
    void recordsThatAreGivenUpAreReportedByTheirPlaceInTheStream() throws InterruptedException {
        retries = 1;
        consume(records -> Answering.broken());
        put("k", 1);
        quiet(0);
        var message = reported.getFirst();
        assertEquals("1.0", message.path("version").asText());
        assertEquals(FUNCTION_ARN, message.path("requestContext").path("functionArn").asText());
        assertEquals("RetryAttemptsExhausted", message.path("requestContext").path("condition").asText());
        assertEquals(2, message.path("requestContext").path("approximateInvokeCount").asInt());
        assertEquals("{\"statusCode\":200,\"executedVersion\":\"$LATEST\",\"functionError\":\"Unhandled\"}", message.path("responseContext").toString());
        assertEquals(Set.of("shardId", "startSequenceNumber", "endSequenceNumber", "approximateArrivalOfFirstRecord", "approximateArrivalOfLastRecord", "batchSize", "streamArn"),
                names(message.path("DDBStreamBatchInfo")));
        assertEquals(1, message.path("DDBStreamBatchInfo").path("batchSize").asInt());
    }

    /** The function fails, times out, is killed and takes part of its batch at random; some records it never takes. */
    @Test
    void everyRecordIsTakenOrReportedAndTheOrderOfEachKeyIsKeptWhateverTheFunctionDoes() throws InterruptedException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        retries = 3;
        parallelization = 2;
        consume(records -> {
            var poisoned = records.stream().filter(record -> number(record) % 37 == 5).map(StreamsTest::sequenceNumber).toList();
            var chance = chance(random, 10);
            if (chance == 0 && poisoned.isEmpty()) {
                throw new IllegalStateException("killed on purpose, seed " + seed);
            }
            // A record that can be processed fails less often than its retries allow, or chance alone would give it up.
            if (!poisoned.isEmpty() && chance < 5 || chance == 1 && records.size() > 1) {
                return chance % 2 == 0 ? Answering.timedOut() : Answering.broken();
            }
            var failed = !poisoned.isEmpty() ? poisoned : chance == 2 && records.size() > 1 ? List.of(sequenceNumber(records.get(chance(random, records.size())))) : List.<String>of();
            taken.addAll(records.stream().takeWhile(record -> !failed.contains(sequenceNumber(record))).toList());
            return Answering.failed(failed);
        });
        IntStream.range(0, 300).forEach(number -> put("key" + number % 11, number));
        quiet(seed);

        var poisoned = IntStream.range(0, 300).filter(number -> number % 37 == 5).boxed().toList();
        assertEquals(300 - poisoned.size(), taken.stream().map(StreamsTest::sequenceNumber).distinct().count(), "seed " + seed);
        assertEquals(poisoned.size(), reported.size(), "each alone, seed " + seed);
        assertTrue(taken.stream().noneMatch(record -> poisoned.contains(number(record))), "seed " + seed);
        for (int key = 0; key < 11; key++) {
            var name = "key" + key;
            var numbers = taken.stream().filter(record -> key(record).equals(name)).map(StreamsTest::number).toList();
            assertEquals(numbers.stream().sorted().toList(), numbers, "seed " + seed);
        }
    }

    private static int chance(Random random, int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }
}
