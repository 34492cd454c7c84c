package commerce.local.stage.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.StageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateReaderTest {

    private static final Path ASSEMBLY = Path.of("src", "test", "resources", "assembly");

    @TempDir
    private Path copy;

    private static StageModel read() {
        return TemplateReader.read(ASSEMBLY, Map.of("SimulatorBaseUrl", "http://127.0.0.1:1"));
    }

    @Test
    void aFunctionHasItsEnvironmentResolved() {
        var ship = read().functions().get("ship");
        assertEquals(Duration.ofSeconds(7), ship.timeout());
        assertEquals(512, ship.memoryMegabytes());
        assertEquals("shop.Ship::handleRequest", ship.handler());
        assertEquals(OptionalInt.of(5), ship.reservedConcurrency());
        assertEquals("shop", ship.module());
        assertEquals("Shop-Table", ship.environment().get("TABLE_NAME"));
        assertEquals("shop-eu-central-1", ship.environment().get("BUS"));
        assertEquals("http://127.0.0.1:1", ship.environment().get("SIMULATOR_BASE_URL"));
        assertEquals("000000000000", ship.environment().get("ACCOUNT"));
        assertEquals("Shop/x/Shop-Queue/${kept}", ship.environment().get("NOTE"));
        assertEquals("arn:aws:states:eu-central-1:000000000000:stateMachine:ship", ship.environment().get("MACHINE"));
        assertFalse(ship.environment().containsKey("EMAIL"), "AWS::NoValue removes the variable");
    }

    @Test
    void aRouteReachesItsFunctionThroughIntegrationExportAndAlias() {
        var routes = read().routes();
        assertEquals(List.of("POST /orders/{id}", "GET /products"), routes.stream().map(StageModel.Route::routeKey).toList());
        assertTrue(routes.stream().allMatch(route -> route.operation().equals("ship")));
        assertEquals(Optional.of(new StageModel.JwtAuthorizer("https://issuer.example", Set.of("shop"))), routes.getFirst().authorizer());
        assertEquals(Set.of("shop"), routes.getFirst().scopes());
        assertEquals(Optional.empty(), routes.getLast().authorizer());
        assertEquals(Set.of("https://shop.example"), read().cors().orElseThrow().allowOrigins());
    }

    @Test
    void aTableBecomesTheArgumentsOfCreateTable() {
        var table = read().tables().get("Shop-Table");
        assertEquals("pk", table.hashKey());
        assertEquals(Optional.of("expiresAt"), table.timeToLiveAttribute());
        assertEquals("byShard", table.definition().path("GlobalSecondaryIndexes").path(0).path("IndexName").asText());
        assertTrue(table.definition().path("StreamSpecification").path("StreamEnabled").asBoolean());
        assertFalse(table.definition().has("SSESpecification"), "what the engine does not know is left out");
    }

    @Test
    void mappingsNameTheirQueueTableAndFunction() {
        var model = read();
        var queue = model.queueMappings().getFirst();
        assertEquals("Shop-Queue", queue.queue());
        assertEquals("ship", queue.operation());
        assertTrue(queue.partialFailures());
        assertEquals(Optional.of(4), queue.maxConcurrency());
        var stream = model.streamMappings().getFirst();
        assertEquals("Shop-Table", stream.table());
        assertEquals(5, stream.maximumRetries());
        assertTrue(stream.bisectOnError());
        assertEquals("INSERT", stream.filters().getFirst().path("eventName").path(0).asText());
        assertEquals(Optional.of("arn:aws:sqs:eu-central-1:000000000000:dead"), stream.onFailure());
        assertEquals(Optional.of(new StageModel.Redrive("dead", 3)), model.queues().get("Shop-Queue").deadLetters());
    }

    @Test
    void rulesSplitIntoPatternsAndSchedules() {
        var model = read();
        assertEquals(Set.of("default", "shop-eu-central-1"), model.buses());
        assertEquals("shop-eu-central-1", model.rules().getFirst().bus());
        assertEquals(9, model.rules().getFirst().targets().getFirst().maximumRetries());
        assertEquals("rate(5 minutes)", model.schedules().getFirst().expression());
    }

    @Test
    void aStateMachineHasItsSubstitutionsMade() {
        var machine = read().stateMachines().get("arn:aws:states:eu-central-1:000000000000:stateMachine:ship");
        assertEquals("{\"FunctionName\":\"arn:aws:lambda:eu-central-1:000000000000:function:shop-Ship:live\"}", machine.definition());
    }

    @Test
    void aGeneratedSecretIsDrawnAnewEachTime() {
        var one = read().secrets().values().iterator().next().value();
        assertEquals(40, one.length());
        assertFalse(one.equals(read().secrets().values().iterator().next().value()));
    }

    @Test
    void inertResourcesAreListedWithTheirReasonAndThoseOfAFalseConditionAreNot() {
        assertEquals(List.of("AWS::IAM::Role"), read().inert().stream().map(StageModel.Inert::type).toList());
        assertFalse(read().inert().getFirst().reason().isBlank());
    }

    @Test
    void anUnknownResourceTypeStopsTheStartAndIsNamed() throws IOException {
        var failure = changed(template -> ((ObjectNode) template.path("Resources")).putObject("Cache").put("Type", "AWS::ElastiCache::CacheCluster"));
        assertTrue(failure.getMessage().contains("AWS::ElastiCache::CacheCluster (Shop/Cache)"), failure.getMessage());
    }

    @Test
    void everyUnknownResourceTypeIsNamedAtOnce() throws IOException {
        var failure = changed(template -> {
            ((ObjectNode) template.path("Resources")).putObject("Cache").put("Type", "AWS::ElastiCache::CacheCluster");
            ((ObjectNode) template.path("Resources")).putObject("Mail").put("Type", "AWS::SES::Template");
        });
        assertTrue(failure.getMessage().contains("Shop/Cache") && failure.getMessage().contains("Shop/Mail"), failure.getMessage());
    }

    @Test
    void anUnknownIntrinsicFunctionStopsTheStart() throws IOException {
        var failure = changed(template -> ((ObjectNode) template.path("Resources").path("Queue").path("Properties")).putObject("QueueName").put("Fn::Base64", "x"));
        assertTrue(failure.getMessage().contains("Fn::Base64"), failure.getMessage());
    }

    @Test
    void aReferenceToNothingStopsTheStart() throws IOException {
        var failure = changed(template -> ((ObjectNode) template.path("Resources").path("Queue").path("Properties")).putObject("QueueName").put("Ref", "Nobody"));
        assertTrue(failure.getMessage().contains("Nobody"), failure.getMessage());
    }

    @Test
    void aFunctionWithoutAnOperationStopsTheStart() throws IOException {
        var failure = changed(template -> ((ObjectNode) template.path("Resources").path("Ship")).remove("Metadata"));
        assertTrue(failure.getMessage().contains("commerce:operation"), failure.getMessage());
    }

    private static ObjectNode properties(ObjectNode template, String resource) {
        return (ObjectNode) template.path("Resources").path(resource).path("Properties");
    }

    /** What is ignored in silence works here and fails on AWS, or the other way round. */
    @ParameterizedTest
    @CsvSource({
        "FromQueue,  ProvisionedPollerConfig",
        "FromStream, TumblingWindowInSeconds",
        "Queue,      MaximumMessageSize",
        "OnPaid,     ManagedBy"})
    void aPropertyThatThisStageDoesNotKnowStopsTheStart(String resource, String property) throws IOException {
        var failure = changed(template -> properties(template, resource).put(property, 1));
        assertTrue(failure.getMessage().contains("Shop/" + resource) && failure.getMessage().contains(property), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "FromQueue,  BatchSize,                 0",
        "FromQueue,  BatchSize,                 10001",
        "FromQueue,  MaximumBatchingWindowInSeconds, 301",
        "FromStream, ParallelizationFactor,     11",
        "FromStream, MaximumRetryAttempts,      10001",
        "FromStream, StartingPosition,          AT_TIMESTAMP",
        "FromStream, EventSourceArn,            arn:aws:kinesis:eu-central-1:000000000000:stream/s"})
    void aValueThatAwsOrThisStageDoesNotTakeStopsTheStart(String resource, String property, String value) throws IOException {
        var failure = changed(template -> properties(template, resource).put(property, value));
        assertTrue(failure.getMessage().contains("Shop/" + resource), failure.getMessage());
    }

    @Test
    void aLargeBatchOfMessagesNeedsAWindow() throws IOException {
        var failure = changed(template -> properties(template, "FromQueue").put("BatchSize", 11).put("MaximumBatchingWindowInSeconds", 0));
        assertTrue(failure.getMessage().contains("MaximumBatchingWindowInSeconds"), failure.getMessage());
    }

    @Test
    void aDestinationThatIsNoQueueStopsTheStart() throws IOException {
        var failure = changed(template -> ((ObjectNode) properties(template, "FromStream").path("DestinationConfig").path("OnFailure")).put("Destination", "arn:aws:sns:eu-central-1:000000000000:t"));
        assertTrue(failure.getMessage().contains("arn:aws:sns"), failure.getMessage());
    }

    @Test
    void aTargetsInputIsReadInEachOfItsForms() throws IOException {
        var target = (ObjectNode) properties(template(), "OnPaid").path("Targets").path(0);
        target.putObject("InputTransformer").put("InputTemplate", "\"<id>\"").putObject("InputPathsMap").put("id", "$.detail.id");
        assertEquals(new StageModel.Input.Transformed(Map.of("id", "$.detail.id"), "\"<id>\""), read(target).input());
        target.remove("InputTransformer");
        assertEquals(new StageModel.Input.Part("$.detail"), read(target.put("InputPath", "$.detail")).input());
        target.remove("InputPath");
        assertEquals("1", ((StageModel.Input.Constant) read(target.put("Input", "{\"a\":1}")).input()).value().path("a").asText());
        var failure = changed(template -> ((ObjectNode) properties(template, "OnPaid").path("Targets").path(0)).put("Input", "1").put("InputPath", "$"));
        assertTrue(failure.getMessage().contains("exclude each other"), failure.getMessage());
    }

    private StageModel.Target read(ObjectNode target) throws IOException {
        var template = template();
        ((ArrayNode) properties(template, "OnPaid").path("Targets")).set(0, target);
        write(template);
        return TemplateReader.read(copy, Map.of()).rules().getFirst().targets().getFirst();
    }

    @Test
    void howAFunctionIsInvokedWhenNobodyWaitsIsReadFromItsConfiguration() throws IOException {
        var template = template();
        var config = ((ObjectNode) template.path("Resources")).putObject("Async").put("Type", "AWS::Lambda::EventInvokeConfig").putObject("Properties");
        config.put("Qualifier", "live").put("MaximumRetryAttempts", 1).put("MaximumEventAgeInSeconds", 300).putObject("FunctionName").put("Ref", "Ship");
        config.putObject("DestinationConfig").putObject("OnFailure").putObject("Destination").putArray("Fn::GetAtt").add("DeadLetters").add("Arn");
        write(template);
        assertEquals(new StageModel.Async(1, Duration.ofSeconds(300), Optional.empty(), Optional.of("arn:aws:sqs:eu-central-1:000000000000:dead")),
                TemplateReader.read(copy, Map.of()).functions().get("ship").async());
    }

    private static ObjectNode template() throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(ASSEMBLY.resolve("Shop.template.json").toFile());
    }

    private void write(ObjectNode template) throws IOException {
        for (var file : List.of("manifest.json", "Front.template.json")) {
            Files.copy(ASSEMBLY.resolve(file), copy.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        new ObjectMapper().writeValue(copy.resolve("Shop.template.json").toFile(), template);
    }

    private UnsupportedTemplate changed(Consumer<ObjectNode> change) throws IOException {
        var template = template();
        change.accept(template);
        write(template);
        return assertThrows(UnsupportedTemplate.class, () -> TemplateReader.read(copy, Map.of()));
    }
}
