package commerce.local.stage.host.isolated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.sandbox.LambdaRuntime;
import commerce.local.stage.FaultInjector.InvocationFault;
import commerce.local.stage.FaultInjector.Point;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.clock.LiveScheduler;
import commerce.local.stage.host.ArmedFaults;
import commerce.local.stage.host.Counters;
import commerce.local.stage.host.FunctionLog;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Against real processes, each with AWS's runtime interface client and a small function from a zip. */
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, disabledReason = "AWS's runtime interface client runs on nothing else")
class IsolatedHostTest {

    private static final Limits ROOMY = new Limits(8, 4, 2, Duration.ofSeconds(60), Duration.ofMinutes(10));

    @TempDir
    private Path folder;
    private final VirtualClock clock = new VirtualClock();
    private final LiveScheduler scheduler = new LiveScheduler(clock);
    private final ArmedFaults faults = new ArmedFaults();
    private final Counters counters = new Counters();
    private final Map<String, StageModel.Function> functions = new HashMap<>();
    private FunctionLog log;
    private IsolatedHost host;

    @BeforeEach
    void open() throws IOException {
        log = new FunctionLog(folder.resolve("functions.log"));
        var type = Rehearsal.class.getName().replace('.', '/') + ".class";
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("shop.zip"))); var code = Rehearsal.class.getResourceAsStream("/" + type)) {
            zip.putNextEntry(new ZipEntry(type));
            code.transferTo(zip);
        }
        function("ship", Duration.ofSeconds(30), OptionalInt.empty(), Map.of("TABLE_NAME", "t1"));
    }

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
        scheduler.close();
        log.close();
    }

    private void function(String operation, Duration timeout, OptionalInt reserved, Map<String, String> environment) {
        functions.put(operation, new StageModel.Function(operation, "shop", "shop-" + operation, "arn:of:" + operation, Rehearsal.class.getName() + "::handleRequest", 256,
                timeout, reserved, environment));
    }

    private void start(Limits limits) {
        var site = new IsolatedHost.Site(module -> folder.resolve(module + ".zip"), folder.resolve("isolated"), URI.create("http://127.0.0.1:9"), "eu-central-1",
                LambdaRuntime.built(), limits);
        host = new IsolatedHost(site, functions, scheduler, faults, counters, log, clock);
    }

    private InvocationResult invoke(String operation, String event) {
        if (host == null) {
            start(ROOMY);
        }
        return host.invoke(operation, ("\"" + event + "\"").getBytes(StandardCharsets.UTF_8));
    }

    private String answer(String operation, String event) {
        var result = invoke(operation, event);
        return new String(assertInstanceOf(Answered.class, result, () -> json(result.payload()).toString()).payload(), StandardCharsets.UTF_8).replace("\"", "");
    }

    private Failed failure(String operation, String event) {
        return assertInstanceOf(Failed.class, invoke(operation, event));
    }

    private static JsonNode json(byte[] text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<JsonNode> logged() throws IOException {
        log.flush();
        return Files.readAllLines(log.file()).stream().map(line -> json(line.getBytes(StandardCharsets.UTF_8))).toList();
    }

    private List<JsonNode> reports() throws IOException {
        return logged().stream().filter(line -> line.path("type").asText().equals("platform.report")).map(line -> line.path("record")).toList();
    }

    private static void awaitEndOf(String pid) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(process -> process.onExit().join());
    }

    @Test
    void aFunctionIsStartedWhenItIsFirstInvokedAndServesFurtherInvocationsWarm() throws IOException {
        start(ROOMY);
        assertEquals(0, host.environments());

        var first = answer("ship", "who");

        assertEquals(first, answer("ship", "who"), "the same process");
        assertNotEquals(String.valueOf(ProcessHandle.current().pid()), first);
        assertEquals(Map.of("ship", 1L), counters.snapshot().coldStarts());
        assertEquals(2, counters.snapshot().invocations().get("ship"));
        assertTrue(reports().getFirst().path("metrics").path("initDurationMs").asDouble() > 0, () -> "the cold start is marked");
        assertFalse(reports().getLast().path("metrics").has("initDurationMs"), "the warm one is not");
        assertTrue(reports().getLast().path("metrics").path("maxMemoryUsedMB").asInt() > 10);
    }

    @Test
    void whatTheTemplateAndLambdaGiveIsThere() {
        assertEquals("t1", answer("ship", "variable TABLE_NAME"));
        assertEquals("shop-ship", answer("ship", "variable AWS_LAMBDA_FUNCTION_NAME"));
        assertEquals("256", answer("ship", "variable AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
        assertEquals("eu-central-1", answer("ship", "variable AWS_REGION"));
        assertEquals("http://127.0.0.1:9", answer("ship", "variable AWS_ENDPOINT_URL"));
        assertEquals("/aws/lambda/shop-ship", answer("ship", "variable AWS_LAMBDA_LOG_GROUP_NAME"));
        assertEquals("null", answer("ship", "variable HOME"), "and nothing else of this machine");
        var context = answer("ship", "context").split(" ");
        assertEquals(List.of("shop-ship", "arn:of:ship", "256"), List.of(context[0], context[1], context[2]));
        assertEquals("true", context[4], "there is time left");
    }

    @Test
    void aFunctionLivesOnTheStagesTime() {
        var before = Long.parseLong(answer("ship", "time"));
        clock.advanceTo(clock.instant().plus(Duration.ofHours(2)));
        var after = Long.parseLong(answer("ship", "time"));
        assertEquals(2, Duration.ofMillis(after - before).toHours());
        clock.reset();
        assertEquals(0, Duration.between(Instant.now(), Instant.ofEpochMilli(Long.parseLong(answer("ship", "time")))).toHours());
    }

    @Test
    void anExceptionComesBackAsTheRuntimeReportsItAndTheProcessLivesOn() throws IOException {
        var pid = answer("ship", "who");

        var failed = failure("ship", "throw");

        assertEquals("java.lang.IllegalStateException", failed.errorType());
        assertEquals("no such thing", failed.errorMessage());
        assertEquals("no such thing", json(failed.payload()).path("errorMessage").asText());
        assertTrue(json(failed.payload()).path("stackTrace").get(0).asText().startsWith(Rehearsal.class.getName() + ".handleRequest("), () -> json(failed.payload()).toString());
        assertEquals("error", reports().getLast().path("status").asText());
        assertEquals(pid, answer("ship", "who"));
    }

    @Test
    void aFunctionThatIsTooSlowIsKilledAndTheNextInvocationStartsAfresh() throws IOException {
        function("slow", Duration.ofSeconds(1), OptionalInt.empty(), Map.of());
        var pid = answer("slow", "who");

        var failed = failure("slow", "hang");

        assertTrue(failed.timedOut());
        assertEquals("RequestId: " + failed.requestId() + " Error: Task timed out after 1.00 seconds", failed.errorMessage());
        assertFalse(json(failed.payload()).has("stackTrace"));
        assertEquals("timeout", reports().getLast().path("status").asText());
        awaitEndOf(pid);
        assertNotEquals(pid, answer("slow", "who"));
        assertEquals(2, counters.snapshot().coldStarts().get("slow"));
    }

    @Test
    void aProcessThatDiesIsAnExitErrorAndTheNextInvocationStartsAfresh() {
        var pid = answer("ship", "who");

        var failed = failure("ship", "exit 3");

        assertEquals("Runtime.ExitError", failed.errorType());
        assertEquals("RequestId: " + failed.requestId() + " Error: Runtime exited with error: exit status 3", failed.errorMessage());
        assertNotEquals(pid, answer("ship", "who"));
        assertTrue(failure("ship", "exit 0").errorMessage().endsWith("Runtime exited without providing a reason"));
    }

    @Test
    void aProcessKilledWhileIdleIsReplacedWithoutAnybodyNoticing() {
        var pid = answer("ship", "who");
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
        while (host.environments() > 0) {
            Thread.onSpinWait();
        }
        assertNotEquals(pid, answer("ship", "who"));
        assertTrue(counters.snapshot().failedInvocations().isEmpty());
    }

    @Test
    void aFunctionThatCannotInitializeSaysWhy() {
        function("broken", Duration.ofSeconds(5), OptionalInt.empty(), Map.of("FAIL_TO_INITIALIZE", "yes"));
        var failed = failure("broken", "who");
        assertEquals("java.lang.IllegalStateException", failed.errorType(), () -> json(failed.payload()).toString());
        assertTrue(failed.errorMessage().contains("no such thing at the start"), failed.errorMessage());
    }

    @Test
    void payloadsOverSixMegabytesAreRefusedBothWays() {
        var tooLarge = failure("ship", "x".repeat(IsolatedHost.LARGEST_REQUEST));
        assertEquals("Lambda.RequestTooLargeException", tooLarge.errorType());
        assertEquals(0, host.environments(), "nothing was started for it");
        assertEquals("Function.ResponseSizeTooLarge", failure("ship", "large " + RuntimeApi.LARGEST_RESPONSE).errorType());
        assertEquals(5_000_000, answer("ship", "large 5000000").length());
    }

    @Test
    void invocationsAtOnceHaveAProcessEach() throws IOException {
        start(ROOMY);
        var room = Files.createDirectory(folder.resolve("room"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var meetings = List.of(1, 2, 3).stream().map(guest -> CompletableFuture.supplyAsync(() -> answer("ship", "meet " + room), threads)).toList();
            while (count(room) < 3) {
                Thread.onSpinWait();
            }
            assertEquals(3, host.environments());
            Files.createFile(room.resolve("all"));
            assertEquals(3, new HashSet<>(meetings.stream().map(CompletableFuture::join).toList()).size());
        }
    }

    private static long count(Path room) throws IOException {
        try (var guests = Files.list(room)) {
            return guests.count();
        }
    }

    @Test
    void invocationsBeyondAFunctionsShareWaitForOneOfItsProcesses() {
        start(new Limits(8, 1, 2, Duration.ofSeconds(60), Duration.ofMinutes(10)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = List.of(1, 2, 3, 4).stream().map(each -> CompletableFuture.supplyAsync(() -> answer("ship", "who"), threads)).toList();
            assertEquals(1, all.stream().map(CompletableFuture::join).distinct().count());
        }
        assertEquals(1, counters.snapshot().coldStarts().get("ship"));
    }

    @Test
    void moreThanTheReservedConcurrencyIsThrottled() throws IOException {
        function("few", Duration.ofSeconds(60), OptionalInt.of(1), Map.of());
        start(ROOMY);
        var room = Files.createDirectory(folder.resolve("room"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var busy = CompletableFuture.supplyAsync(() -> answer("few", "meet " + room), threads);
            while (count(room) < 1) {
                Thread.onSpinWait();
            }
            assertEquals("Lambda.TooManyRequestsException", failure("few", "who").errorType());
            Files.createFile(room.resolve("all"));
            assertEquals(busy.join(), answer("few", "who"));
        }
    }

    @Test
    void theProcessIdleForLongestMakesRoom() {
        function("pack", Duration.ofSeconds(30), OptionalInt.empty(), Map.of());
        function("send", Duration.ofSeconds(30), OptionalInt.empty(), Map.of());
        start(new Limits(2, 2, 2, Duration.ofSeconds(60), Duration.ofMinutes(10)));
        var oldest = answer("ship", "who");
        var newer = answer("pack", "who");
        answer("send", "who");
        assertEquals(2, host.environments());
        awaitEndOf(oldest);
        assertEquals(newer, answer("pack", "who"));
    }

    @Test
    void processesIdleForTooLongAreStopped() {
        start(new Limits(8, 4, 2, Duration.ofSeconds(60), Duration.ZERO));
        var pid = answer("ship", "who");
        host.stopIdle();
        assertEquals(0, host.environments());
        awaitEndOf(pid);
        assertNotEquals(pid, answer("ship", "who"));
    }

    @Test
    void closingEndsEveryProcess() {
        var pids = List.of(answer("ship", "who"));
        host.close();
        assertTrue(pids.stream().noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid)).isPresent()));
        assertFalse(Files.exists(folder.resolve("isolated").resolve("code")), "their code is gone too");
        assertEquals("Lambda.ServiceException", failure("ship", "who").errorType());
    }

    @Test
    void aFunctionThatHangsEndsWithAStageThatIsKilled() throws IOException {
        var room = Files.createDirectory(folder.resolve("room"));
        var stage = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-cp", System.getProperty("java.class.path"),
                DoomedStage.class.getName(), folder.toString(), room.toString()).inheritIO().start();
        while (count(room) < 1) {
            assertTrue(stage.isAlive());
            Thread.onSpinWait();
        }
        var pid = room.toFile().list()[0];
        assertTrue(ProcessHandle.of(Long.parseLong(pid)).isPresent());

        stage.destroyForcibly();

        awaitEndOf(pid);
    }

    @Test
    void armedFaultsStrikeHereToo() {
        faults.arm(new InvocationFault("ship", Point.TIMEOUT, "", "", 1));
        assertTrue(failure("ship", "who").timedOut());
        assertEquals(0, host.environments(), "the function did not run");
        faults.arm(new InvocationFault("ship", Point.AFTER, "Lambda.ServiceException", "on purpose", 1));
        assertEquals("Lambda.ServiceException", failure("ship", "who").errorType());
        assertEquals(1, host.environments(), "it ran, and its answer was lost");
    }

    @Test
    void whatAFunctionSaysIsInTheLogWithItsName() throws IOException {
        var requestId = invoke("ship", "who").requestId();
        // The line and the answer come by two ways: the process's end closes the first.
        host.close();
        var line = awaitLine("rehearsing who");
        assertEquals("ship", line.path("function").asText());
        assertEquals(requestId, line.path("requestId").asText());
    }

    private JsonNode awaitLine(String message) throws IOException {
        while (true) {
            for (var line : logged()) {
                if (line.path("message").asText().equals(message)) {
                    return line;
                }
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void aMissingZipIsNamedAtTheStart() {
        functions.put("pack", new StageModel.Function("pack", "warehouse", "n", "arn", 128, Duration.ofSeconds(1), Map.of()));
        var failure = assertThrows(IllegalArgumentException.class, () -> start(ROOMY));
        assertTrue(failure.getMessage().contains("warehouse.zip"), failure.getMessage());
        assertFalse(failure.getMessage().contains("shop.zip"), failure.getMessage());
    }
}
