package commerce.kernel;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** Inside Lambda: region and credentials from the runtime, and the HTTP client that starts fastest there. */
@Singleton
@DefaultBean
public class LambdaConnection implements AwsConnection {

    private final SdkHttpClient http = UrlConnectionHttpClient.builder().build();

    @Override
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(B builder) {
        return builder.httpClient(http);
    }
}
