package commerce.payment;

import commerce.kernel.AwsConnection;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The one client that only this context needs. */
@Singleton
public class PaymentClients {

    @Produces
    @Singleton
    SecretsManagerClient secretsManager(AwsConnection connection) {
        return connection.configure(SecretsManagerClient.builder()).build();
    }
}
