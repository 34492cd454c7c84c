package commerce.local.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.remote.RemoteConnection;
import commerce.local.stage.template.TemplateReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/** Our real templates, deployed with the SDK's real clients over HTTP. */
class DeployerTest {

    private static final String PAYMENT = "commerce-localstack-payment";
    private static final String PLATFORM = "commerce-localstack-platform";
    private static final Map<String, String> SIMULATOR = Map.of("SimulatorBaseUrl", "http://172.18.0.1:4711");

    private final CloudAssembly assembly = CloudAssembly.read(Assemblies.placeholders(Target.LOCALSTACK)).without(Target::isFrontDoor);
    private final List<String> told = new ArrayList<>();
    private StandInAws aws;
    private RemoteConnection connection;

    @BeforeEach
    void open() throws IOException {
        aws = new StandInAws();
        connection = RemoteConnection.emulator(aws.endpoint(), TemplateReader.REGION);
    }

    @AfterEach
    void close() {
        connection.close();
        aws.close();
    }

    private Deployer deployer(Duration patience, boolean createsBuckets) {
        return new Deployer(new Assets(Deployer.s3(connection), TemplateReader.ACCOUNT, TemplateReader.REGION, createsBuckets),
                new Stacks(connection.configure(CloudFormationClient.builder()).build(), Duration.ofMillis(1), patience), Target.LOCALSTACK, told::add);
    }

    private void deploy(Map<String, String> parameters) {
        deployer(Duration.ofMinutes(1), true).deploy(assembly, parameters);
    }

    /** The stand-in refuses imports of what no finished stack exports, and functions whose code is not in the bucket. */
    @Test
    void everyStackButTheFrontDoorIsCreatedAfterThoseItImportsFrom() {
        deploy(SIMULATOR);

        assertEquals(assembly.stacks().stream().map(CloudAssembly.Stack::name).toList(), aws.calls("CreateStack"));
        assertFalse(aws.calls("CreateStack").contains("commerce-localstack-edge"));
        assertEquals(7, aws.calls("CreateStack").size());
    }

    @Test
    void aParameterReachesTheStackThatDeclaresItAndNoOther() {
        deploy(SIMULATOR);

        assertEquals(SIMULATOR.get("SimulatorBaseUrl"), aws.parameters(PAYMENT).get("SimulatorBaseUrl"));
        assertEquals(Map.of(), aws.parameters(PLATFORM));
    }

    @Test
    void theBucketIsMadeAndEachFileSentOnce() {
        deploy(SIMULATOR);

        assertEquals(List.of("cdk-hnb659fds-assets-000000000000-eu-central-1"), aws.calls("CreateBucket"));
        assertEquals(new HashSet<>(aws.calls("PutObject")).size(), aws.calls("PutObject").size());
        assertEquals(1, aws.calls("PutObject").stream().filter(key -> key.endsWith(".zip")).count());
    }

    @Test
    void aSecondRunChangesNothingAndKeepsWhatWasGivenBefore() {
        deploy(Map.of("SimulatorBaseUrl", "http://172.18.0.1:4711", "AlarmEmail", "somebody@example.org"));
        told.clear();

        deploy(SIMULATOR);

        assertEquals(7, told.stream().filter(line -> line.contains(" unchanged, ")).count(), told::toString);
        assertEquals("somebody@example.org", aws.parameters(PLATFORM).get("AlarmEmail"));
    }

    @Test
    void anotherSimulatorAddressUpdatesTheStackThatHasItAndNoOther() {
        deploy(SIMULATOR);
        told.clear();

        deploy(Map.of("SimulatorBaseUrl", "http://172.18.0.1:4712"));

        assertEquals(List.of(PAYMENT), told.stream().filter(line -> line.contains(" updated, ")).map(line -> line.split(" ")[0]).toList());
        assertEquals("http://172.18.0.1:4712", aws.parameters(PAYMENT).get("SimulatorBaseUrl"));
    }

    @Test
    void theFirstResourceThatFailedIsNamedWithItsReasonAndNothingIsDeployedAfterIt() {
        aws.fail("RequestPayment", "The runtime parameter of java25 is not supported");

        var failed = assertThrows(DeploymentFailed.class, () -> deploy(SIMULATOR));

        assertEquals("stack commerce-localstack-payment: RequestPayment (AWS::Lambda::Function) CREATE_FAILED: The runtime parameter of java25 is not supported", failed.getMessage());
        assertEquals(PAYMENT, aws.calls().getLast().split(" ")[1]);
    }

    @Test
    void aFailedUpdateIsNamedToo() {
        deploy(SIMULATOR);
        aws.fail("RequestPayment", "Environment is too large");

        var failed = assertThrows(DeploymentFailed.class, () -> deploy(Map.of("SimulatorBaseUrl", "elsewhere")));

        assertEquals("stack commerce-localstack-payment: RequestPayment (AWS::Lambda::Function) UPDATE_FAILED: Environment is too large", failed.getMessage());
    }

    @Test
    void whatAFailedCreationLeftBehindIsRemovedByTheNextRun() {
        aws.fail("RequestPayment", "no luck");
        assertThrows(DeploymentFailed.class, () -> deploy(SIMULATOR));
        aws.mend();

        deploy(SIMULATOR);

        assertEquals(List.of(PAYMENT), aws.calls("DeleteStack"));
        assertEquals(2, aws.calls("CreateStack").stream().filter(PAYMENT::equals).count());
    }

    @Test
    void aStackThatNeverFinishesIsGivenUp() {
        aws.neverFinish();

        var failed = assertThrows(DeploymentFailed.class, () -> deployer(Duration.ZERO, true).deploy(assembly, SIMULATOR));

        assertEquals("stack commerce-localstack-platform is still CREATE_IN_PROGRESS after 0 minutes", failed.getMessage());
    }

    @Test
    void onAwsAMissingBucketIsTheBootstrapsToMake() {
        var failed = assertThrows(DeploymentFailed.class, () -> deployer(Duration.ofMinutes(1), false).deploy(assembly, SIMULATOR));

        assertEquals("there is no bucket cdk-hnb659fds-assets-000000000000-eu-central-1: run `cdk bootstrap` for this account and region first", failed.getMessage());
        assertEquals(List.of(), aws.calls());
    }

    @Test
    void whatTheTargetLacksIsNotSentAndSaid() {
        deploy(SIMULATOR);

        assertFalse(aws.template(PLATFORM).toString().contains("AWS::Events::Archive"));
        assertTrue(told.contains("left out: Events::Archive 1 (LocalStack does not have it; nobody replays events from there)"), told::toString);
    }
}
