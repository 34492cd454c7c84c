package commerce.local.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import commerce.local.stage.remote.RemoteConnection;
import commerce.local.stage.remote.RemoteShop;
import commerce.local.stage.template.TemplateReader;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.demo.Demo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The shop's day on a real emulator, where there is Docker; elsewhere it is skipped, and says so. Image and settings are those of
 * {@code compose.yaml}; deployment and front door are those of {@code ./commerce up --on}.
 */
class DemoInDockerTest {

    private static final int PORT = 4566;

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void theShopsDayGoesAsToldBarTheScenesThatMoveTheClock(Target target) throws IOException, InterruptedException {
        whyNot().ifPresent(reason -> {
            System.out.println("SKIPPED: the shop's day on " + target.title() + ": " + reason);
            abort(reason);
        });
        var assembly = Assemblies.real(target);
        try (var network = Network.newNetwork(); var emulator = emulator(target).withNetwork(network).withNetworkAliases(target.id()); var shop = RemoteShop.open(0)) {
            emulator.start();
            var endpoint = URI.create("http://" + emulator.getHost() + ":" + emulator.getMappedPort(PORT));
            try (var aws = RemoteConnection.emulator(endpoint, TemplateReader.REGION)) {
                new Deployment(target, aws, Duration.ofSeconds(1), System.out::println).run(assembly, shop, shop.simulatorSeenFrom(Emulator.containerSide(gateway(network))));
                // Every function is cold the first time, and who waits for one after another gives up too early.
                play(shop);

                assertEquals(List.of(), play(shop));
            }
        }
    }

    private static List<String> play(RemoteShop shop) {
        var told = new ByteArrayOutputStream();
        var failed = new Demo(new HttpApi(shop.url()), new PrintStream(told, true, StandardCharsets.UTF_8)).run();
        System.out.println(told.toString(StandardCharsets.UTF_8));
        return failed;
    }

    /** Empty if the test can run here. */
    private static Optional<String> whyNot() throws IOException, InterruptedException {
        if (!engineAnswers()) {
            return Optional.of("no Docker engine answers here");
        }
        return Files.exists(Assemblies.checkout().resolve("functions/ordering/target/function.zip")) ? Optional.empty() : Optional.of("the function.zips have not been built");
    }

    /** Asked of the command line, because Testcontainers' own question fills the log where the answer is no. */
    private static boolean engineAnswers() throws IOException, InterruptedException {
        try {
            var docker = new ProcessBuilder("docker", "version", "--format", "{{.Server.Version}}").redirectErrorStream(true).start();
            docker.getInputStream().readAllBytes();
            return docker.waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private static GenericContainer<?> emulator(Target target) {
        var service = ComposeFileTest.service(target);
        var image = DockerImageName.parse(service.path("image").asText().replaceAll(".*:-(.*)}", "$1"));
        GenericContainer<?> container = switch (target) {
            case LOCALSTACK -> new LocalStackContainer(image);
            case FLOCI -> new GenericContainer<>(image).withExposedPorts(PORT).withFileSystemBind("/var/run/docker.sock", "/var/run/docker.sock", BindMode.READ_WRITE);
        };
        // What refers to the compose project is about names and networks; here Testcontainers has its own.
        service.path("environment").properties().stream().filter(setting -> !setting.getValue().asText().contains("$"))
                .forEach(setting -> container.withEnv(setting.getKey(), setting.getValue().asText()));
        return container;
    }

    /** The functions' containers join the emulator's network by themselves. */
    private static String gateway(Network network) {
        return DockerClientFactory.instance().client().inspectNetworkCmd().withNetworkId(network.getId()).exec().getIpam().getConfig().getFirst().getGateway();
    }
}
