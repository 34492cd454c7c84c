package commerce.local.stage.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.local.stage.LocalStage;
import commerce.local.stage.Stage;
import commerce.local.stage.StageModel;
import commerce.local.stage.StageOptions;
import commerce.local.stage.StagePart;
import commerce.local.stage.harness.Synthesis;
import commerce.local.stage.host.Handlers;
import commerce.local.stage.template.TemplateReader;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.demo.Demo;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The front door for systems deployed elsewhere, in front of one that is: a stage without door and simulator of its own, reached over
 * its AWS endpoint by the SDK and nothing else. LocalStack and floci are reached the same way.
 */
@QuarkusTest
class RemoteShopTest {

    private static final Duration SETTLING = Duration.ofMillis(500);

    @Inject
    Handlers handlers;
    private final HttpClient http = HttpClient.newHttpClient();
    private RemoteShop shop;

    @BeforeEach
    void open() throws IOException {
        shop = RemoteShop.open(0);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    /** All the stage knows of the shop: where its functions call the payment provider. */
    private record SimulatorElsewhere(URI address) implements StagePart {
        @Override
        public void open(StageOptions options, StageSetup setup) {
            setup.parameter("SimulatorBaseUrl", address.toString());
        }

        @Override
        public void start(Stage stage) { }

        @Override
        public void reset() { }

        @Override
        public void close() { }
    }

    /** A door before a system nobody has deployed. */
    private void serveNobody() {
        shop.serve("nobody", model(), RemoteConnection.emulator(URI.create("http://127.0.0.1:1"), TemplateReader.REGION), "secret", SETTLING);
    }

    private static StageModel model() {
        return TemplateReader.read(Synthesis.assembly(), Map.of());
    }

    private JsonNode send(String method, String path, String body, int status) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(shop.url().resolve(path)).method(method, HttpRequest.BodyPublishers.ofString(body)).build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(status, answer.statusCode(), answer::body);
        return Json.read(answer.body());
    }

    /** Orders, workflow, provider, webhook, ledger: every call of a function from outside is one Invoke over HTTP. */
    @Test
    void theShopsDayIsPlayedThroughTheLambdaApiBarTheScenesThatMoveTheClock() throws IOException, InterruptedException {
        var options = new StageOptions(0, Optional.empty(), Synthesis.assembly(), Path.of("target", "remote").toAbsolutePath());
        var told = new ByteArrayOutputStream();
        try (var deployed = LocalStage.start(options, handlers.byOperation(), List.of(new SimulatorElsewhere(shop.simulatorSeenFrom(ContainerSide.none()))), line -> { });
                var aws = RemoteConnection.emulator(deployed.awsEndpoint(), TemplateReader.REGION)) {
            var secret = deployed.model().functions().get("payment-webhook").environment().get("SIMULATOR_SECRET_ARN");
            shop.serve("the stage", model(), aws, deployed.secret(secret), SETTLING);

            var failed = new Demo(new HttpApi(shop.url()), new PrintStream(told, true, StandardCharsets.UTF_8)).run();

            var text = told.toString(StandardCharsets.UTF_8);
            assertEquals(List.of(), failed, text);
            assertTrue(text.stripTrailing().matches("(?s).*\\n\\d+ of \\d+ scenes went as told, 4 were left out\\."), text);
            assertTrue(send("GET", "/local/metrics", "", 200).path("invocations").path("place-order").asLong() > 0);
            assertTheWorkflowsCanBeRead();
        }
    }

    private void assertTheWorkflowsCanBeRead() throws IOException, InterruptedException {
        var first = send("GET", "/local/executions", "", 200).path("items").path(0);
        var shown = send("GET", "/local/executions/" + first.path("name").asText(), "", 200);
        assertEquals(first.path("status"), shown.path("status"));
        assertEquals("ExecutionStarted", shown.path("history").path(0).path("type").asText());
        send("GET", "/local/executions/nobody", "", 404);
    }

    @Test
    void beforeTheDeploymentIsDoneTheDoorSaysSo() throws IOException, InterruptedException {
        assertEquals("STARTING", send("GET", "/local/health", "", 503).path("status").asText());
        send("GET", "/products?tenant=shop", "", 503);
    }

    @Test
    void whatOnlyAStageCanDoIsRefusedByName() throws IOException, InterruptedException {
        serveNobody();

        assertEquals("advanceSeconds", send("POST", "/local/clock", "{\"advanceSeconds\":7200}", 501).path("field").asText());
        assertEquals("urn:commerce:problem:control-not-found", send("POST", "/local/reset", "", 404).path("type").asText());
        assertEquals("nobody", send("GET", "/local/health", "", 200).path("target").asText());
    }

    @Test
    void aFunctionThatCannotBeReachedIsTheGatewaysInternalServerError() throws IOException, InterruptedException {
        serveNobody();

        assertEquals("Internal Server Error", send("GET", "/products?tenant=shop", "", 500).path("message").asText());
    }

    @Test
    void aTargetThatDoesNotAnswerIsNamedByTheControlThatAskedIt() throws IOException, InterruptedException {
        serveNobody();

        assertTrue(send("GET", "/local/executions", "", 503).path("detail").asText().startsWith("nobody did not answer"));
    }
}
