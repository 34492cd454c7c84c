package commerce.local.stage.awsapi;

import static commerce.local.stage.awsapi.Clients.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.LocalStage;
import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** S3 by AWS's SDK: what the stage hands through to the engine arrives, and comes back, whole. */
@QuarkusTest
class S3ContractTest {

    @Inject
    TestStage under;
    private final String bucket = "contract-" + UUID.randomUUID();
    private LocalStage stage;
    private S3Client s3;

    @BeforeEach
    void connect() {
        stage = under.stage();
        s3 = Clients.of(S3Client.builder(), stage);
        s3.createBucket(call -> call.bucket(bucket));
    }

    @AfterEach
    void close() {
        s3.listObjectsV2(call -> call.bucket(bucket)).contents().forEach(object -> s3.deleteObject(call -> call.bucket(bucket).key(object.key())));
        s3.deleteBucket(call -> call.bucket(bucket));
        s3.close();
    }

    @Test
    void everyBucketOfTheTemplateIsThere() {
        var names = s3.listBuckets().buckets().stream().map(each -> each.name()).toList();
        assertTrue(names.containsAll(stage.model().buckets()), names.toString());
    }

    @Test
    void anObjectComesBackAsItWasStored() {
        var bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        s3.putObject(call -> call.bucket(bucket).key("a b/茶+1.bin").contentType("application/x-tea").metadata(Map.of("sha256", "abc"))
                .checksumAlgorithm(ChecksumAlgorithm.SHA256).serverSideEncryption("aws:kms").ssekmsKeyId("tea"), RequestBody.fromBytes(bytes));
        var got = s3.getObjectAsBytes(call -> call.bucket(bucket).key("a b/茶+1.bin"));
        assertArrayEquals(bytes, got.asByteArray());
        assertEquals("application/x-tea", got.response().contentType());
        assertEquals(Map.of("sha256", "abc"), got.response().metadata());
        assertEquals("aws:kms", got.response().serverSideEncryptionAsString());
        var head = s3.headObject(call -> call.bucket(bucket).key("a b/茶+1.bin"));
        assertEquals(300_000, head.contentLength());
        assertEquals(got.response().eTag(), head.eTag());
        assertEquals(10, s3.getObjectAsBytes(call -> call.bucket(bucket).key("a b/茶+1.bin").range("bytes=5-14")).asByteArray().length);
    }

    /** User Guide, conditional writes: 412 PreconditionFailed if there is an object of that key. */
    @Test
    void whatIsThereIsNotOverwrittenByAWriteThatWantsTheKeyFree() {
        s3.putObject(call -> call.bucket(bucket).key("once").ifNoneMatch("*"), RequestBody.fromString("first"));
        refused(S3Exception.class, 412, "PreconditionFailed", "preconditions",
                () -> s3.putObject(call -> call.bucket(bucket).key("once").ifNoneMatch("*"), RequestBody.fromString("second")));
        assertEquals("first", s3.getObjectAsBytes(call -> call.bucket(bucket).key("once")).asUtf8String());
    }

    @Test
    void objectsAreListedByPrefixPageByPage() {
        for (var key : List.of("a/1", "a/2", "a/3", "b/1")) {
            s3.putObject(call -> call.bucket(bucket).key(key), RequestBody.empty());
        }
        assertEquals(List.of("a/1", "a/2", "a/3"), s3.listObjectsV2Paginator(call -> call.bucket(bucket).prefix("a/").maxKeys(2)).contents().stream().map(each -> each.key()).toList());
        assertEquals(List.of("a/", "b/"), s3.listObjectsV2(call -> call.bucket(bucket).delimiter("/")).commonPrefixes().stream().map(each -> each.prefix()).toList());
    }

    @Test
    void whatIsNotThereIsRefused() {
        refused(NoSuchKeyException.class, 404, "NoSuchKey", "does not exist", () -> s3.getObjectAsBytes(call -> call.bucket(bucket).key("missing")));
        refused(NoSuchBucketException.class, 404, "NoSuchBucket", "does not exist", () -> s3.getObjectAsBytes(call -> call.bucket(bucket + "-missing").key("a")));
        assertEquals(404, assertThrows(S3Exception.class, () -> s3.headObject(call -> call.bucket(bucket).key("missing"))).statusCode());
    }

    @Test
    void aPresignedAddressIsEnough() throws IOException, InterruptedException {
        s3.putObject(call -> call.bucket(bucket).key("shared.txt"), RequestBody.fromString("hello"));
        try (var presigner = S3Presigner.builder().endpointOverride(stage.awsEndpoint()).region(Region.of(stage.model().region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build()).build();
                var http = HttpClient.newHttpClient()) {
            var address = presigner.presignGetObject(call -> call.signatureDuration(Duration.ofMinutes(1)).getObjectRequest(get -> get.bucket(bucket).key("shared.txt")));
            assertEquals("hello", http.send(HttpRequest.newBuilder(URI.create(address.url().toString())).build(), BodyHandlers.ofString()).body());
        }
    }
}
