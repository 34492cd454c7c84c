package commerce.infra;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnParameter;
import software.constructs.Construct;

/** Every payment provider there is, and the address under which they reach us. Their secrets are encrypted with one key. */
final class PaymentProviders {

    private final SimulatorAccess simulator;
    private final List<ProviderAccess> others;
    private final CfnParameter publicUrl;

    PaymentProviders(Construct scope, DeploymentConfig config) {
        simulator = new SimulatorAccess(scope, config);
        others = Stream.of("Stripe", "Wechatpay", "Alipay", "Adyen").map(name -> new ProviderAccess(scope, name, simulator.key(), config)).toList();
        publicUrl = CfnParameter.Builder.create(scope, "PublicUrl").type("String").defaultValue("")
                .description("Where this installation is reached from outside, without a slash at the end: providers send notifications to its /webhooks/{provider}").build();
    }

    /** @return the operation, which may now call every provider that is on, check its signature, or read what it has sent */
    Operation givenTo(Operation operation) {
        simulator.givenTo(operation);
        others.forEach(provider -> provider.givenTo(operation));
        return operation;
    }

    /** @return the operation, which may now also tell a provider where to send its notifications */
    Operation reachableGivenTo(Operation operation) {
        return givenTo(operation).with("PUBLIC_URL", publicUrl.getValueAsString());
    }
}
