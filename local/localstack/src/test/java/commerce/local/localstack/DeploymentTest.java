package commerce.local.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.remote.ContainerSide;
import commerce.local.stage.remote.RemoteConnection;
import commerce.local.stage.remote.RemoteShop;
import commerce.local.stage.template.TemplateReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From an endpoint that serves to a shop that serves: all that {@code ./commerce up --on} does but starting a container. */
class DeploymentTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource
    void afterTheDeploymentARequestReachesTheFunctionItsRouteNames(Target target) throws IOException, InterruptedException {
        var told = new ArrayList<String>();
        try (var aws = new StandInAws(); var connection = RemoteConnection.emulator(aws.endpoint(), TemplateReader.REGION); var shop = RemoteShop.open(0)) {
            var simulator = shop.simulatorSeenFrom(ContainerSide.none());

            new Deployment(target, connection, Duration.ofMillis(1), told::add).run(Assemblies.placeholders(target), shop, simulator);

            assertEquals("answered by commerce-" + target.id() + "-ListProducts", get(shop.url().resolve("/products?tenant=shop"), 200));
            assertEquals(List.of("commerce-" + target.id() + "-ListProducts?Qualifier=live"), aws.calls("Invoke"));
            assertEquals(simulator.toString(), aws.parameters("commerce-" + target.id() + "-payment").get("SimulatorBaseUrl"));
            // The provider itself answers there, and wants a signature.
            get(simulator.resolve("/payments/none"), 401);
            assertTrue(get(shop.url().resolve("/local/health"), 200).contains(target.title()));
        }
        assertEquals(target.title() + " serves AWS's APIs", told.getFirst());
    }

    private String get(URI url, int status) throws IOException, InterruptedException {
        var answer = http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(status, answer.statusCode(), answer::body);
        return answer.body();
    }
}
