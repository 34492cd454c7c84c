package commerce.local.stage.awsapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.local.asl.StateMachineDefinition;
import commerce.local.stage.LocalStage;
import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * The AWS command line pointed at the stage, as somebody types it; where there is none, this is skipped and says so. Several of them are
 * tried with SQS, which older ones call by another protocol.
 */
@QuarkusTest
class AwsCliTest {

    private static final long PATIENCE_SECONDS = 60;
    private static final String PASS = "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";

    private record Said(int exitCode, String out, String err) {}

    @Inject
    TestStage under;
    private LocalStage stage;
    private String name;

    @BeforeEach
    void connect() {
        stage = under.stage();
        name = "cli-" + UUID.randomUUID();
    }

    @AfterEach
    void stageStays() {
        Clients.quiet(stage);
    }

    private static List<String> installed() {
        var found = Stream.concat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/bin", "/usr/local/bin"))
                .map(folder -> Path.of(folder, "aws")).filter(Files::isExecutable).map(AwsCliTest::real).distinct().toList();
        if (found.isEmpty()) {
            System.err.println("SKIPPED: the AWS command line is not installed, so nobody has tried the stage with it. Install awscli to have it tried.");
            throw new TestAbortedException("the AWS command line (aws) is not installed");
        }
        return found;
    }

