package commerce.local.stage.awsapi;

import static commerce.local.stage.awsapi.Clients.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** Secrets and parameters, and what somebody hears who asks the stage for what it does not have. */
@QuarkusTest
class OtherServicesTest {

    private static final String STS = "AWS4-HMAC-SHA256 Credential=test/20261121/eu-central-1/sts/aws4_request, SignedHeaders=host, Signature=x";

    @Inject
    TestStage under;

    @Test
    void aSecretIsReadByNameAndArn() {
        try (var secrets = Clients.of(SecretsManagerClient.builder(), under.stage())) {
            var secret = under.stage().model().secrets().values().iterator().next();
            for (var id : new String[] {secret.name(), secret.arn()}) {
                var answer = secrets.getSecretValue(call -> call.secretId(id));
                assertEquals(secret.value(), answer.secretString());
                assertEquals(secret.arn(), answer.arn());
                assertTrue(answer.versionStages().contains("AWSCURRENT"));
            }
            refused(ResourceNotFoundException.class, 400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.",
                    () -> secrets.getSecretValue(call -> call.secretId("missing")));
            refused(ResourceNotFoundException.class, 400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
                    () -> secrets.getSecretValue(call -> call.secretId(secret.arn()).versionStage("AWSPENDING")));
            refused(SecretsManagerException.class, 400, "UnknownOperationException", "SecretsManager's PutSecretValue",
                    () -> secrets.putSecretValue(call -> call.secretId(secret.arn()).secretString("x")));
        }
    }

    @Test
    void aParameterThatIsNotThereIsNotFound() throws IOException, InterruptedException {
        var answer = send("application/x-amz-json-1.1", "AmazonSSM.GetParameter", "", "{\"Name\":\"/missing\"}");
        assertEquals(400, answer.statusCode());
        assertEquals("ParameterNotFound", Json.read(answer.body()).path("__type").asText());
    }

    @Test
    void aServiceTheStageDoesNotHaveIsNamedInTheProtocolOfTheCaller() throws IOException, InterruptedException {
        var json = send("application/x-amz-json-1.1", "TrentService.Encrypt", "", "{}");
        assertEquals(400, json.statusCode());
        assertEquals("UnknownOperationException", Json.read(json.body()).path("__type").asText());
        assertTrue(json.body().contains("TrentService.Encrypt"), json.body());

        var query = send("application/x-www-form-urlencoded; charset=utf-8", null, STS, "Action=GetCallerIdentity&Version=2011-06-15");
        assertEquals(400, query.statusCode());
        assertTrue(query.body().contains("<Code>InvalidAction</Code><Message>The local stage does not have sts for GetCallerIdentity.</Message>"), query.body());
    }

    @Test
    void aBodyThatIsNoJsonObjectIsASerializationException() throws IOException, InterruptedException {
        for (var body : new String[] {"{", "[]", "1", ""}) {
            var answer = send("application/x-amz-json-1.0", "AWSStepFunctions.ListStateMachines", "", body);
            assertEquals(400, answer.statusCode(), body);
            assertEquals("SerializationException", Json.read(answer.body()).path("__type").asText(), body);
        }
    }

    private HttpResponse<String> send(String type, String target, String authorization, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(under.stage().awsEndpoint()).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body));
        if (target != null) {
            request.header("X-Amz-Target", target);
        }
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }
}
