package commerce.infra;

import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.secretsmanager.CfnSecret;
import software.amazon.awscdk.services.secretsmanager.CfnSecret.GenerateSecretStringProperty;
import software.constructs.Construct;

/**
 * The simulated payment provider: where it is, and the secret both sides sign with. Secret and key live in the stack of the functions
 * that read them.
 */
final class SimulatorAccess extends Construct {

    private final CfnParameter baseUrl;
    private final IKey key;
    private final CfnSecret secret;

    SimulatorAccess(Construct scope, DeploymentConfig config) {
        super(scope, "Simulator");
        baseUrl = CfnParameter.Builder.create(this, "BaseUrl").type("String").defaultValue("").description("Address of the payment simulator; empty switches the provider off").build();
        baseUrl.overrideLogicalId("SimulatorBaseUrl");
        key = EncryptionKey.of(this, "Key", "encrypts the payment providers' secrets", config);
        // Not the construct of the higher level, which would add kms:GenerateDataKey* and kms:ReEncrypt* to the key's policy.
        secret = CfnSecret.Builder.create(this, "Secret")
                .description("What the payment simulator and its adapter sign their messages with")
                .kmsKeyId(key.getKeyArn())
                .generateSecretString(GenerateSecretStringProperty.builder().passwordLength(48).excludePunctuation(true).build())
                .build();
        secret.overrideLogicalId("SimulatorSecret");
        secret.applyRemovalPolicy(config.data().kept() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    }

    /** @return the operation, which may now call the simulator or check its signature */
    Operation givenTo(Operation operation) {
        return operation
                .with("SIMULATOR_BASE_URL", baseUrl.getValueAsString())
                .with("SIMULATOR_SECRET_ARN", secret.getRef())
                .may(secret.getRef(), "secretsmanager:GetSecretValue")
                .mayThrough("secretsmanager", key, "kms:Decrypt");
    }

    /** Encrypts the secrets of the other providers too. */
    IKey key() {
        return key;
    }
}
