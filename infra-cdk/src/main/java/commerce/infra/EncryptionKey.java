package commerce.infra;

import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/** A key of ours: rotated every year, usable by whom IAM allows it. */
final class EncryptionKey {

    /**
     * What the account may allow its people and functions by IAM. AWS's own default says {@code kms:*}; these are the actions there are
     * for a symmetric key, one by one.
     */
    private static final List<String> ACTIONS = List.of(
            "kms:CancelKeyDeletion", "kms:CreateAlias", "kms:CreateGrant", "kms:Decrypt", "kms:DeleteAlias", "kms:DescribeKey", "kms:DisableKey",
            "kms:DisableKeyRotation", "kms:EnableKey", "kms:EnableKeyRotation", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext",
            "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListGrants", "kms:ListKeyPolicies", "kms:ListKeyRotations", "kms:ListResourceTags", "kms:PutKeyPolicy",
            "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:RetireGrant", "kms:RevokeGrant", "kms:RotateKeyOnDemand", "kms:ScheduleKeyDeletion", "kms:TagResource",
            "kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription");

    private EncryptionKey() {}

    static IKey of(Construct scope, String id, String purpose, DeploymentConfig config) {
        return Key.Builder.create(scope, id)
                .description("Commerce Functions " + config.environment() + ": " + purpose)
                .enableKeyRotation(true)
                .removalPolicy(config.data().kept() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
                .policy(PolicyDocument.Builder.create().statements(List.of(PolicyStatement.Builder.create()
                        .sid("TheAccountDecidesByIam")
                        .principals(List.of(new AccountRootPrincipal()))
                        .actions(ACTIONS)
                        .resources(List.of("*"))
                        .build())).build())
                .build();
    }
}
