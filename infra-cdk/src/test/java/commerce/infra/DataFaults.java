package commerce.infra;

import static commerce.infra.Fault.in;
import static commerce.infra.Fault.without;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Data that could not be restored, could be read, or would be gone. */
final class DataFaults {

    private static final String TABLE = "AWS::DynamoDB::Table";
    private static final String BUCKET = "AWS::S3::Bucket";

    static final List<Fault> ALL = List.of(
            in(TABLE, "OrderingTable", "", DataRules.RECOVERABLE, "a table that cannot be restored", table -> table.remove("PointInTimeRecoverySpecification")),
            in(TABLE, "OrderingTable", "", DataRules.TABLE_KEY, "a table without a key of ours", table -> table.remove("SSESpecification")),
            in(TABLE, "OrderingTable", "SSESpecification", DataRules.TABLE_KEY, "a table with a key of somebody else's", encryption -> encryption.put("KMSMasterKeyId", "alias/other")),
            in(BUCKET, "Files", "BucketEncryption/ServerSideEncryptionConfiguration/0", DataRules.BUCKET_KEY, "a bucket that asks for its key with every file", rule -> rule.put("BucketKeyEnabled", false)),
            in(BUCKET, "Files", "", DataRules.BUCKET_KEY, "a bucket without a key of ours", bucket -> bucket.remove("BucketEncryption")),
            in(BUCKET, "Files", "PublicAccessBlockConfiguration", DataRules.PRIVATE, "a bucket that a policy could open", block -> block.put("BlockPublicPolicy", false)),
            in(BUCKET, "Files", "", DataRules.PRIVATE, "a bucket whose objects belong to whoever wrote them", bucket -> bucket.remove("OwnershipControls")),
            in(BUCKET, "Files", "", DataRules.VERSIONED, "a bucket that forgets what was overwritten", bucket -> bucket.remove("VersioningConfiguration")),
            without("AWS::S3::BucketPolicy", "Files", DataRules.BUCKET_TLS, "Files", "a bucket that can be reached without TLS"),
            new Fault("a bucket that goes with its stack", DataRules.RETAINED, "Files", templates -> ((ObjectNode) templates.one(BUCKET, "Files").body()).put("DeletionPolicy", "Delete")),
            in("AWS::SecretsManager::Secret", "SimulatorSecret", "", DataRules.SECRET_KEY, "a secret without a key of ours", secret -> secret.remove("KmsKeyId")),
            in("AWS::SecretsManager::Secret", "SimulatorSecret", "", DataRules.SECRET_KEY, "a secret that stands in the template", secret -> secret.put("SecretString", "open")),
            in("AWS::KMS::Key", "DataKey", "", DataRules.ROTATED, "a key that is never rotated", key -> key.put("EnableKeyRotation", false)),
            in("AWS::SNS::Topic", "Alarms", "", DataRules.TOPIC_KEY, "a topic that is not encrypted", topic -> topic.remove("KmsMasterKeyId")),
            in(TABLE, "OrderingTable", "", DataRules.PROTECTED, "a table that can be deleted by accident", table -> table.put("DeletionProtectionEnabled", false)),
            new Fault("a stack that can be deleted by accident", DataRules.TERMINATION, "Ordering", templates -> ((ObjectNode) templates.deployment("Ordering")).put("terminationProtection", false)),
            new Fault("a table that goes with its stack", DataRules.RETAINED, "OrderingTable", templates -> ((ObjectNode) templates.one(TABLE, "OrderingTable").body()).put("DeletionPolicy", "Delete")),
            new Fault("a secret that goes when it is replaced", DataRules.RETAINED, "SimulatorSecret",
                    templates -> ((ObjectNode) templates.one("AWS::SecretsManager::Secret", "SimulatorSecret").body()).remove("UpdateReplacePolicy")));

    private DataFaults() {}
}
