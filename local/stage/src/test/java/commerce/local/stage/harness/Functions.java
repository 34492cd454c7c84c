package commerce.local.stage.harness;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Calls a function of the stage as AWS's SDK does: for what would otherwise take a schedule's or an event's time. */
public final class Functions {

    private Functions() {}

    /** @param operation for example {@code find-churn-risks} @return what it answers, which may be an error's payload */
    public static JsonNode invoke(TestStage stage, String operation, Object input) {
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        try (var lambda = LambdaClient.builder().endpointOverride(stage.stage().awsEndpoint()).region(Region.of(stage.stage().model().region()))
                .credentialsProvider(credentials).httpClient(UrlConnectionHttpClient.create()).build()) {
            var name = stage.stage().model().functions().get(operation).name();
            return Json.read(lambda.invoke(call -> call.functionName(name).payload(SdkBytes.fromUtf8String(Json.write(input)))).payload().asUtf8String());
        }
    }
}
