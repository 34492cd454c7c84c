package commerce.payment.provider;

import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The providers by name. One that is not configured here is as good as unknown. */
@Singleton
public class Providers {

    private final Map<String, PaymentProvider> byName;

    public Providers(SimulatorProvider simulator, StripeProvider stripe, WechatpayProvider wechatpay, AlipayProvider alipay, AdyenProvider adyen) {
        byName = Stream.of(simulator, stripe, wechatpay, alipay, adyen).collect(Collectors.toMap(PaymentProvider::name, Function.identity()));
    }

    /** The provider of that name, if it is switched on. */
    public Optional<PaymentProvider> find(String name) {
        return Optional.ofNullable(byName.get(name)).filter(PaymentProvider::isOn);
    }

    /** Those that are switched on, by name. */
    public List<PaymentProvider> on() {
        return byName.values().stream().filter(PaymentProvider::isOn).sorted(Comparator.comparing(PaymentProvider::name)).toList();
    }

    /** The provider of an attempt that was made while it was on. @throws IllegalStateException if it was switched off since */
    public PaymentProvider require(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("the payment provider " + name + " is switched off, but payments were made with it"));
    }
}
