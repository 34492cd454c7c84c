package commerce.infra;

import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.secretsmanager.CfnSecret;
import software.amazon.awscdk.services.secretsmanager.CfnSecret.GenerateSecretStringProperty;
import software.constructs.Construct;

/**
 * A real payment provider: where its API is, and the secret that holds our account there. The template only makes room for the secret; the
 * operator puts the account in, as {@code docs/providers} says.
 */
final class ProviderAccess extends Construct {

    private final String variable;
    private final CfnParameter baseUrl;
    private final IKey key;
    private final CfnSecret secret;

    /** @param name for example {@code Stripe}: the parameter is {@code StripeBaseUrl}, the secret {@code StripeSecret} @param key encrypts the secret */
    ProviderAccess(Construct scope, String name, IKey key, DeploymentConfig config) {
        super(scope, name);
        this.variable = name.toUpperCase();
        this.key = key;
        baseUrl = CfnParameter.Builder.create(this, "BaseUrl").type("String").defaultValue("").description("Address of the API of " + name + "; empty switches the provider off").build();
        baseUrl.overrideLogicalId(name + "BaseUrl");
        secret = CfnSecret.Builder.create(this, "Secret")
                .description("Our account at " + name + ", see docs/providers/" + name.toLowerCase() + ".md")
                .kmsKeyId(key.getKeyArn())
                .generateSecretString(GenerateSecretStringProperty.builder().secretStringTemplate("{}").generateStringKey("replaceMe").excludePunctuation(true).build())
                .build();
        secret.overrideLogicalId(name + "Secret");
        secret.applyRemovalPolicy(config.data().kept() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    }

    /** @return the operation, which may now call the provider or check its signature */
    Operation givenTo(Operation operation) {
        return operation
                .with(variable + "_BASE_URL", baseUrl.getValueAsString())
                .with(variable + "_SECRET_ARN", secret.getRef())
                .may(secret.getRef(), "secretsmanager:GetSecretValue");
    }
}
