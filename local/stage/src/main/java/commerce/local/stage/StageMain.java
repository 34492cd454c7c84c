package commerce.local.stage;

import commerce.local.stage.host.Handlers;
import commerce.local.stage.template.UnsupportedTemplate;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The program: starts a stage, says where it is, and stays until it is told to stop. Ends with 1 if it could not start. */
@QuarkusMain
public class StageMain implements QuarkusApplication {

    private final Handlers handlers;
    private final Instance<StagePart> parts;
    private final Ending ending;
    private final PrintStream out = System.out;

    StageMain(Handlers handlers, @Any Instance<StagePart> parts, Ending ending) {
        this.handlers = handlers;
        this.parts = parts;
        this.ending = ending;
    }

    @Override
    public int run(String... arguments) {
        ending.begin();
        try {
            return stay(arguments);
        } finally {
            ending.done();
        }
    }

    private int stay(String... arguments) {
        var began = Instant.now();
        StageOptions options;
        try {
            options = CommandLine.parse(List.of(arguments), home());
        } catch (CommandLine.Wrong wrong) {
            return refuse(wrong.getMessage(), 2);
        }
        try (var stage = LocalStage.start(options, options.isolated().isPresent() ? Map.of() : handlers.byOperation(), parts.stream().toList(), line -> out.println("  " + line));
                var file = StateFile.write(options.workFolder(), stage.port(), began.toString())) {
            announce(stage, Duration.between(began, Instant.now()));
            Quarkus.waitForExit();
            out.println("stopping ...");
            return 0;
        } catch (UncheckedIOException failure) {
            if (failure.getCause() instanceof BindException) {
                return refuse("port " + options.port() + " is taken; choose another with --port", 1);
            }
            throw failure;
        } catch (UnsupportedTemplate | IllegalArgumentException failure) {
            return refuse(failure.getMessage(), 1);
        }
    }

    private static Path home() {
        return Path.of(System.getProperty("commerce.home", "")).toAbsolutePath();
    }

    private static int refuse(String message, int code) {
        System.err.println("commerce: " + message);
        return code;
    }

    private void announce(LocalStage stage, Duration took) {
        out.println("  without effect here: " + inert(stage.model().inert()));
        out.println("  AWS endpoint for `aws --endpoint-url`: " + stage.awsEndpoint());
        out.println("  functions log to " + home().relativize(stage.functionLog().toAbsolutePath()));
        out.printf("The stage is ready at http://127.0.0.1:%d (%.1f s). Ctrl-C stops it.%n", stage.port(), took.toMillis() / 1000.0);
        out.flush();
    }

    /** Each type once, with how many there are and why they do nothing. */
    private static String inert(List<StageModel.Inert> resources) {
        return resources.stream()
                .collect(Collectors.groupingBy(StageModel.Inert::reason, java.util.TreeMap::new,
                        Collectors.groupingBy(inert -> inert.type().replaceFirst("^AWS::", ""), java.util.TreeMap::new, Collectors.counting())))
                .entrySet().stream()
                .map(group -> group.getValue().entrySet().stream().map(type -> type.getKey() + " " + type.getValue()).collect(Collectors.joining(", ")) + " (" + group.getKey() + ")")
                .collect(Collectors.joining("; "));
    }
}
