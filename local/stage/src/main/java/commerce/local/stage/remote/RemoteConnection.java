package commerce.local.stage.remote;

import commerce.kernel.AwsConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** How SDK clients on this machine reach the deployed system. */
public final class RemoteConnection implements AwsConnection, AutoCloseable {

    /** Longer than any function of ours may take, so that it is the function that gives up. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final SdkHttpClient http = UrlConnectionHttpClient.builder().connectionTimeout(Duration.ofSeconds(5)).socketTimeout(PATIENCE).build();
    private final Optional<URI> endpoint;
    private final Region region;
    private final AwsCredentialsProvider credentials;

    private RemoteConnection(Optional<URI> endpoint, Region region, AwsCredentialsProvider credentials) {
        this.endpoint = endpoint;
        this.region = region;
        this.credentials = credentials;
    }

    /** An emulator: any credentials will do, and these mean the account 000000000000. */
    public static RemoteConnection emulator(URI endpoint, String region) {
        return new RemoteConnection(Optional.of(endpoint), Region.of(region), StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    }

    /** AWS itself, with the credentials this machine has. */
    public static RemoteConnection aws(String region) {
        return new RemoteConnection(Optional.empty(), Region.of(region), DefaultCredentialsProvider.builder().build());
    }

    /** Of an emulator; empty for AWS itself. */
    public Optional<URI> endpoint() {
        return endpoint;
    }

    public Region region() {
        return region;
    }

    @Override
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(B builder) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.httpClient(http).region(region).credentialsProvider(credentials);
    }

    @Override
    public void close() {
        http.close();
    }
}
