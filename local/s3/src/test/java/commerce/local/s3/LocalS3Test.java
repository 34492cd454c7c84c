package commerce.local.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class LocalS3Test {

    private static S3Client client(LocalS3 server) {
        return S3Client.builder().endpointOverride(server.endpoint()).region(Region.EU_CENTRAL_1).credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(UrlConnectionHttpClient.create()).build();
    }

    @Test
    void aStartedProcessKeepsObjectsOnLoopbackUntilItIsEmptiedAndEndsWhenClosed() throws Exception {
        var server = LocalS3.start();
        assertEquals("127.0.0.1", server.endpoint().getHost());
        server.empty(List.of("bills", "statements"));
        try (var s3 = client(server)) {
            assertEquals(List.of("bills", "statements"), s3.listBuckets().buckets().stream().map(bucket -> bucket.name()).sorted().toList());
            s3.putObject(put -> put.bucket("bills").key("stripe/茶 1.csv").ifNoneMatch("*"), RequestBody.fromString("first"));
            var refused = assertThrows(S3Exception.class, () -> s3.putObject(put -> put.bucket("bills").key("stripe/茶 1.csv").ifNoneMatch("*"), RequestBody.fromString("second")));
            assertEquals(412, refused.statusCode());
            assertEquals("first", s3.getObjectAsBytes(get -> get.bucket("bills").key("stripe/茶 1.csv")).asUtf8String());

            server.empty(List.of("bills"));
            assertThrows(NoSuchKeyException.class, () -> s3.getObjectAsBytes(get -> get.bucket("bills").key("stripe/茶 1.csv")));
            assertEquals(1, s3.listBuckets().buckets().size());
        }
        server.close();
        assertTrue(server.awaitEnd(30, TimeUnit.SECONDS), "the process outlives close()");
    }
}
