package commerce.infra;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/**
 * The one bucket for files: providers' bills, statements, payout files. Encrypted with our key, reached by TLS only, never public, versioned.
 * Current versions stay, since books must be kept for years; replaced ones go after 90 days. Each context writes below prefixes of its own.
 */
final class FilesBucket extends Construct {

    private static final int REPLACED_DAYS = 90;

    private final Bucket bucket;
    private final IKey key;

    FilesBucket(Construct scope, DeploymentConfig.Data data, IKey key) {
        super(scope, "Files");
        this.key = key;
        bucket = Bucket.Builder.create(this, "Resource")
                .encryption(BucketEncryption.KMS).encryptionKey(key).bucketKeyEnabled(true)
                .enforceSsl(true)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .versioned(true)
                .lifecycleRules(List.of(LifecycleRule.builder().id("ReplacedVersionsAndBrokenUploads")
                        .noncurrentVersionExpiration(Duration.days(REPLACED_DAYS)).abortIncompleteMultipartUploadAfter(Duration.days(1)).build()))
                .removalPolicy(data.kept() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
                .build();
    }

    String name() {
        return bucket.getBucketName();
    }

    /** Every object below a prefix. @param prefix for example {@code bills} */
    String below(String prefix) {
        return bucket.arnForObjects(prefix + "/*");
    }

    IKey key() {
        return key;
    }
}
