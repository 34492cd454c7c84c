package commerce.infra;

import static commerce.infra.Rule.ofEvery;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What is stored can be restored, cannot be read by the wrong ones, and is not lost by mistake. */
final class DataRules {

    private static final String TABLE = "AWS::DynamoDB::Table";
    private static final String BUCKET = "AWS::S3::Bucket";
    private static final Set<String> KEPT = Set.of(TABLE, BUCKET, "AWS::KMS::Key", "AWS::SecretsManager::Secret", "AWS::Events::Archive");

    static final Rule RECOVERABLE = ofEvery(TABLE, "every table can be restored to any second",
            (templates, table) -> table.property("PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled").asBoolean());

    static final Rule TABLE_KEY = ofEvery(TABLE, "every table is encrypted with a key of ours",
            (templates, table) -> table.property("SSESpecification/SSEEnabled").asBoolean()
            && isKey(templates, table, "SSESpecification/KMSMasterKeyId"));

    static final Rule SECRET_KEY = ofEvery("AWS::SecretsManager::Secret", "every secret is encrypted with a key of ours and stands in no template",
            (templates, secret) -> isKey(templates, secret, "KmsKeyId") && secret.property("SecretString").isMissingNode());

    static final Rule BUCKET_KEY = ofEvery(BUCKET, "every bucket is encrypted with a key of ours, which it asks for seldom",
            (templates, bucket) -> {
                var rule = "BucketEncryption/ServerSideEncryptionConfiguration/0/";
                return isKey(templates, bucket, rule + "ServerSideEncryptionByDefault/KMSMasterKeyID") && bucket.property(rule + "BucketKeyEnabled").asBoolean();
            });

    static final Rule PRIVATE = ofEvery(BUCKET, "no bucket can be opened to the public, and the account owns what is in it",
            (templates, bucket) -> Stream.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
                    .allMatch(name -> bucket.property("PublicAccessBlockConfiguration/" + name).asBoolean())
            && bucket.property("OwnershipControls/Rules/0/ObjectOwnership").asText().equals("BucketOwnerEnforced"));

    static final Rule VERSIONED = ofEvery(BUCKET, "what is overwritten in a bucket can be restored, for a while",
            (templates, bucket) -> bucket.property("VersioningConfiguration/Status").asText().equals("Enabled")
            && bucket.property("LifecycleConfiguration/Rules").findValue("NoncurrentVersionExpiration") != null);

    static final Rule BUCKET_TLS = ofEvery(BUCKET, "every bucket refuses who comes without TLS", (templates, bucket) -> templates.ofType("AWS::S3::BucketPolicy")
            .filter(policy -> templates.target(policy.stack(), policy.property("Bucket")).filter(bucket::equals).isPresent())
            .anyMatch(policy -> policy.property("PolicyDocument/Statement").valueStream().anyMatch(statement -> statement.path("Effect").asText().equals("Deny")
                    && statement.path("Action").asText().equals("s3:*") && statement.at("/Condition/Bool/aws:SecureTransport").asText().equals("false"))));

    static final Rule ROTATED = ofEvery("AWS::KMS::Key", "every key is rotated", (templates, key) -> key.property("EnableKeyRotation").asBoolean());

    static final Rule TOPIC_KEY = ofEvery("AWS::SNS::Topic", "every topic is encrypted with a key of ours",
            (templates, topic) -> isKey(templates, topic, "KmsMasterKeyId"));

    static final Rule PROTECTED = ofEvery(TABLE, "a table that is kept cannot be deleted by accident",
            (templates, table) -> table.property("DeletionProtectionEnabled").asBoolean() == templates.config().data().kept());

    static final Rule RETAINED = new Rule("what is kept outlives its stack and its replacement, and nothing else does", templates -> {
        var policy = templates.config().data().kept() ? "Retain" : "Delete";
        return templates.all().stream().filter(resource -> KEPT.contains(resource.type()))
                .filter(resource -> Stream.of("DeletionPolicy", "UpdateReplacePolicy").anyMatch(name -> !resource.body().path(name).asText().equals(policy))).map(Templates.Resource::toString);
    });

    static final Rule TERMINATION = new Rule("a stack that is kept cannot be deleted by accident", templates -> templates.byStack().keySet().stream()
            .filter(stack -> templates.deployment(stack).path("terminationProtection").asBoolean() != templates.config().data().kept()));

    static final List<Rule> ALL = List.of(RECOVERABLE, TABLE_KEY, BUCKET_KEY, PRIVATE, VERSIONED, BUCKET_TLS, SECRET_KEY, ROTATED, TOPIC_KEY, PROTECTED, RETAINED, TERMINATION);

    private DataRules() {}

    private static boolean isKey(Templates templates, Templates.Resource resource, String property) {
        return templates.target(resource.stack(), resource.property(property)).filter(key -> key.type().equals("AWS::KMS::Key")).isPresent();
    }
}
