package commerce.local.localstack;

import commerce.local.stage.StateFile;
import commerce.local.stage.remote.RemoteConnection;
import commerce.local.stage.remote.RemoteShop;
import commerce.local.stage.template.TemplateReader;
import commerce.local.stage.template.UnsupportedTemplate;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * {@code ./commerce up --on localstack|floci}: starts the emulator, deploys, serves, and stays until Ctrl-C takes everything down.
 *
 * <pre>java commerce.local.localstack.Main --on localstack --port 8080 --assembly cdk.out/localstack</pre>
 */
public final class Main {

    private static final String USAGE = "usage: --on localstack|floci --assembly FOLDER [--port N]";

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Main() {}

    /** What was asked for. */
    record Options(Target target, int port, Path assembly) {

        /** @throws IllegalArgumentException with one line that says what is wrong */
        static Options parse(List<String> arguments) {
            Target target = null;
            Path assembly = null;
            var port = 8080;
            for (var i = 0; i < arguments.size(); i += 2) {
                if (i + 1 == arguments.size()) {
                    throw new IllegalArgumentException(arguments.get(i) + " needs a value; " + USAGE);
                }
                var value = arguments.get(i + 1);
                switch (arguments.get(i)) {
                    case "--on" -> target = Target.of(value).orElseThrow(() -> new IllegalArgumentException("--on " + value + " is no target; " + USAGE));
                    case "--assembly" -> assembly = Path.of(value);
                    case "--port" -> {
                        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
                            throw new IllegalArgumentException("--port " + value + " is not a port");
                        }
                        port = Integer.parseInt(value);
                    }
                    case String unknown -> throw new IllegalArgumentException("unknown option " + unknown + "; " + USAGE);
                }
            }
            if (target == null || assembly == null) {
                throw new IllegalArgumentException(USAGE);
            }
            return new Options(target, port, assembly);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        var home = Path.of(System.getProperty("commerce.home", "")).toAbsolutePath();
        var started = new Started();
        Runtime.getRuntime().addShutdownHook(new Thread(started::close, "take down"));
        try {
            serve(Options.parse(List.of(arguments)), home, started);
        } catch (DeploymentFailed | UnsupportedTemplate | IllegalArgumentException | SdkException | IOException failure) {
            refuse(failure.getMessage());
        }
        new CountDownLatch(1).await();
    }

    private static void serve(Options options, Path home, Started started) throws IOException, InterruptedException {
        var began = Instant.now();
        var shop = started.add(open(options.port()));
        var emulator = started.add(Emulator.of(options.target(), home, shop.port()));
        emulator.start();
        say(options.target().title() + " at " + emulator.endpoint() + " (region " + TemplateReader.REGION + ", any credentials)");
        var aws = started.add(RemoteConnection.emulator(emulator.endpoint(), TemplateReader.REGION));
        new Deployment(options.target(), aws, PAUSE, Main::say).run(options.assembly(), shop, shop.simulatorSeenFrom(emulator.containerSide()));
        started.add(StateFile.write(home.resolve(".commerce"), shop.port(), began.toString()));
        System.out.printf("The shop is ready at %s (%.1f s), its functions on %s. Ctrl-C takes both down.%n", shop.url(),
                Duration.between(began, Instant.now()).toMillis() / 1000.0, options.target().title());
        System.out.flush();
    }

    private static RemoteShop open(int port) throws IOException {
        try {
            return RemoteShop.open(port);
        } catch (BindException taken) {
            throw new IllegalArgumentException("port " + port + " is taken; choose another with --port", taken);
        }
    }

    private static void say(String line) {
        System.out.println("  " + line);
    }

    private static void refuse(String message) {
        System.err.println("commerce: " + message);
        System.exit(1);
    }

    /** What must be taken down, the latest first; also when it is still being started. */
    private static final class Started {

        private final Deque<AutoCloseable> things = new ArrayDeque<>();

        synchronized <T extends AutoCloseable> T add(T thing) {
            things.push(thing);
            return thing;
        }

        synchronized void close() {
            if (!things.isEmpty()) {
                System.out.println("taking down ...");
            }
            while (!things.isEmpty()) {
                try {
                    things.pop().close();
                } catch (Exception e) {
                    // The others must go nevertheless.
                    System.err.println("commerce: " + e.getMessage());
                }
            }
        }
    }
}
