package commerce.kernel.testing;

import commerce.kernel.FileStore;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket of its own for one test class.
 *
 * @param settings the settings that lead there
 */
public record TestFiles(S3Client s3, String bucket, FileStore store, Map<String, String> settings) {

    public static TestFiles create(S3Client s3) {
        var bucket = "test-" + UUID.randomUUID();
        s3.createBucket(create -> create.bucket(bucket));
        return new TestFiles(s3, bucket, new FileStore(s3), Map.of("FILES_BUCKET", bucket));
    }

    /** What is there, in the order of names. */
    public List<String> keys() {
        return s3.listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream().map(S3Object::key).toList();
    }
}
