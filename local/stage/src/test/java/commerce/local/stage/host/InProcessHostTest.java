package commerce.local.stage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.kernel.Settings;
import commerce.local.stage.FaultInjector.InvocationFault;
import commerce.local.stage.FaultInjector.Point;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsPort;
import commerce.local.stage.aws.Killed;
import commerce.local.stage.clock.LiveScheduler;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

@Timeout(30)
class InProcessHostTest {

    private static final AwsPort NO_AWS = call -> AwsAnswer.error(400, "None", "none");

    @TempDir
    private Path folder;
    private final VirtualClock clock = new VirtualClock();
    private final LiveScheduler scheduler = new LiveScheduler(clock);
    private final ArmedFaults faults = new ArmedFaults();
    private final Counters counters = new Counters();
    private final AtomicInteger runs = new AtomicInteger();
    private FunctionLog log;

    @BeforeEach
    void open() {
        log = new FunctionLog(folder.resolve("functions.log"));
        FunctionLogging.install();
    }

    @AfterEach
    void close() {
        scheduler.close();
        log.close();
    }

    private InvocationResult invoke(Duration timeout, RequestStreamHandler handler) {
        return invoke(timeout, NO_AWS, handler);
    }

    private InvocationResult invoke(Duration timeout, AwsPort aws, RequestStreamHandler handler) {
        var function = new StageModel.Function("ship", "shop", "shop-Ship", "arn", 128, timeout, Map.of("TABLE_NAME", "t1"));
        RequestStreamHandler counted = (input, output, context) -> {
            runs.incrementAndGet();
            handler.handleRequest(input, output, context);
        };
        return new InProcessHost(Map.of("ship", function), Map.of("ship", counted), scheduler, faults, counters, log, clock, aws)
                .invoke("ship", "{\"in\":1}".getBytes(StandardCharsets.UTF_8));
    }

    private InvocationResult invoke(RequestStreamHandler handler) {
        return invoke(Duration.ofSeconds(10), handler);
    }

