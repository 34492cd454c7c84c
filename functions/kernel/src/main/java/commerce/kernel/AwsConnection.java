package commerce.kernel;

import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;

/**
 * How SDK clients reach AWS. Lambda's own way is {@link LambdaConnection}; the local stage supplies a bean with other endpoints,
 * credentials and transport. Contexts create every client through it, so no function knows where it runs.
 */
public interface AwsConnection {

    /** Adds transport, region, endpoint and credentials to a client's builder; returns the same builder. */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(B builder);
}
