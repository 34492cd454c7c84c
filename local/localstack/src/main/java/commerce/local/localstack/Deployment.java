package commerce.local.localstack;

import commerce.local.stage.StageModel;
import commerce.local.stage.remote.RemoteConnection;
import commerce.local.stage.remote.RemoteShop;
import commerce.local.stage.template.TemplateReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * From a running emulator to a shop that serves: waits for it, deploys every stack but the front door's, and puts our own front door
 * before the functions.
 */
final class Deployment {

    private static final String SIMULATOR_ADDRESS = "SimulatorBaseUrl";
    private static final String SIMULATOR_SECRET = "SIMULATOR_SECRET_ARN";
    private static final String SECRET_READER = "payment-webhook";
    private static final Duration START = Duration.ofMinutes(3);
    /** Long enough for a message to pass a queue, a function that is not warm, and another queue. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    private final Target target;
    private final RemoteConnection aws;
    private final Duration pause;
    private final Consumer<String> progress;

    /**
     * @param aws the emulator
     * @param pause between two looks at whatever takes its time
     * @param progress hears one line for each thing that is done
     */
    Deployment(Target target, RemoteConnection aws, Duration pause, Consumer<String> progress) {
        this.target = target;
        this.aws = aws;
        this.pause = pause;
        this.progress = progress;
    }

    /**
     * @param assembly synthesized for this target, with the functions' real code
     * @param shop takes requests when this returns
     * @param simulator where the functions find the payment simulator
     * @throws DeploymentFailed with the one line that says why
     */
    void run(Path assembly, RemoteShop shop, URI simulator) throws InterruptedException {
        awaitService();
        progress.accept(target.title() + " serves AWS's APIs");
        Deployer.to(target, aws, TemplateReader.ACCOUNT, pause, progress)
                .deploy(CloudAssembly.read(assembly).without(Target::isFrontDoor), Map.of(SIMULATOR_ADDRESS, simulator.toString()));
        var model = TemplateReader.read(assembly, Map.of());
        shop.serve(target.title(), model, aws, simulatorSecret(model), SETTLING);
    }

    private void awaitService() throws InterruptedException {
        var deadline = System.nanoTime() + START.toNanos();
        try (S3Client s3 = Deployer.s3(aws)) {
            while (true) {
                try {
                    s3.listBuckets();
                    return;
                } catch (SdkException notYet) {
                    if (System.nanoTime() > deadline) {
                        throw new DeploymentFailed(target.title() + " did not serve within " + START.toMinutes() + " minutes: " + notYet.getMessage());
                    }
                    Thread.sleep(pause);
                }
            }
        }
    }

    /** Asked of the deployed function that reads it: only the target knows how its generated secret is called. */
    private String simulatorSecret(StageModel model) {
        try (var lambda = aws.configure(LambdaClient.builder()).build(); var secrets = aws.configure(SecretsManagerClient.builder()).build()) {
            var reader = model.functions().get(SECRET_READER).name();
            var arn = lambda.getFunctionConfiguration(request -> request.functionName(reader)).environment().variables().get(SIMULATOR_SECRET);
            return secrets.getSecretValue(request -> request.secretId(arn)).secretString();
        }
    }
}
