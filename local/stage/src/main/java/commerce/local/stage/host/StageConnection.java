package commerce.local.stage.host;

import commerce.kernel.AwsConnection;
import commerce.local.stage.template.TemplateReader;
import jakarta.inject.Singleton;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;

/** Takes the place of Lambda's connection: every SDK call of a function goes to its stage. */
@Singleton
public class StageConnection implements AwsConnection {

    private final SdkHttpClient http = new StageHttpClient();

    @Override
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(B builder) {
        var configuration = builder.overrideConfiguration().toBuilder().addExecutionInterceptor(new CapacityInterceptor()).build();
        // Unsigned: nobody here checks signatures, and each costs two hashes of the body.
        return builder.httpClient(http)
                .region(Region.of(TemplateReader.REGION))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                // Nobody listens there. At an IP address S3's client leaves buckets in the path.
                .endpointOverride(URI.create("http://127.0.0.1"))
                .overrideConfiguration(configuration);
    }
}