    private static JsonNode json(InvocationResult result) {
        try {
            return new ObjectMapper().readTree(result.payload());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void bytesGoInAndOutWithTheTemplatesEnvironmentBound() {
        var result = invoke((input, output, context) -> {
            var in = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            output.write(("{\"saw\":" + in + ",\"table\":\"" + Settings.require("TABLE_NAME") + "\",\"name\":\"" + context.getFunctionName() + "\"}").getBytes(StandardCharsets.UTF_8));
        });
        assertInstanceOf(Answered.class, result);
        assertEquals("{\"saw\":{\"in\":1},\"table\":\"t1\",\"name\":\"shop-Ship\"}", json(result).toString());
        assertEquals(1, counters.snapshot().invocations().get("ship"));
    }

    @Test
    void anExceptionBecomesLambdasErrorPayload() {
        var failed = assertInstanceOf(Failed.class, invoke((input, output, context) -> {
            throw new IllegalStateException("no such thing");
        }));
        assertEquals("java.lang.IllegalStateException", failed.errorType());
        assertEquals("java.lang.IllegalStateException", json(failed).path("errorType").asText());
        assertEquals("no such thing", json(failed).path("errorMessage").asText());
        assertTrue(json(failed).path("stackTrace").get(0).asText().contains("InProcessHostTest"));
        assertEquals(1, counters.snapshot().failedInvocations().get("ship"));
    }

    @Test
    void aFunctionThatIsTooSlowTimesOutAndMayCallNothingMore() {
        var late = new CompletableFuture<Throwable>();
        var failed = assertInstanceOf(Failed.class, invoke(Duration.ofMillis(50), (input, output, context) -> {
            var invocation = Invocation.CURRENT.get();
            awaitInterrupt();
            late.complete(assertThrows(IllegalStateException.class, () -> {
                // The host ends the invocation right after it has interrupted it.
                while (true) {
                    invocation.aws();
                    Thread.onSpinWait();
                }
            }));
        }));
        assertTrue(failed.timedOut());
        assertTrue(failed.errorMessage().endsWith("Task timed out after 0.05 seconds"), failed.errorMessage());
        assertFalse(json(failed).has("stackTrace"));
        assertTrue(late.join().getMessage().contains("is over"));
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException expected) {
            return;
        }
    }

    @Test
    void aFaultBeforeKeepsTheFunctionFromRunning() {
        faults.arm(new InvocationFault("ship", Point.BEFORE, "Lambda.ServiceException", "on purpose", 1));
        var failed = assertInstanceOf(Failed.class, invoke((input, output, context) -> { }));
        assertEquals("Lambda.ServiceException", failed.errorType());
        assertEquals(0, runs.get());
        assertInstanceOf(Answered.class, invoke((input, output, context) -> { }));
    }

    @Test
    void aFaultAfterLosesTheAnswerOfWorkThatWasDone() {
        faults.arm(new InvocationFault("ship", Point.AFTER, "Lambda.ServiceException", "on purpose", 1));
        assertInstanceOf(Failed.class, invoke((input, output, context) -> { }));
        assertEquals(1, runs.get());
    }

    @Test
    void injectedTimeOutsLookLikeRealOnes() {
        faults.arm(new InvocationFault("ship", Point.TIMEOUT, "", "", 1));
        assertTrue(assertInstanceOf(Failed.class, invoke((input, output, context) -> { })).timedOut());
        assertEquals(0, runs.get());
        faults.arm(new InvocationFault("ship", Point.TIMEOUT_AFTER, "", "", 1));
        assertTrue(assertInstanceOf(Failed.class, invoke((input, output, context) -> { })).timedOut());
        assertEquals(1, runs.get());
    }

    /** Whatever it catches, and whatever it does then. */
    @Test
    void aFunctionThatIsKilledAtACallIsGoneAndItsFurtherCallsDoNothing() {
        var calls = new AtomicInteger();
        AwsPort deadly = call -> {
            calls.incrementAndGet();
            throw new Killed("ship before DynamoDB.PutItem");
        };
        var afterDeath = new CompletableFuture<Throwable>();

        var failed = assertInstanceOf(Failed.class, invoke(Duration.ofSeconds(10), deadly, (input, output, context) -> {
            try {
                call();
            } catch (Killed death) {
                afterDeath.complete(assertThrows(IllegalStateException.class, InProcessHostTest::call));
            }
            output.write(new byte[] {'1'});
        }));

        assertEquals("Runtime.ExitError", failed.errorType());
        assertTrue(failed.errorMessage().endsWith("Error: Runtime exited with error: signal: killed"), failed.errorMessage());
        assertTrue(afterDeath.join().getMessage().contains("is over"));
        assertEquals(1, calls.get());
    }

    private static void call() throws IOException {
        var request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(URI.create("http://dynamodb.local/")).build();
        try (var aws = new StageHttpClient()) {
            aws.prepareRequest(HttpExecuteRequest.builder().request(request).build()).call();
        }
    }

    @Test
    void whatAFunctionPrintsAndLogsGoesToTheFunctionLog() throws IOException {
        invoke((input, output, context) -> {
            System.out.println("{\"printed\":true}");
            org.jboss.logging.Logger.getLogger("shop").warn("logged \"this\"");
        });
        log.flush();
        var lines = Files.readAllLines(log.file());
        assertEquals("{\"printed\":true}", lines.getFirst());
        assertEquals("logged \"this\"", new ObjectMapper().readTree(lines.getLast()).path("message").asText());
        assertEquals("ship", new ObjectMapper().readTree(lines.getLast()).path("function").asText());
    }

    @Test
    void aFunctionWithoutAHandlerIsNamedAtTheStart() {
        var function = new StageModel.Function("ship", "shop", "n", "arn", 128, Duration.ofSeconds(1), Map.of());
        var failure = assertThrows(IllegalArgumentException.class, () ->
                new InProcessHost(Map.of("ship", function), Map.of(), scheduler, faults, counters, log, clock, NO_AWS));
        assertTrue(failure.getMessage().contains("ship"), failure.getMessage());
    }
}
