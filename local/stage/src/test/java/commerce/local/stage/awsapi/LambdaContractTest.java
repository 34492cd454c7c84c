package commerce.local.stage.awsapi;

import static commerce.local.stage.awsapi.Clients.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.local.stage.FaultInjector.InvocationFault;
import commerce.local.stage.FaultInjector.Point;
import commerce.local.stage.LocalStage;
import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Lambda's Invoke by AWS's SDK. Errors: Lambda API Reference, Invoke. */
@QuarkusTest
class LambdaContractTest {

    private static final String OPERATION = "read-products";
    private static final String EVENT = "{\"tenant\":\"contract-test\",\"skus\":[\"TEA\"]}";

    @Inject
    TestStage under;
    private LocalStage stage;
    private LambdaClient lambda;
    private String function;

    @BeforeEach
    void connect() {
        stage = under.stage();
        lambda = Clients.of(LambdaClient.builder(), stage);
        function = stage.model().functions().get(OPERATION).name();
    }

    @AfterEach
    void close() {
        stage.faults().disarmAll();
        lambda.close();
    }

    private InvokeResponse invoke(InvocationType type, String payload) {
        return lambda.invoke(call -> call.functionName(function).invocationType(type).payload(SdkBytes.fromUtf8String(payload)));
    }

    private long invocations() {
        return stage.metrics().snapshot().invocations().getOrDefault(OPERATION, 0L);
    }

    @Test
    void aFunctionAnswersWhoeverWaits() {
        var answer = invoke(InvocationType.REQUEST_RESPONSE, EVENT);
        assertEquals(200, answer.statusCode());
        assertNull(answer.functionError());
        assertEquals("$LATEST", answer.executedVersion());
        assertTrue(Json.read(answer.payload().asUtf8String()).isObject(), answer.payload().asUtf8String());
        assertNull(answer.logResult());
    }

    @Test
    void aFunctionIsFoundByNameArnAndAlias() {
        var arn = stage.model().functions().get(OPERATION).arn();
        for (var name : new String[] {function, arn, arn + ":live", function + ":live"}) {
            assertEquals(200, lambda.invoke(call -> call.functionName(name).payload(SdkBytes.fromUtf8String(EVENT))).statusCode(), name);
        }
    }

    /** Developer Guide, Java exceptions: the call succeeds, FunctionError is set, and the payload tells the exception. */
    @Test
    void aFunctionThatThrowsAnswersWithFunctionErrorAndTheException() {
        var answer = invoke(InvocationType.REQUEST_RESPONSE, "{\"tenant\":7}");
        assertEquals(200, answer.statusCode());
        assertEquals("Unhandled", answer.functionError());
        var error = Json.read(answer.payload().asUtf8String());
        assertTrue(error.has("errorMessage") && error.path("errorType").asText().contains(".") && error.path("stackTrace").isArray(), error.toString());
    }

    /** Developer Guide, time-out: errorType Sandbox.Timedout, and the message names request and seconds. */
    @Test
    void aFunctionThatTimesOutAnswersWithSandboxTimedout() {
        stage.faults().arm(new InvocationFault(OPERATION, Point.TIMEOUT, "", "", 1));
        var answer = invoke(InvocationType.REQUEST_RESPONSE, EVENT);
        assertEquals("Unhandled", answer.functionError());
        var error = Json.read(answer.payload().asUtf8String());
        assertEquals("Sandbox.Timedout", error.path("errorType").asText());
        assertTrue(error.path("errorMessage").asText().matches(".* Task timed out after \\d+\\.\\d\\d seconds"), error.toString());
    }

    @Test
    void theTailOfTheLogComesIfAskedFor() {
        var answer = lambda.invoke(call -> call.functionName(function).logType(LogType.TAIL).payload(SdkBytes.fromUtf8String("{\"tenant\":7}")));
        var log = new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8);
        var request = answer.responseMetadata().requestId();
        assertTrue(log.contains("END RequestId: " + request), log);
        assertTrue(log.contains("REPORT RequestId: " + request + "\tDuration: "), log);
        assertTrue(log.length() <= 4 * 1024);
    }

    @Test
    void anEventIsTakenAtOnceAndTriedTwiceMoreAMinuteAndTwoMinutesLater() throws InterruptedException {
        stage.faults().arm(new InvocationFault(OPERATION, Point.BEFORE, "java.lang.IllegalStateException", "on purpose", 2));
        var before = invocations();

        var answer = invoke(InvocationType.EVENT, EVENT);

        assertEquals(202, answer.statusCode());
        assertEquals("", answer.payload().asUtf8String());
        Clients.quiet(stage);
        assertEquals(1, invocations() - before);
        stage.advance(Duration.ofMinutes(1));
        assertEquals(2, invocations() - before);
        stage.advance(Duration.ofMinutes(2));
        assertEquals(3, invocations() - before, "the third attempt succeeds");
        stage.advance(Duration.ofMinutes(5));
        assertEquals(3, invocations() - before);
    }

    @Test
    void aDryRunInvokesNothing() {
        var before = invocations();
        assertEquals(204, invoke(InvocationType.DRY_RUN, EVENT).statusCode());
        Clients.quiet(stage);
        assertEquals(before, invocations());
    }

    @Test
    void aFunctionThatIsNotThereIsNotFound() {
        var refusal = refused(ResourceNotFoundException.class, 404, "ResourceNotFoundException",
                "Function not found: arn:aws:lambda:" + stage.model().region() + ":" + stage.model().account() + ":function:missing",
                () -> lambda.invoke(call -> call.functionName("missing").payload(SdkBytes.fromUtf8String("{}"))));
        assertEquals("User", refusal.type());
    }

    @Test
    void aPayloadThatIsNoJsonIsRefusedForEveryInvocationType() {
        for (var type : InvocationType.knownValues()) {
            assertNotNull(refused(InvalidRequestContentException.class, 400, "InvalidRequestContentException", "Could not parse request body into json: ", () -> invoke(type, "{not json")));
        }
    }

    @Test
    void aPayloadThatIsTooLargeIsRefused() {
        refused(LambdaException.class, 413, "RequestEntityTooLargeException", "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
                () -> invoke(InvocationType.REQUEST_RESPONSE, '"' + "a".repeat(6 * 1024 * 1024) + '"'));
        refused(LambdaException.class, 413, "RequestEntityTooLargeException", "is too large for the Event invocation type (limit 1048576 bytes)",
                () -> invoke(InvocationType.EVENT, '"' + "a".repeat(1024 * 1024) + '"'));
    }

    @Test
    void anUnknownInvocationTypeIsRefused() {
        refused(InvalidParameterValueException.class, 400, "InvalidParameterValueException", "Value 'Later' at 'invocationType' failed to satisfy constraint",
                () -> lambda.invoke(call -> call.functionName(function).invocationType("Later").payload(SdkBytes.fromUtf8String("{}"))));
    }

    @Test
    void whatTheStageDoesNotHaveIsSaidByName() {
        refused(LambdaException.class, 404, "UnknownOperationException", "The local stage does not have Lambda's GET /2015-03-31/functions", () -> lambda.listFunctions());
    }
}
