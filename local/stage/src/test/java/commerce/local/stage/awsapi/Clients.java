package commerce.local.stage.awsapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.LocalStage;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/** What the contract tests share: a client as anybody would build it, and how a refusal is looked at. */
final class Clients {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Clients() {}

    /** Signs its calls with made-up keys, and never tries twice: the first answer is the one that is looked at. */
    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(B builder, LocalStage stage) {
        return builder.endpointOverride(stage.awsEndpoint())
                .region(Region.of(stage.model().region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    /** The call is refused as documented: the client's own exception class, AWS's error code, and a message that says so. */
    static <X extends AwsServiceException> X refused(Class<X> type, int status, String code, String message, Runnable call) {
        var refusal = assertThrows(AwsServiceException.class, call::run);
        assertEquals(code, refusal.awsErrorDetails().errorCode(), refusal.getMessage());
        assertEquals(type, refusal.getClass(), refusal.getMessage());
        assertEquals(status, refusal.statusCode());
        assertTrue(refusal.awsErrorDetails().errorMessage().contains(message), refusal.awsErrorDetails().errorMessage());
        assertTrue(refusal.requestId() != null && !refusal.requestId().isEmpty(), "without a request id");
        return type.cast(refusal);
    }

    static void quiet(LocalStage stage) {
        try {
            assertTrue(stage.scheduler().awaitQuiet(PATIENCE), () -> "still in flight: " + stage.scheduler().inFlight());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