    private static String real(Path program) {
        try {
            return program.getParent().toRealPath().resolve(program.getFileName()).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Said aws(String program, String... arguments) {
        var command = new ArrayList<>(List.of(program, "--endpoint-url", stage.awsEndpoint().toString(), "--region", stage.model().region(), "--output", "json"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("AWS_ACCESS_KEY_ID", "test");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        builder.environment().put("AWS_PAGER", "");
        builder.environment().put("AWS_MAX_ATTEMPTS", "1");
        builder.environment().put("AWS_CONFIG_FILE", "/dev/null");
        builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var err = new StringBuilder();
            var reader = Thread.ofVirtual().start(() -> err.append(read(process.getErrorStream())));
            var out = read(process.getInputStream());
            reader.join();
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> command + " does not end");
            return new Said(process.exitValue(), out, err.toString());
        } catch (IOException e) {
            throw new AssertionError(command + " cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String read(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode answer(String program, String... arguments) {
        var said = aws(program, arguments);
        assertEquals(0, said.exitCode(), () -> program + " " + List.of(arguments) + ": " + said.err());
        return said.out().isBlank() ? Json.read("{}") : Json.read(said.out());
    }

    private void refused(String program, String code, String... arguments) {
        var said = aws(program, arguments);
        assertTrue(said.exitCode() != 0 && said.err().contains("An error occurred (" + code + ")"), () -> program + " " + List.of(arguments) + ": " + said);
    }

    @Test
    void stepFunctions() {
        var aws = installed().getFirst();
        var machine = "arn:aws:states:" + stage.model().region() + ":" + stage.model().account() + ":stateMachine:" + name;
        stage.stepFunctions().createStateMachine(machine, StateMachineDefinition.parse(PASS));
        assertTrue(answer(aws, "stepfunctions", "list-state-machines").path("stateMachines").toString().contains(machine));
        var started = answer(aws, "stepfunctions", "start-execution", "--state-machine-arn", machine, "--input", "{\"n\":1}").path("executionArn").asText();
        Clients.quiet(stage);
        assertEquals(started, answer(aws, "stepfunctions", "describe-execution", "--execution-arn", started).path("executionArn").asText());
        var events = answer(aws, "stepfunctions", "get-execution-history", "--execution-arn", started, "--reverse-order", "--page-size", "2").path("events");
        assertTrue(events.size() > 2, "the command line follows the pages: " + events);
        refused(aws, "ExecutionDoesNotExist", "stepfunctions", "describe-execution", "--execution-arn", started + "x");
        refused(aws, "InvalidToken", "stepfunctions", "send-task-success", "--task-token", "none", "--task-output", "{}");
    }

    @Test
    void sqs() {
        for (var aws : installed()) {
            var url = answer(aws, "sqs", "create-queue", "--queue-name", name).path("QueueUrl").asText();
            assertEquals(stage.awsEndpoint() + "/" + stage.model().account() + "/" + name, url, aws);
            assertEquals(url, answer(aws, "sqs", "get-queue-url", "--queue-name", name).path("QueueUrl").asText());
            var sent = answer(aws, "sqs", "send-message", "--queue-url", url, "--message-body", "hello").path("MessageId").asText();
            var message = answer(aws, "sqs", "receive-message", "--queue-url", url, "--wait-time-seconds", "2").path("Messages").path(0);
            assertEquals(sent, message.path("MessageId").asText());
            answer(aws, "sqs", "delete-message", "--queue-url", url, "--receipt-handle", message.path("ReceiptHandle").asText());
            assertEquals("0", answer(aws, "sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "All").path("Attributes").path("ApproximateNumberOfMessages").asText());
            refused(aws, "AWS.SimpleQueueService.NonExistentQueue", "sqs", "get-queue-url", "--queue-name", name + "-missing");
            answer(aws, "sqs", "delete-queue", "--queue-url", url);
        }
    }

    @Test
    void lambdaAndEvents(@TempDir Path folder) throws IOException {
        var out = folder.resolve("answer.json");
        var function = stage.model().functions().get("read-products").name();
        var aws = installed().getFirst();
        var event = Files.writeString(folder.resolve("event.json"), "{\"tenant\":\"cli\",\"skus\":[\"TEA\"]}");
        var invoked = answer(aws, "lambda", "invoke", "--function-name", function, "--payload", "fileb://" + event, "--log-type", "Tail", out.toString());
        assertEquals(200, invoked.path("StatusCode").asInt());
        assertTrue(invoked.has("LogResult") && Json.read(Files.readString(out)).isObject());
        refused(aws, "ResourceNotFoundException", "lambda", "invoke", "--function-name", "missing", out.toString());
        var put = answer(aws, "events", "put-events", "--entries", "[{\"Source\":\"cli.test\",\"DetailType\":\"tested\",\"Detail\":\"{}\"}]");
        assertEquals(0, put.path("FailedEntryCount").asInt());
    }

    @Test
    void dynamoDb() {
        var table = stage.model().tables().keySet().iterator().next();
        var aws = installed().getFirst();
        assertTrue(answer(aws, "dynamodb", "list-tables").path("TableNames").toString().contains(table));
        assertEquals(table, answer(aws, "dynamodb", "describe-table", "--table-name", table).path("Table").path("TableName").asText());
        assertTrue(answer(aws, "dynamodb", "scan", "--table-name", table, "--max-items", "1").has("Items"));
        refused(aws, "ResourceNotFoundException", "dynamodb", "scan", "--table-name", "missing");
    }

    @Test
    void s3(@TempDir Path folder) throws IOException {
        var aws = installed().getFirst();
        var file = Files.writeString(folder.resolve("tea.txt"), "茶");
        assertEquals(0, aws(aws, "s3", "mb", "s3://" + name).exitCode());
        assertEquals(0, aws(aws, "s3", "cp", file.toString(), "s3://" + name + "/a/tea.txt").exitCode());
        assertTrue(aws(aws, "s3", "ls", "s3://" + name, "--recursive").out().contains("a/tea.txt"));
        assertEquals("茶", aws(aws, "s3", "cp", "s3://" + name + "/a/tea.txt", "-").out());
        refused(aws, "404", "s3api", "head-object", "--bucket", name, "--key", "missing");
        assertEquals(0, aws(aws, "s3", "rb", "--force", "s3://" + name).exitCode());
    }

    @Test
    void whatTheStageDoesNotHaveIsSaidInPlainWords() {
        var aws = installed().getFirst();
        refused(aws, "InvalidAction", "sts", "get-caller-identity");
        refused(aws, "UnknownOperationException", "kms", "list-keys");
    }
}
