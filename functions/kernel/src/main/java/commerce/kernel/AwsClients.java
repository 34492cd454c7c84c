package commerce.kernel;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/** One client of each service per JVM, and the defaults for time and chance that the local stage replaces. */
@Singleton
public class AwsClients {

    /** A single write on an item that some transaction is just writing is refused with a conflict, which the SDK does not retry by itself. */
    @Produces
    @Singleton
    DynamoDbClient dynamoDb(AwsConnection connection) {
        var builder = connection.configure(DynamoDbClient.builder());
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .retryStrategy(strategy -> strategy.retryOnException(TransactionConflictException.class)).build()).build();
    }

    @Produces
    @Singleton
    EventBridgeClient eventBridge(AwsConnection connection) {
        return connection.configure(EventBridgeClient.builder()).build();
    }

    @Produces
    @Singleton
    LambdaClient lambda(AwsConnection connection) {
        return connection.configure(LambdaClient.builder()).build();
    }

    @Produces
    @Singleton
    SfnClient stepFunctions(AwsConnection connection) {
        return connection.configure(SfnClient.builder()).build();
    }

    @Produces
    @Singleton
    S3Client s3(AwsConnection connection) {
        return connection.configure(S3Client.builder()).build();
    }

    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Drawn from the operating system on every use: a SnapStart snapshot must not make two sandboxes draw alike. */
    @Produces
    @Singleton
    @DefaultBean
    RandomGenerator random() {
        return new SecureRandom();
    }
}
