package commerce.local.localstack;

import commerce.local.stage.remote.ContainerSide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The emulator's container, started from {@code compose.yaml} and taken down with everything it made. Needs Docker with Compose. */
final class Emulator implements AutoCloseable {

    private final Target target;
    private final Path composeFile;
    private final String project;
    private final int port;

    private Emulator(Target target, Path composeFile, String project, int port) {
        this.target = target;
        this.composeFile = composeFile;
        this.project = project;
        this.port = port;
    }

    /**
     * One that is not started yet: whoever takes it down must have it before, or an interrupted start leaves a container behind.
     *
     * @param home the checkout
     * @param frontDoorPort tells apart what runs side by side
     */
    static Emulator of(Target target, Path home, int frontDoorPort) {
        return new Emulator(target, home.resolve("local/localstack/compose.yaml"), "commerce-" + frontDoorPort, freePort());
    }

    /**
     * Returns when its container runs; it may not serve yet.
     *
     * @throws DeploymentFailed with what Docker says
     */
    void start() {
        compose(true, "up", "--detach");
    }

    /** Where all its services are. */
    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * How the functions' containers see this machine: on Linux the gateway of their network is an address of this machine, elsewhere
     * Docker runs in a virtual machine that knows it by a name and leads to its loopback.
     */
    ContainerSide containerSide() {
        var gateway = run(List.of("docker", "network", "inspect", project + "_default", "--format", "{{(index .IPAM.Config 0).Gateway}}"), false).strip();
        return containerSide(gateway);
    }

    static ContainerSide containerSide(String gateway) {
        try {
            // Numbers, so nobody is asked for a name.
            var address = gateway.matches("[0-9.]+") ? InetAddress.getByName(gateway) : null;
            if (address != null && NetworkInterface.getByInetAddress(address) != null) {
                return new ContainerSide(address, gateway);
            }
            return new ContainerSide(InetAddress.getLoopbackAddress(), "host.docker.internal");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The functions' containers go with it, and so does every volume. */
    @Override
    public void close() {
        try {
            compose(false, "down", "--volumes", "--remove-orphans");
        } catch (DeploymentFailed failure) {
            System.err.println("commerce: " + failure.getMessage());
        }
    }

    private void compose(boolean shown, String... command) {
        var line = new ArrayList<>(List.of("docker", "compose", "--file", composeFile.toString(), "--profile", target.id()));
        line.addAll(List.of(command));
        run(line, shown);
    }

    /** @param shown lets its progress through to the terminal: images take minutes the first time */
    private String run(List<String> command, boolean shown) {
        var builder = new ProcessBuilder(command);
        builder.environment().put("COMMERCE_PROJECT", project);
        builder.environment().put("COMMERCE_EMULATOR_PORT", String.valueOf(port));
        if (shown) {
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        } else {
            builder.redirectErrorStream(true);
        }
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new DeploymentFailed("`" + String.join(" ", command) + "` failed" + (said.isBlank() ? "" : ": " + said.strip().replaceAll("\\s*\\R\\s*", " / ")));
            }
            return said;
        } catch (IOException notThere) {
            throw new DeploymentFailed("`" + command.getFirst() + "` cannot be started: " + notThere.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new DeploymentFailed("interrupted");
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
