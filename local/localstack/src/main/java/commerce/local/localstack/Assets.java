package commerce.local.localstack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Puts files where templates expect them. Keys are hashes of the content, so what is there already is not sent again. */
final class Assets {

    private final S3Client s3;
    private final String account;
    private final String region;
    private final boolean createsBuckets;
    private final Set<String> buckets = new HashSet<>();

    /** @param createsBuckets on AWS the bucket is made once, by {@code cdk bootstrap}; an emulator starts without */
    Assets(S3Client s3, String account, String region, boolean createsBuckets) {
        this.s3 = s3;
        this.account = account;
        this.region = region;
        this.createsBuckets = createsBuckets;
    }

    /** @return whether it had to be sent */
    boolean upload(CloudAssembly.Asset asset) {
        var bucket = asset.bucketIn(account, region);
        ensure(bucket);
        if (exists(bucket, asset.key())) {
            return false;
        }
        s3.putObject(request -> request.bucket(bucket).key(asset.key()), asset.zipped() ? RequestBody.fromBytes(zip(asset.source())) : RequestBody.fromFile(asset.source()));
        return true;
    }

    /** Uploads a template and says where CloudFormation reads it: larger ones do not fit into a request. */
    URL template(String key, String template) {
        var bucket = "cdk-hnb659fds-assets-" + account + "-" + region;
        ensure(bucket);
        s3.putObject(request -> request.bucket(bucket).key(key).contentType("application/json"), RequestBody.fromString(template, StandardCharsets.UTF_8));
        return s3.utilities().getUrl(request -> request.bucket(bucket).key(key));
    }

    private void ensure(String bucket) {
        if (!buckets.add(bucket)) {
            return;
        }
        try {
            s3.headBucket(request -> request.bucket(bucket));
        } catch (NoSuchBucketException missing) {
            if (!createsBuckets) {
                throw new DeploymentFailed("there is no bucket " + bucket + ": run `cdk bootstrap` for this account and region first");
            }
            s3.createBucket(request -> request.bucket(bucket));
        }
    }

    private boolean exists(String bucket, String key) {
        try {
            s3.headObject(request -> request.bucket(bucket).key(key));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw e;
        }
    }

    /** The same bytes for the same files. */
    private static byte[] zip(Path folder) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes); var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
                entry.setTime(0);
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot zip " + folder, e);
        }
        return bytes.toByteArray();
    }
}
