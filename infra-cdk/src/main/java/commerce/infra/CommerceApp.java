package commerce.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/**
 * Writes the CloudFormation templates.
 *
 * <pre>java commerce.infra.CommerceApp [--stage local|localstack|floci|dev|prod] [--out cdk.out] [--code placeholder|built] [--root .]</pre>
 *
 * <p>{@code --code built} takes each module's {@code target/function.zip} below {@code --root}; it is the default for all stages but
 * {@code local}, whose host finds the code by the functions' metadata. Set {@code CDK_VALIDATION=false} in the environment, or each run
 * also starts a validator for many seconds; a test runs it.
 */
public final class CommerceApp {

    private CommerceApp() {}

    public static void main(String[] arguments) {
        Map<String, String> options;
        try {
            options = options(List.of(arguments));
            var config = DeploymentConfig.of(options.get("--stage"));
            var code = code(options.getOrDefault("--code", config.environment().equals("local") ? "placeholder" : "built"), Path.of(options.get("--root")));
            synthesize(new Deployment(config, code), Path.of(options.get("--out")));
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        // jsii's own threads may still be waiting for the Node process.
        System.exit(0);
    }

    private static Map<String, String> options(List<String> arguments) {
        var options = new HashMap<>(Map.of("--stage", "local", "--out", "cdk.out", "--root", "."));
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!List.of("--stage", "--out", "--code", "--root").contains(arguments.get(i)) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("usage: CommerceApp [--stage local|localstack|floci|dev|prod] [--out FOLDER] [--code placeholder|built] [--root CHECKOUT]");
            }
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        return options;
    }

    private static FunctionCode code(String kind, Path root) {
        return switch (kind) {
            case "placeholder" -> FunctionCode.placeholder();
            case "built" -> FunctionCode.built(root.toAbsolutePath().normalize());
            default -> throw new IllegalArgumentException("there is no code '" + kind + "': choose placeholder or built");
        };
    }

    /** @param out folder for the templates and {@code manifest.json} */
    static void synthesize(Deployment deployment, Path out) {
        var app = app(out);
        new Commerce(app, deployment);
        app.synth();
    }

    /** An app that behaves as the CDK recommends for new ones, and whose output depends on nothing but its input. */
    static App app(Path out) {
        return app(out, flags());
    }

    static App app(Path out, Map<String, Object> flags) {
        return new App(AppProps.builder().outdir(out.toAbsolutePath().toString()).analyticsReporting(false).treeMetadata(false).stackTraces(false).context(flags).build());
    }

    /** The CDK reads its flags from cdk.json only when its own command line starts the app; we keep the recommended ones beside this class. */
    static Map<String, Object> flags() {
        try (var resource = CommerceApp.class.getResourceAsStream("feature-flags.json")) {
            return new ObjectMapper().readValue(resource, new TypeReference<Map<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
