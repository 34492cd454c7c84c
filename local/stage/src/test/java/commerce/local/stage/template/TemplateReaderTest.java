package commerce.local.stage.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.StageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private UnsupportedTemplate changed(Consumer<ObjectNode> change) throws IOException {
        for (var file : List.of("manifest.json", "Front.template.json")) {
            Files.copy(ASSEMBLY.resolve(file), copy.resolve(file));
        }
        var json = new ObjectMapper();
        var template = (ObjectNode) json.readTree(ASSEMBLY.resolve("Shop.template.json").toFile());
        change.accept(template);
        json.writeValue(copy.resolve("Shop.template.json").toFile(), template);
        return assertThrows(UnsupportedTemplate.class, () -> TemplateReader.read(copy, Map.of()));
    }
}
