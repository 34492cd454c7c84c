package commerce.kernel.testing;

import commerce.kernel.AwsConnection;
import commerce.local.dynamodb.DynamoDbLocal;
import commerce.local.s3.LocalS3;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * Real SDK clients for a test: DynamoDB goes to DynamoDB Local, S3 to S3Proxy, everything else to an {@link AwsStandIn} over HTTP. DynamoDB calls can be
 * interleaved with others by {@link #interleaving()}.
 */
public final class TestAws implements AwsConnection, AutoCloseable {

    private final Interleaving interleaving = new Interleaving();
    private final AwsStandIn standIn = new AwsStandIn();
    private final DynamoDbClient dynamoDb = configure(DynamoDbClient.builder()).build();

    /** One DynamoDB process per JVM, one stand-in per instance. */
    public static TestAws start() {
        return new TestAws();
    }

    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    public LambdaClient lambda() {
        return configure(LambdaClient.builder()).build();
    }

    public SfnClient stepFunctions() {
        return configure(SfnClient.builder()).build();
    }

    /** Its process starts with the first client; a test makes buckets of its own. */
    public S3Client s3() {
        return configure(S3Client.builder()).build();
    }

    public EventBridgeClient eventBridge() {
        return configure(EventBridgeClient.builder()).build();
    }

    /** Scripts and records the calls to every service but DynamoDB and S3. */
    public AwsStandIn standIn() {
        return standIn;
    }

    /** Runs something before or after a DynamoDB call, once. */
    public Interleaving interleaving() {
        return interleaving;
    }

    @Override
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(B builder) {
        if (builder instanceof DynamoDbClientBuilder) {
            builder.overrideConfiguration(override -> override.addExecutionInterceptor(interleaving));
        }
        return builder.endpointOverride(endpointOf(builder))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(UrlConnectionHttpClient.create());
    }

    private URI endpointOf(Object builder) {
        return switch (builder) {
            case DynamoDbClientBuilder dynamo -> DynamoDbLocal.shared().endpoint();
            case S3ClientBuilder s3 -> LocalS3.shared().endpoint();
            default -> standIn.endpoint();
        };
    }

    @Override
    public void close() {
        dynamoDb.close();
        standIn.close();
    }
}
