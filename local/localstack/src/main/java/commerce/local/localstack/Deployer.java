package commerce.local.localstack;

import commerce.local.stage.remote.RemoteConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Deploys an assembly over the APIs of S3 and CloudFormation, stack by stack, each after those it depends on. Needs no command line tool,
 * and works against an emulator as against AWS. A second run changes only what changed.
 */
final class Deployer {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Assets assets;
    private final Stacks stacks;
    private final Target target;
    private final Consumer<String> progress;

    /** @param progress hears one line for each stack */
    Deployer(Assets assets, Stacks stacks, Target target, Consumer<String> progress) {
        this.assets = assets;
        this.stacks = stacks;
        this.target = target;
        this.progress = progress;
    }

    /** For an emulator: one address for all services, buckets are made as they are needed. */
    static Deployer to(Target target, RemoteConnection aws, String account, Duration pause, Consumer<String> progress) {
        return new Deployer(
                new Assets(s3(aws), account, aws.region().id(), true),
                new Stacks(aws.configure(CloudFormationClient.builder()).build(), pause, PATIENCE),
                target, progress);
    }

    /** Buckets in the path: their names are no host names on this machine. */
    static S3Client s3(RemoteConnection aws) {
        return aws.configure(S3Client.builder()).serviceConfiguration(s3 -> s3.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false)).build();
    }

    /**
     * @param parameters values for every template that declares them
     * @throws DeploymentFailed with the one line that says why
     */
    void deploy(CloudAssembly assembly, Map<String, String> parameters) {
        var leftOut = new TreeMap<String, Integer>();
        for (var stack : assembly.stacks()) {
            var sent = stack.assets().stream().filter(assets::upload).count();
            var fitting = Fitting.of(stack, target);
            fitting.leftOut().forEach((type, count) -> leftOut.merge(type, count, Integer::sum));
            var text = fitting.template().toString();
            var outcome = stacks.deploy(stack.name(), assets.template(stack.name() + "/" + hash(text) + ".json", text), declared(stack), parameters);
            progress.accept("%s %s, %d resources%s".formatted(stack.name(), outcome.name().toLowerCase(), fitting.template().path("Resources").size(),
                    sent == 0 ? "" : ", " + sent + " file sent"));
        }
        leftOut.forEach((type, count) -> progress.accept("left out: %s %d (%s does not have it; %s)".formatted(
                type.replaceFirst("^AWS::", ""), count, target.title(), target.whyNotMissed(type).orElseThrow())));
    }

    private static Set<String> declared(CloudAssembly.Stack stack) {
        var names = new TreeSet<String>();
        stack.template().path("Parameters").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
